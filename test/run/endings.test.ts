import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { workplace, type Running, type Workplace } from '../cli/program.ts';
import { orderMessages, runOnSimulator } from './simulated-run.ts';

const gateway = `
accounts:
  - id: DU1
    cash: { USD: '900.00' }
    positions:
      - { symbol: VTI, shares: 300 }
      - { symbol: BND, shares: 240 }
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
fills: { delay_ms: 1 }
`;
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n';
const resting = gateway.replace("bid: '249.99'", "bid: '249.80'");

describe('a report that cannot be written', () => {
  const full = (refused: 'pre' | 'post') => (kind: 'pre' | 'post') => {
    if (kind === refused) throw new Error('ENOSPC: no space left on device');
  };

  it('before the orders: nothing is sent', async () => {
    const run = await runOnSimulator({ gateway, portfolios, whenWritten: full('pre') });
    expect([run.outcome.kind, run.codes, run.exitCode]).toEqual([
      'refused',
      ['report.unwritten'],
      1,
    ]);
    expect(orderMessages(run.requests)).toBe(0);
  });

  it('after them: it is shown instead, and the run says what became of the orders', async () => {
    const run = await runOnSimulator({ gateway, portfolios, whenWritten: full('post') });
    expect([run.outcome.kind, run.codes, run.exitCode]).toEqual([
      'traded',
      ['report.unwritten'],
      1,
    ]);
    expect(run.screen).toContain('2 of 2 orders filled');
    expect(run.screen).toContain('timestamp_run,account_id,symbol');
  });
});

it('a buy that got less than was approved is told, although all that was sent was filled', async () => {
  // A cash account cannot spend today what it sold today: of 15,000 dollars only 900 are there.
  const run = await runOnSimulator({
    gateway: gateway.replace('- id: DU1', '- id: DU1\n    type: cash'),
    portfolios,
  });
  expect([run.exitCode, run.codes]).toEqual([13, ['orders.incomplete']]);
  expect(run.outcome.problems[0]).toMatchObject({
    where: 'BND BUY',
    found: 'only 8 sent and filled',
  });
});

it('a bug while orders are open is reported, with the orders that it leaves unknown', async () => {
  const run = await runOnSimulator({
    gateway: resting,
    portfolios,
    killSwitch: (simulator) => ({
      pulled: () => {
        if ((simulator.requestCounts()['PLACE_ORDER'] ?? 0) > 0) throw new TypeError('a bug');
        return undefined;
      },
      guard: (work) => work(),
    }),
  });
  expect(run.codes).toContain('internal.bug');
  expect(run.codes).toContain('orders.unknown');
  expect(run.exitCode).toBe(14);
  expect(run.reports.post).toContain('Unknown');
});

describe('the program', () => {
  let place: Workplace;
  afterEach(() => place.close());

  async function start(scenario: string): Promise<Running> {
    place = await workplace(scenario);
    return place.start('--confirm', '--yes');
  }

  function postReport(): string {
    const name = readdirSync(join(place.folder, 'reports')).find((each) => each.includes('_post_'));
    return name === undefined ? '' : readFileSync(join(place.folder, 'reports', name), 'utf8');
  }

  it('goes on to the report when nobody reads its output any more', async () => {
    const { child, ended } = await start(gateway);
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await ended).code).toBe(0);
    expect(postReport()).toContain('Filled');
  });

  it.skipIf(process.platform === 'win32').each(['SIGHUP', 'SIGTERM', 'SIGINT'] as const)(
    'cancels its orders and writes the report at %s',
    async (signal) => {
      const { child, ended } = await start(resting);
      await vi.waitUntil(() => (place.simulator.requestCounts()['PLACE_ORDER'] ?? 0) > 0, 10_000);
      if (signal === 'SIGHUP') child.stdout?.destroy();
      child.kill(signal);
      expect((await ended).code).toBe(130);
      expect(place.simulator.requestCounts()['CANCEL_ORDER']).toBe(1);
      expect(postReport()).toContain('Cancelled');
    },
  );
});
