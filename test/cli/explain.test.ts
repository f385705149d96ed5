/* `rebalance explain` as people call it: after a run of the real program against the simulator. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { runProgram, type Ended } from './program.ts';

/** About 200,000 dollars: VTI to sell, GLD as well but without a bid, BND and QQQ short of cash. */
const scenario = `gateway:
  accounts:
    - id: DU1
      cash: { USD: '20000.00' }
      positions:
        - { symbol: VTI, shares: 200 }
        - { symbol: GLD, shares: 400 }
        - { symbol: IAU, shares: 800 }
        - { symbol: BND, shares: 100 }
        - { symbol: SCHD, shares: 10 }
        - { symbol: ACME, shares: 7 }
  contracts:
    - { symbol: ACME, name: ACME CORP, stock_type: COMMON }
  quotes:
    VTI: { bid: '249.99', ask: '250.01', last: '250.00', close: '250.00' }
    GLD: { bid: null, ask: '200.01', last: '200.00', close: '200.00' }
    IAU: { bid: '49.99', ask: '50.01', last: '50.00', close: '50.00' }
    BND: { bid: '99.99', ask: '100.01', last: '100.00', close: '100.00' }
    QQQ: { bid: '499.99', ask: '500.01', last: '500.00', close: '500.00' }
    SCHD: { bid: '24.99', ask: '25.01', last: '25.00', close: '25.00' }
    ACME: { bid: '9.99', ask: '10.01', last: '10.00', close: '10.00' }
`;
const settings = (port: number, more = ''): string =>
  `[ibkr]\nport = ${port}\n[accounts]\nids = DU1\n[models]\nmain = 1\n[rebalance]\nunlisted_etfs = hold\n${more}`;
const portfolios = 'ETF,MAIN\nVTI,20%\nGLD,20%\nIAU,20%\nBND,25%\nQQQ,15%\n';

let folder: string;
let port: number;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'explain-'));
  const simulator = await startSimulator({ scenario: parseScenario(scenario) });
  ({ port } = simulator);
  writeFileSync(join(folder, 'settings.ini'), settings(port));
  writeFileSync(join(folder, 'portfolios.csv'), portfolios);
  const { code, err } = await run();
  expect([code, err]).toEqual([0, '']);
  // Explaining needs no gateway: from here on there is none.
  await simulator.close();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]): Promise<Ended> => runProgram(folder, ...args);

async function explained(symbol: string, ...flags: string[]): Promise<string> {
  const { code, out, err } = await run('explain', symbol, ...flags);
  expect([code, err]).toEqual([0, '']);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  return out;
}

describe('rebalance explain', () => {
  it('shows every step of a sell with its numbers', async () => {
    const text = await explained('vti');
    expect(text).toMatch(
      /^Snapshot {3}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, (less than a|\d+) minutes? old;\s+DU1 on the\s+simulator\nFiles {6}as they were in that run\nPlan {7}[0-9a-f]{12}\n/,
    );
    // E = 200,000 less 1% of 200,320; a fifth of it is the target.
    expect(text.slice(text.indexOf('VTI')).replace(/\d+ s old/, '0 s old'))
      .toBe(`VTI  VANGUARD TOTAL STOCK MARKET ETF

SELL 42 at a limit of 249.99, about $10,500.00.

Why        outside its band of 50 bps
Target     20.0000% of the investable base of $197,996.80 = $39,599.36
Now        200 shares at 250.00 = $50,000.00, which is 25.2529%
Drift      +5.2529%, +$10,400.64: too much
Band       50 bps of the base = $989.98 on each side of the target
Rounding   $10,400.64 / 250.00 = 41.6026 shares; in whole shares: 42, rounded up
Min order  $10,500.00, and min_order_usd is $500.00
Price      250.00 from last (price_source = last)
Quote      bid 249.99, ask 250.01, last 250.00, previous close 250.00; 0 s old
           when read
Limit      249.99, the highest of these on a tick of 0.01:
           mid 250.00 - 0.25 x spread 0.02              249.995 ->    249.99 *
           mid 250.00 - cap 10 bps                       249.75 ->    249.75
           the bid                                       249.99 ->    249.99
Costs      commission of at most $1.00; $21.00 in reserve, because each share is
           counted with 249.50
After      158 shares = $39,500.00, 19.9498%, target 20.0000%; -$99.36 from it
`);
  });

  it('names what cut a buy, what is left, and who was served first', async () => {
    const text = await explained('QQQ');
    expect(text).toContain('cash is short for the 59 shares that it wants.');
    expect(text.replace(/\s+/g, ' ')).toContain('Larger drifts are served first: BND.');
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /The plan ends with \$[\d,.]+ of cash, and must keep \$[\d,.]+\./,
    );
  });

  it('shows a buy that cash cut in the middle with the limit that it would get', async () => {
    const text = await explained('BND');
    expect(text).toMatch(/^BUY \d+ at a limit of 100\.01, about \$/m);
    expect(text).toContain('Cut        cash is short for the 394 shares that it wants.');
    expect(text).toContain('the lowest of these on a tick of 0.01:');
  });

  it('says that a holding is inside its band', async () => {
    const text = await explained('IAU');
    expect(text).toContain('Not traded: inside its band of 50 bps.');
    expect(text).toContain('Band       50 bps of the base = $989.98 on each side of the target');
    expect(text).not.toContain('Limit');
  });

  it('says why a line is frozen, with the quote that froze it', async () => {
    const text = await explained('GLD');
    expect(text).toContain('Not traded: no two-sided market.');
    expect(text).toContain('bid -, ask 200.01, last 200.00');
  });

  it('says that an ETF is in no model, and what would sell it', async () => {
    const text = await explained('SCHD');
    expect(text).toContain('Not traded: an ETF that is held and that no model portfolio lists.');
    expect(text).toContain('unlisted_etfs = hold leaves it alone.');
    expect(text).toContain('$250.00 by the broker');
  });

  it('says that a stock is never traded', async () => {
    expect(await explained('ACME')).toContain('Never traded: it is no ETF (STK COMMON).');
  });

  it('explains the cash', async () => {
    const text = await explained('CASH');
    expect(text).toContain('Now        $20,000.00');
    expect(text).toContain('buys stop before the cash falls below it');
  });

  it('does not know a symbol, and names the nearest', async () => {
    expect(await run('explain', 'QQZ')).toEqual({
      code: 2,
      out: '',
      err: 'QQZ: neither in the portfolios file nor held by the account; expected a symbol of one of them, or CASH. Did you mean QQQ?\n',
    });
    const far = await run('explain', 'XLK');
    expect(far.err).toContain('There are: ACME, BND, CASH, GLD, IAU, QQQ, SCHD, VTI.');
  });

  it('counts a setting as it is now, and says what has changed', async () => {
    const text = await explained('IAU', '--per-holding-band-bps', '10', '--min-order-usd', '100');
    expect(text).toContain(
      'changed since that run, and counted as they are now: [rebalance]\n           per_holding_band_bps, [rebalance] min_order_usd',
    );
    expect(text).toMatch(/^SELL 8 at a limit/m);
  });

  it.each([
    [['explain'], 'symbol'],
    [['explain', 'VTI', 'BND'], 'too many'],
    [['--confirm', 'explain', 'VTI'], 'explain trades nothing'],
  ])('refuses %j with exit code 2', async ([first = '', ...args], named) => {
    const { code, err } = await run(first, ...args);
    expect(code).toBe(2);
    expect(err).toContain(named);
  });
});

