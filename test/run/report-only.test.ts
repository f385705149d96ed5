/* `--report-only`: what a run saw, or what files say, planned without anybody to connect to. */
import { stripVTControlCharacters } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeProblem, exitCodeOf, type Problem } from '../../src/core/units/problem.ts';
import { failure, success } from '../../src/core/units/result.ts';
import type { KillSwitch, LogEntry, SavedRun } from '../../src/ports.ts';
import { reportOnly, type ReportOnlyRequest } from '../../src/report-only.ts';
import { digestOf } from '../../src/storage/digest.ts';
import { memoryJournals, neverPulled, runOnSimulator } from './simulated-run.ts';

/** A Monday in New York, an hour after the opening. */
const AT = '2026-11-23T15:30:00Z';
const gateway = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
hours: exchange
`;
const settings = '[ibkr]\nport = 4002\n[accounts]\nids = DU1\n[models]\nmain = 1\n';
const FILES: Readonly<Record<string, string>> = {
  'settings.ini': settings,
  'portfolios.csv': 'ETF,MAIN\nVTI,50%\nBND,50%\n',
  'positions.csv': 'symbol,quantity,type,value_usd\nVTI,300,,\nSPY,2,,\nT,5,STK,100\n',
  'cash.csv': 'currency,amount\nUSD,10000\n',
  'prices.csv':
    'symbol,bid,ask,last,close\nVTI,249.99,250.00,250,250\nBND,99.99,100.00,100,100\nSPY,499,501,500,500\n',
};
const statement = { positions: 'positions.csv', cash: 'cash.csv', prices: 'prices.csv' };
const PLAIN = { trade: false, yes: false, dryRun: false, readOnly: false };

let saved: SavedRun;
beforeAll(async () => {
  const run = await runOnSimulator({
    ...{ gateway, portfolios: FILES['portfolios.csv'] ?? '', at: AT },
    permission: { trade: false },
  });
  if (run.saved === undefined) throw new Error('the run has saved nothing');
  saved = run.saved;
});

async function report(
  changed: {
    readonly files?: Readonly<Record<string, string>>;
    readonly request?: Partial<ReportOnlyRequest>;
    readonly saved?: SavedRun | 'none';
    /** The only account that has one. */
    readonly savedFor?: string;
    readonly killSwitch?: KillSwitch;
    readonly laterMs?: number;
    readonly fullDisk?: boolean;
  } = {},
) {
  const files: Readonly<Record<string, string>> = { ...FILES, ...changed.files };
  const lines: string[] = [];
  const logged: LogEntry[] = [];
  const reports: Record<string, string> = {};
  const missing: readonly Problem[] = [
    {
      ...{ code: 'data.no-snapshot', where: 'DU1', found: 'no saved run' },
      ...{ expected: 'one', fix: 'Run rebalance once.' },
    },
  ];
  const outcome = await reportOnly(
    {
      settingsPath: 'settings.ini',
      portfoliosPath: undefined,
      runId: 'LOOK',
      permission: PLAIN,
      statement: undefined,
      ...changed.request,
    },
    {
      clock: { now: () => saved.snapshot.takenAt + (changed.laterMs ?? 0) },
      timeZone: 'Europe/London',
      digestOf,
      journals: memoryJournals(),
      snapshots: {
        keep: () => {
          throw new Error('a look at what is known saves nothing');
        },
        newest: (accountId) =>
          changed.saved === 'none' || (changed.savedFor ?? accountId) !== accountId
            ? failure(missing)
            : success(changed.saved ?? saved),
      },
      files: {
        environment: {},
        read: (path) => Buffer.from(files[path] ?? ''),
        changedAt: (path) => saved.snapshot.takenAt - (path === 'cash.csv' ? 7_200_000 : 60_000),
      },
      screen: { columns: 120, show: (text) => lines.push(stripVTControlCharacters(text)) },
      reachOut: () => ({
        killSwitch: changed.killSwitch ?? neverPulled,
        log: { write: (entry) => logged.push(entry) },
        reports: {
          write: ({ kind, form, text }) => {
            if (changed.fullDisk === true) throw new Error('ENOSPC');
            reports[`${kind}.${form}`] = text;
            return `${kind}.${form}`;
          },
        },
      }),
    },
  );
  const { problems } = outcome;
  const said = problems.map(describeProblem).join('\n');
  const ending = [outcome.kind, exitCodeOf(problems)];
  return { ending, said, screen: lines.join('\n'), reports, logged };
}

describe('from the newest saved run', () => {
  it('shows the plan that a run would, with limits, and says how old its facts are', async () => {
    const { ending, screen, reports, logged } = await report({ laterMs: 3 * 3_600_000 });
    expect(ending).toEqual(['report-only', 0]);
    expect(screen).toMatch(/^VTI .* SELL +\d+ +250\.00 +249\.99 /m);
    expect(screen).toMatch(/^BND .* BUY +\d+ +100\.00 +100\.00 /m);
    expect(screen).toContain('SIMULATED REPORT ONLY  DU1');
    expect(screen).toContain('Planned on what run TEST saw at 2026-11-23 15:30:0');
    expect(screen).toContain('3 hours old. Nothing was read from the broker now.');
    expect(Object.keys(reports)).toEqual(['pre.csv', 'pre.md', 'pre.json', 'pre.html']);
    expect(reports['pre.csv']).toContain('BND,false,50.0000');
    expect(logged.at(-1)).toMatchObject({ event: 'outcome', text: 'report-only' });
  });

  it('counts the files as they are now and says what has changed', async () => {
    const { ending, screen } = await report({
      files: { 'portfolios.csv': 'ETF,MAIN\nVTI,100%\nBND,0%\n' },
    });
    expect(ending).toEqual(['report-only', 0]);
    expect(screen).toContain('counted as it is now: target weights');
    expect(screen).toMatch(/^VTI .* BUY /m);
  });

  it.each([
    ['without one', { saved: 'none' as const }, 'no saved run'],
    [
      'with one that knows too little',
      { files: { 'portfolios.csv': 'ETF,MAIN\nVTI,50%\nQQQ,50%\n' } },
      'DU1 QQQ: nothing about it in the newest saved run',
    ],
  ])('%s ends with 8 and names both remedies', async (_, changed, words) => {
    const { ending, said } = await report(changed);
    expect(ending).toEqual(['refused', 8]);
    expect(said).toContain(words);
    expect(said).toContain('Run rebalance once');
    expect(said).toContain('--positions, --cash and --prices');
  });

  it('works with read_only, a kill switch and a closed market, and says so', async () => {
    const killSwitch: KillSwitch = { pulled: () => 'kill-switch', guard: (work) => work() };
    const night = 9 * 3_600_000;
    const { ending, screen } = await report({ killSwitch, laterMs: night });
    expect(ending).toEqual(['report-only', 0]);
    expect(screen).toContain('Nothing can be sent now:');
    expect(screen).toContain('read_only = true');
    expect(screen).toContain('the kill switch file is there');
    expect(screen).toContain('the market is closed');
  });
});

describe('from files', () => {
  it('plans them, with the age of the oldest, and marks every contract as not checked', async () => {
    const { ending, screen, reports } = await report({ request: { statement }, saved: 'none' });
    expect(ending).toEqual(['report-only', 0]);
    expect(screen).toMatch(/^BND .* BUY +\d+ +100\.00 +100\.00 /m);
    expect(screen).toContain('PAPER REPORT ONLY  DU1');
    expect(screen).toContain(
      'Planned on positions.csv, cash.csv and prices.csv, the oldest of which is of 2026-11-23 13:30:0',
    );
    expect(screen).toContain('2 hours old');
    expect(screen).toContain('New: BND, not checked with the broker');
    expect(screen).toContain('Held and in no model portfolio, left alone: SPY.');
    expect(screen).not.toContain('trading hours that the broker does not tell');
    expect(screen).not.toContain('no figure of the broker');
    expect(reports['pre.csv']).toMatch(/,VTI,false,.*not checked with the broker/);
    // 10,000 + 75,000 + 1,000 of SPY and 100 of T.
    expect(reports['pre.json']).toContain('"netliq_usd": "86100.00"');
  });

  it('plans a conversion with the rate of the files', async () => {
    const { ending, screen } = await report({
      request: { statement },
      files: {
        'settings.ini': `${settings}[fx]\nenabled = true\n`,
        'cash.csv': 'currency,amount\nUSD,0\nCAD,20000\n',
        'positions.csv': 'symbol,quantity\nVTI,50\n',
        'prices.csv': `${FILES['prices.csv'] ?? ''}USD.CAD,1.35,1.3501,,\n`,
      },
    });
    expect(ending).toEqual(['report-only', 0]);
    expect(screen).toMatch(/\(Convert \$[\d,]+ \/ Buy /);
  });

  it('refuses a mistake in them with 8, and plans nothing', async () => {
    const { ending, said, screen } = await report({
      request: { statement },
      files: { 'prices.csv': 'symbol,last\nVTI,250\n' },
    });
    expect(ending).toEqual(['refused', 8]);
    expect(said).toContain('prices.csv: no price of BND, SPY');
    expect(screen).toBe('');
  });

  it('refuses an account that cannot be planned', async () => {
    const { ending, said } = await report({
      request: { statement },
      files: { 'cash.csv': 'currency,amount\nUSD,-76000\n' },
    });
    expect([ending, said]).toEqual([['refused', 8], expect.stringContaining('against a cash')]);
  });
});

describe('several accounts', () => {
  const files = { 'settings.ini': settings.replace('DU1', 'DU1, DU2') };

  it('are planned each from its own run; one without a run keeps the other not back', async () => {
    const { ending, said, screen } = await report({ files, savedFor: 'DU1' });
    expect(ending).toEqual(['refused', 8]);
    expect(said).toContain('no saved run');
    expect(screen).toContain('SIMULATED REPORT ONLY  DU1');
  });

  it('need the one named that files are about', async () => {
    const { ending, said } = await report({ files, request: { statement } });
    expect([ending, said]).toEqual([['refused', 3], expect.stringContaining('--account')]);
  });
});

it('beats every flag that trades: nobody is there to ask or to send to', async () => {
  const permission = { ...PLAIN, trade: true, yes: true, accountKind: 'paper' as const };
  expect((await report({ request: { permission } })).ending).toEqual(['report-only', 0]);
});

it('refuses settings that name no account, and files with mistakes', async () => {
  const none = settings.replace('ids = DU1', '');
  expect((await report({ files: { 'settings.ini': none } })).ending).toEqual(['refused', 3]);
  expect((await report({ files: { 'portfolios.csv': 'x' } })).ending).toEqual(['refused', 4]);
});

it('says when its report cannot be written', async () => {
  expect((await report({ fullDisk: true })).ending).toEqual(['refused', 1]);
});
