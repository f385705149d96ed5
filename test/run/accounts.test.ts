/* Runs over several accounts of one login, against the simulator. */
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { failure, success } from '../../src/core/units/result.ts';
import type { KillSwitch } from '../../src/ports.ts';
import { memoryJournals, orderMessages, runOnSimulator, type RunSetup } from './simulated-run.ts';

const gateway = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }, { symbol: BND, shares: 150 }]
  - id: DU2
    cash: { USD: '50000.00' }
    positions: [{ symbol: VTI, shares: 20 }]
  - id: DU3
    cash: { USD: '40000.00' }
    positions: [{ symbol: BND, shares: 100 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
  QQQ: { bid: '499.99', ask: '500.00', last: '500.00', close: '500.00' }
fills: { delay_ms: 1 }
`;
const portfolios = 'ETF,CALM,BOLD\nVTI,40%,20%\nBND,60%,0%\nQQQ,0%,80%\n';

function settingsFor(ids: string, more = ''): string {
  return `[ibkr]
read_only = false
[accounts]
ids = ${ids}
[models]
calm = 1
bold = 0
[rebalance]
unlisted_etfs = hold
[safety]
require_whatif = false
${more}`;
}

function run(ids: string, setup: Partial<RunSetup> = {}, more = '') {
  return runOnSimulator({ gateway, portfolios, ...setup, settings: settingsFor(ids, more) });
}

type Ran = Awaited<ReturnType<typeof runOnSimulator>>;

function heldBy({ audit }: Ran, id: string): Record<string, number> {
  const positions = audit.accounts.find(({ account }) => account === id)?.positions ?? {};
  return Object.fromEntries(
    Object.entries(positions).map(([symbol, shares]) => [symbol, Number(shares) / 10_000]),
  );
}

function rowsOf(csv: string | undefined): Record<string, string>[] {
  return parse(csv ?? '', { columns: true });
}

const untouched = { DU1: { VTI: 300, BND: 150 }, DU2: { VTI: 20 }, DU3: { BND: 100 } };

describe('a run over several accounts', () => {
  it('trades each by its own plan, one after the other, and asks the market once', async () => {
    const bold = '[account:DU2]\ncalm = 0\nbold = 1\n';
    const ran = await run('DU1, DU2, DU3', {}, bold);
    expect([ran.outcome.kind, ran.exitCode]).toEqual(['traded', 0]);
    expect(ran.audit.ok).toBe(true);
    // DU1: E = 99,000, so 39,600 of VTI and 59,400 of BND. DU2: E = 54,450, BOLD: 10,890 of VTI and
    // 43,560 of QQQ, whose last share and one of VTI more would leave less than 1% of cash.
    expect(heldBy(ran, 'DU1')).toEqual({ VTI: 158, BND: 594 });
    expect(heldBy(ran, 'DU2')).toEqual({ VTI: 43, QQQ: 87 });
    expect(heldBy(ran, 'DU3')).toEqual({ VTI: 79, BND: 297 });
    expect(ran.requests).toMatchObject({
      REQ_CONTRACT_DATA: 3,
      REQ_MKT_DATA: 3,
      PLACE_ORDER: 6,
    });
    expect(ran.questions).toEqual([
      'DU1: proceed? [y/N]: ',
      'DU2: proceed? [y/N]: ',
      'DU3: proceed? [y/N]: ',
    ]);
    // Every question before the first order, and no order of an account before the last of another.
    const lines = ran.screen.split('\n');
    const starts = ['DU1', 'DU2', 'DU3'].map((id) => lines.indexOf(id));
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(starts).not.toContain(-1);
  });

  it('reports all of them in one file, side by side and together', async () => {
    const ran = await run('DU1, DU2');
    for (const kind of ['pre', 'post'] as const) {
      const rows = rowsOf(ran.reports[kind]);
      expect([...new Set(rows.map((row) => row['account_id']))]).toEqual(['DU1', 'DU2']);
      const json = JSON.parse(ran.files[`${kind}.json`] ?? '') as {
        accounts: { account_id: string; figures: Record<string, string> }[];
        combined: {
          account_totals: Record<string, string>;
          symbols: Record<string, string>[];
        };
      };
      expect(json.accounts.map(({ account_id: id }) => id)).toEqual(['DU1', 'DU2']);
      const netLiqs = json.accounts.map(({ figures }) => Number(figures['netliq_usd']));
      expect(Number(json.combined.account_totals['netliq_usd'])).toBeCloseTo(
        netLiqs.reduce((sum, each) => sum + each, 0),
        2,
      );
      const symbols = json.combined.symbols.map((row) => row['symbol']);
      expect(symbols).toEqual(['BND', 'QQQ', 'VTI', 'CASH']);
    }
    expect(ran.screen).toContain('2 accounts');
    expect(ran.screen).toMatch(/^Together +155,000 /m);
  });

  it('asks once for all of them where the settings say so', async () => {
    const more = '';
    const ran = await runOnSimulator({
      gateway,
      portfolios,
      settings: settingsFor('DU1, DU3', more).replace(
        'ids = DU1, DU3',
        'ids = DU1, DU3\nconfirm_mode = global',
      ),
    });
    expect(ran.questions).toEqual(['Proceed with these 2 accounts: DU1, DU3? [y/N]: ']);
    // A prompt for several accounts once sent a buy twice elsewhere: each order goes out once.
    expect(ran.requests['PLACE_ORDER']).toBe(4);
    expect([heldBy(ran, 'DU1'), heldBy(ran, 'DU3')]).toEqual([
      { VTI: 158, BND: 594 },
      { VTI: 79, BND: 297 },
    ]);
    expect(heldBy(ran, 'DU2')).toEqual(untouched.DU2);
  });

  it('leaves an account alone that was answered with no', async () => {
    const ran = await run('DU1, DU3', { answers: ['no', 'yes'] });
    expect([ran.outcome.kind, ran.exitCode]).toEqual(['traded', 0]);
    expect(heldBy(ran, 'DU1')).toEqual(untouched.DU1);
    expect(heldBy(ran, 'DU3')).toEqual({ VTI: 79, BND: 297 });
    const rows = rowsOf(ran.reports.post).filter((row) => row['account_id'] === 'DU1');
    expect(rows.map((row) => row['exec_qty_shares']).filter((cell) => cell !== '')).toEqual([
      '0',
      '0',
      '0',
    ]);
    expect(ran.screen).toContain('DU1: not traded: the answer was no.');
  });

  it.each(['interrupted', 'no-answer'] as const)(
    'sends nothing at all when a later question is %s',
    async (answer) => {
      const ran = await run('DU1, DU3', { answers: ['yes', answer] });
      expect(ran.outcome.kind).toBe('refused');
      expect(ran.exitCode).toBe(answer === 'interrupted' ? 130 : 2);
      expect(orderMessages(ran.requests)).toBe(0);
    },
  );

  it.each([
    [4, 'traded', []],
    [6, 'refused', ['safety.expired', 'safety.expired']],
  ] as const)(
    'counts a yes that waited %i minutes for the next answer as %s',
    async (minutes, kind, codes) => {
      const ran = await run('DU1, DU3', {
        whenAsked: (_simulator, { asked, pass }) => {
          if (asked === 2) pass(minutes * 60_000);
        },
      });
      expect([ran.outcome.kind, ran.codes]).toEqual([kind, codes]);
      expect(orderMessages(ran.requests)).toBe(kind === 'traded' ? 4 : 0);
    },
  );

  it('sends nothing with --dry-run, and reports what it would', async () => {
    const ran = await run('DU1, DU2, DU3', { permission: { trade: true, dryRun: true } });
    expect([ran.outcome.kind, ran.exitCode, ran.questions]).toEqual(['dry-run', 0, []]);
    expect(orderMessages(ran.requests)).toBe(0);
    expect(new Set(rowsOf(ran.reports.pre).map((row) => row['account_id'])).size).toBe(3);
  });
});

describe('what fails in one account keeps no other back:', () => {
  it('an order that is rejected', async () => {
    const rejecting = `${gateway}events:
  - { on: { request: PLACE_ORDER, nth: 1 }, do: reject, code: 201, text: 'Order rejected' }
`;
    const ran = await run('DU1, DU3', { gateway: rejecting });
    expect([ran.outcome.kind, ran.exitCode]).toEqual(['traded', 13]);
    expect(heldBy(ran, 'DU3')).toEqual({ VTI: 79, BND: 297 });
    expect(ran.outcome.problems.map(({ where }) => where)).toEqual(
      ran.outcome.problems.map(() => expect.stringContaining('DU1') as unknown),
    );
  });

  it('an account that the login does not see', async () => {
    const ran = await run('DU9, DU3');
    expect([ran.outcome.kind, ran.exitCode, ran.codes]).toEqual([
      'traded',
      3,
      ['settings.account'],
    ]);
    expect(heldBy(ran, 'DU3')).toEqual({ VTI: 79, BND: 297 });
  });

  it('a symbol that only its own portfolios name', async () => {
    const odd = 'ETF,CALM,BOLD\nVTI,40%,100%\nNOPE,60%,0%\n';
    const setup = { portfolioFiles: { 'odd.csv': odd } };
    const ran = await run('DU1, DU3', setup, '[account:DU1]\npath = odd.csv\n');
    expect([ran.outcome.kind, ran.codes, ran.exitCode]).toEqual([
      'traded',
      ['contract.not-found'],
      7,
    ]);
    expect(heldBy(ran, 'DU3')).toEqual({ VTI: 79, BND: 297 });
  });

  it('a run that another process has', async () => {
    const problem = {
      code: 'safety.locked',
      where: 'DU1',
      found: 'another run',
      expected: 'none',
      fix: 'Wait.',
    } as const;
    const locks = {
      take: (id: string) =>
        id === 'DU1' ? failure<never>([problem]) : success({ release: () => undefined }),
    };
    const ran = await run('DU1, DU3', { locks });
    expect(ran.questions).toEqual(['DU3: proceed? [y/N]: ']);
    expect([ran.outcome.kind, ran.codes]).toEqual(['traded', ['safety.locked']]);
    expect(heldBy(ran, 'DU1')).toEqual(untouched.DU1);
  });
});

describe('what is about the run stops it for every account:', () => {
  it('a cap that the accounts pass together', async () => {
    const ran = await run('DU1, DU3', {}, 'max_orders = 3\n');
    expect([ran.outcome.kind, ran.codes, ran.exitCode]).toEqual(['refused', ['safety.cap'], 12]);
    expect(ran.outcome.problems[0]).toMatchObject({
      where: 'all 2 accounts together',
      found: '4 orders',
    });
    expect(orderMessages(ran.requests)).toBe(0);
  });

  it('the kill switch: what is not begun stays so', async () => {
    let sent = 0;
    const killSwitch = (): KillSwitch => ({
      pulled: () => (sent > 0 ? 'kill-switch' : undefined),
      guard: (work) => work(),
    });
    const ran = await run('DU1, DU3', {
      killSwitch,
      onScreen: (text) => {
        if (text.includes('filled')) sent += 1;
      },
    });
    expect(ran.exitCode).toBe(13);
    expect(ran.codes).toContain('safety.kill-switch');
    expect(heldBy(ran, 'DU3')).toEqual(untouched.DU3);
    expect(ran.outcome.problems.find(({ where }) => where === 'DU3')?.found).toContain('not begun');
  });

  it.each([
    [30, { VTI: 79, BND: 297 }],
    [70, untouched.DU3],
  ] as const)(
    'the time that the run may take, counted from its first order (%i s later)',
    async (seconds, held) => {
      let ahead = 0;
      const ran = await run(
        'DU1, DU3',
        {
          clock: { now: () => Date.now() + ahead },
          onScreen: (text) => {
            if (text === '\nDU3') ahead += seconds * 1000;
          },
        },
        'max_run_minutes = 1\n',
      );
      expect(heldBy(ran, 'DU1')).toEqual({ VTI: 158, BND: 594 });
      expect(heldBy(ran, 'DU3')).toEqual(held);
      const late = ran.outcome.problems.filter(({ found }) => found.includes('max_run_minutes'));
      expect(late.length).toBe(held === untouched.DU3 ? 2 : 0);
    },
  );
});

it('a bug in a later account keeps no report back about the one that has traded', async () => {
  let inSecond = false;
  const killSwitch = (): KillSwitch => ({
    pulled: () => {
      if (inSecond) throw new TypeError('a bug');
      return undefined;
    },
    guard: (work) => work(),
  });
  const ran = await run('DU1, DU2, DU3', {
    killSwitch,
    onScreen: (text) => (inSecond ||= text === '\nDU2'),
  });
  expect([ran.outcome.kind, ran.exitCode]).toEqual(['traded', 1]);
  const first = rowsOf(ran.reports.post).filter((row) => row['account_id'] === 'DU1');
  expect(first.map((row) => row['exec_qty_shares'])).toContain('444');
  // A state that makes no sense stops the sending for the accounts that come after it.
  expect(heldBy(ran, 'DU3')).toEqual(untouched.DU3);
  const last = ran.outcome.problems.find(({ where }) => where === 'DU3');
  expect(last?.found).toContain('not begun');
});

it('settings of one account are of that account alone, down to its orders', async () => {
  const journals = memoryJournals();
  const ran = await run(
    'DU1, DU3',
    { journals },
    '[account:DU3]\nexecution.order_type = market\nmin_order_usd = 25000\n',
  );
  const tickets = (id: string) =>
    journals
      .all(id)
      .flatMap((each) => (each.ok ? each.value.events : []))
      .flatMap((event) => (event.kind === 'intent' ? [event.ticket] : []));
  expect(tickets('DU1').map(({ limit }) => limit === undefined)).toEqual([false, false]);
  // Only BND is as large as that: 19,700 of it are to be bought, and 19,750 of VTI.
  expect(tickets('DU3')).toEqual([]);
  for (const id of ['DU1', 'DU3']) {
    for (const ticket of tickets(id)) expect(ticket.accountId).toBe(id);
  }
  expect(ran.exitCode).toBe(0);
});

it('an order id that any account has used is never used again, whatever the gateway offers', async () => {
  const journals = memoryJournals();
  const idsOf = (id: string): number[] =>
    journals
      .all(id)
      .flatMap((each) => (each.ok ? each.value.events : []))
      .flatMap((event) => (event.kind === 'intent' ? [event.orderId] : []));
  await run('DU1', { journals });
  // Another gateway, which begins to count anew, as one does after it was set back.
  await run('DU3', { journals, runId: 'NEXT' });
  expect(idsOf('DU1')).toEqual([1, 2]);
  expect(idsOf('DU3')).toEqual([3, 4]);
});