describe('rebalance explain, when the files have changed since the run', () => {
  const withFiles = async (csv: string, more: string, symbol: string): Promise<Ended> => {
    writeFileSync(join(folder, 'other.csv'), csv);
    writeFileSync(join(folder, 'other.ini'), settings(port, more));
    return run('explain', symbol, '--ini', 'other.ini', '--csv', 'other.csv');
  };

  it('does not sell what is listed no more: it says that nobody lists it', async () => {
    const { code, out } = await withFiles('ETF,MAIN\nVTI,20%\nBND,80%\n', '', 'IAU');
    expect(code).toBe(0);
    expect(out).toContain('counted as they are now: target weights');
    expect(out).toContain('an ETF that is held and that no model portfolio lists');
  });

  it.each([
    ['lists a symbol that the run did not see', 'ETF,MAIN\nVTI,20%\nVOO,80%\n', '', 'VOO'],
    ['finds a symbol in another way', portfolios, '[symbol_overrides]\nBND = ARCA\n', 'BND'],
  ])('asks for a new run when a file %s', async (_what, csv, more, symbol) => {
    const { code, out, err } = await withFiles(csv, more, symbol);
    expect([code, out]).toEqual([8, '']);
    expect(err).toContain(`DU1 ${symbol}: nothing about it in the newest saved run`);
  });

  it('lists the problems of a file as every other command does', async () => {
    const { code, err } = await withFiles('ETF,MAIN\nVTI,20%\n', '', 'VTI');
    expect(code).toBe(4);
    expect(err).toContain('other.csv');
  });

  it('asks which account, when the settings name none', async () => {
    writeFileSync(join(folder, 'other.ini'), `[models]\nmain = 1\n`);
    const { code, err } = await run('explain', 'VTI', '--ini', 'other.ini');
    expect([code, err]).toEqual([3, expect.stringContaining('[accounts] ids')]);
  });
});

describe('rebalance explain, when the saved run is not there', () => {
  it('says that there is none yet and how to get one', async () => {
    writeFileSync(join(folder, 'other.ini'), '[accounts]\nids = DU9\n[models]\nmain = 1\n');
    const { code, out, err } = await run('explain', 'VTI', '--ini', 'other.ini');
    expect([code, out]).toEqual([8, '']);
    expect(err).toMatch(/^DU9: no saved run in .*DU9; .* Run rebalance once: .*\n$/);
  });

  it('names a damaged one with its path, and without a stack trace', async () => {
    const runs = join(folder, 'ibkr-etf-rebalancer', 'snapshots', 'DU8');
    mkdirSync(runs, { recursive: true });
    writeFileSync(join(runs, '20260101T000000000Z_R.json'), '{"what":1}');
    writeFileSync(join(folder, 'other.ini'), '[accounts]\nids = DU8\n[models]\nmain = 1\n');
    const { code, err } = await run('explain', 'VTI', '--ini', 'other.ini');
    expect(code).toBe(8);
    expect(err).toContain(join(runs, '20260101T000000000Z_R.json'));
    expect(err).not.toContain('    at ');
  });
});

it('a run saves one snapshot, in the state folder of its user and not among the reports', () => {
  const runs = join(folder, 'ibkr-etf-rebalancer', 'snapshots', 'DU1');
  expect(readdirSync(runs)).toEqual([expect.stringMatching(/^\d{8}T\d{9}Z_[A-Z0-9]+\.json$/)]);
  const reports = readdirSync(join(folder, 'reports'), { recursive: true }).map(String);
  const others = reports.filter(
    (name) => !/\.csv$|pre-trade\.(html|json|md)$|run\.(log|jsonl)$/.test(name),
  );
  // The folders of the runs.
  expect(others.filter((name) => !/^[A-Z0-9]+$/.test(name))).toEqual([]);
});
