import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { formatShares } from '../../src/core/units/shares.ts';
import { asUsd, formatUsd } from '../../src/core/units/usd.ts';
import type { Simulator } from '../../simulator/start-simulator.ts';
import { wholeShares } from '../../src/core/units/shares.ts';
import { TwsBroker } from '../../src/broker/tws-broker.ts';
import { orderMessages, runOnSimulator, type RunResult, type RunSetup } from './simulated-run.ts';

/** 100,000 dollars: VTI too heavy, BND too light, QQQ not held yet. Spreads of one cent. */
const drifted = `
accounts:
  - id: DU1
    cash: { USD: '10000.00', CAD: '500.00' }
    positions:
      - { symbol: VTI, shares: 300 }
      - { symbol: BND, shares: 150 }
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
  QQQ: { bid: '499.99', ask: '500.00', last: '500.00', close: '500.00' }
fills: { delay_ms: 1 }
`;
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,30%\nQQQ,20%\n';

function rowsOf(csv: string | undefined): Record<string, string>[] {
  return parse(csv ?? '', { columns: true });
}

/** Cash and positions of the post-trade report against the simulator's own books. */
function expectReportEqualsBooks({ reports, audit }: RunResult): void {
  expect(audit.differences).toEqual([]);
  const [account] = audit.accounts;
  const rows = rowsOf(reports.post);
  const cash = rows.find((row) => row['symbol'] === 'CASH');
  expect(cash?.['value_usd']).toBe(formatUsd(asUsd(account?.cash.USD ?? 0n)));
  const held = rows
    .filter((row) => row['is_cash'] === 'false' && row['new_qty_shares'] !== '0')
    .map((row) => [row['symbol'], row['new_qty_shares']]);
  const booked = Object.entries(account?.positions ?? {}).map(([symbol, quantity]) => [
    symbol,
    formatShares(quantity),
  ]);
  expect(held.sort()).toEqual(booked.sort());
}

describe('an approved plan', () => {
  it('sells, buys with the proceeds, and reports what the books say', async () => {
    const run = await runOnSimulator({ gateway: drifted, portfolios });
    expect(run.outcome).toEqual({ kind: 'traded', problems: [] });
    expect(run.questions).toEqual(['Proceed? [y/N]: ']);
    expectReportEqualsBooks(run);
    // 1% of 100,000 is the buffer: VTI 49,500, BND 29,700, QQQ 19,800.
    expect(run.audit.accounts[0]?.positions).toEqual({
      VTI: 198n * 10_000n,
      BND: 297n * 10_000n,
      QQQ: 39n * 10_000n,
    });
    const post = rowsOf(run.reports.post);
    expect(post.filter((row) => row['is_cash'] === 'false').map((row) => row['in_band'])).toEqual([
      'true',
      'true',
      'true',
    ]);
    expect(run.requests['PLACE_ORDER']).toBe(3);
  });

  it('writes the columns of the requirement text first, in its order', async () => {
    const { reports } = await runOnSimulator({ gateway: drifted, portfolios });
    expect(reports.pre).toMatch(
      /^timestamp_run,account_id,symbol,is_cash,target_wt_pct,current_wt_pct,drift_pct,drift_usd,action,qty_shares,est_price,order_type,algo,est_value_usd,pre_gross_exposure,post_gross_exposure,pre_leverage,post_leverage,/,
    );
    expect(reports.post).toMatch(
      /^timestamp_run,account_id,symbol,is_cash,new_qty_shares,new_wt_pct,exec_qty_shares,exec_price,exec_value_usd,post_gross_exposure,post_leverage,status,error,notes,/,
    );
  });

  it('goes out as market orders when the settings say so', async () => {
    const settings = '[execution]\norder_type = market\n';
    const run = await runOnSimulator({ gateway: drifted, portfolios, settings });
    expect(run.outcome.problems).toEqual([]);
    expect(rowsOf(run.reports.pre).map((row) => row['order_type'])).toEqual([
      'MKT',
      'MKT',
      'MKT',
      '',
    ]);
    expectReportEqualsBooks(run);
  });

  it('sends one order at a time when orders are not batched', async () => {
    const settings = '[execution]\nbatch_orders = false\n';
    const run = await runOnSimulator({ gateway: drifted, portfolios, settings });
    expect(run.outcome.problems).toEqual([]);
    // Every order is filled before the next one is sent.
    const events = run.screen.split('\n').filter((line) => /: sent as order| filled at/.test(line));
    expect(events.map((line) => (line.includes('sent') ? 'sent' : 'filled'))).toEqual([
      'sent',
      'filled',
      'sent',
      'filled',
      'sent',
      'filled',
    ]);
  });

  it('fills in pieces and counts every piece once', async () => {
    const gateway = drifted.replace('delay_ms: 1', 'delay_ms: 1, max_shares_per_fill: 20');
    const run = await runOnSimulator({ gateway, portfolios });
    expect(run.outcome.problems).toEqual([]);
    expectReportEqualsBooks(run);
  });

  it('is not needed when everything is inside its band', async () => {
    const gateway = drifted
      .replace('shares: 300', 'shares: 198')
      .replace('shares: 150', 'shares: 297')
      .replace("'10000.00'", "'20800.00'");
    const run = await runOnSimulator({
      gateway,
      portfolios: 'ETF,MAIN\nVTI,50%\nBND,30%\nCASH,20%\n',
    });
    expect(run.outcome).toEqual({ kind: 'nothing-to-do', problems: [] });
    expect(run.questions).toEqual([]);
    expect(run.screen).toContain('Nothing to trade.');
  });
});

describe('nothing is sent', () => {
  const cases: [
    string,
    Parameters<typeof runOnSimulator>[0],
    RunResult['outcome']['kind'],
    number,
  ][] = [
    [
      'without a flag',
      { gateway: drifted, portfolios, permission: { trade: false } },
      'preview',
      0,
    ],
    ['by --dry-run', { gateway: drifted, portfolios, permission: { dryRun: true } }, 'dry-run', 0],
    [
      'by --dry-run with --yes',
      { gateway: drifted, portfolios, permission: { dryRun: true, yes: true } },
      'dry-run',
      0,
    ],
    [
      'by --read-only, after a yes',
      { gateway: drifted, portfolios, permission: { readOnly: true } },
      'read-only',
      0,
    ],
    [
      'by --read-only with --yes',
      { gateway: drifted, portfolios, permission: { readOnly: true, yes: true } },
      'read-only',
      0,
    ],
    ['after a no', { gateway: drifted, portfolios, answer: 'no' }, 'declined', 0],
    [
      'when nobody can be asked',
      { gateway: drifted, portfolios, answer: 'no-answer' },
      'refused',
      2,
    ],
    [
      'after Ctrl-C at the question',
      { gateway: drifted, portfolios, answer: 'interrupted' },
      'refused',
      130,
    ],
  ];
  it.each(cases)('%s', async (_name, setup, kind, exitCode) => {
    const run = await runOnSimulator(setup);
    expect(run.outcome.kind).toBe(kind);
    expect(run.exitCode).toBe(exitCode);
    expect(orderMessages(run.requests)).toBe(0);
    expect(run.reports.pre).toContain('VTI');
    expect(run.reports.post).toBeUndefined();
  });
});

describe('a gate that is closed ends a trading run after the preview, unasked', () => {
  it('read_only in the settings', async () => {
    const settings = '[ibkr]\nread_only = true\n[accounts]\nids = DU1\n[models]\nmain = 1.0\n';
    const run = await runOnSimulator({ gateway: drifted, portfolios, settings });
    expect([run.codes, run.exitCode]).toEqual([['safety.read-only'], 12]);
    expect([run.questions, orderMessages(run.requests)]).toEqual([[], 0]);
  });

  it('an open order of anyone on a symbol to be traded', async () => {
    let other: TwsBroker | undefined;
    const run = await runOnSimulator({
      gateway: drifted,
      portfolios,
      // Another program of the same account, before ours connects.
      through: async (port) => {
        const clock = { now: () => Date.now() };
        other = new TwsBroker({
          host: '127.0.0.1',
          port,
          clientId: 7,
          clock,
          fallbackToSnapshot: false,
        });
        await placeRestingBuy(other);
        return port;
      },
    });
    await other?.close();
    expect([run.codes, run.exitCode]).toEqual([['safety.open-orders'], 12]);
    expect(run.requests['PLACE_ORDER']).toBe(1);
  });

  it('an ETF that no model lists, as long as nothing says what to do with it', async () => {
    const gateway = drifted
      .replace(
        '- { symbol: BND, shares: 150 }',
        '- { symbol: BND, shares: 150 }\n      - { symbol: GLD, shares: 40 }',
      )
      .replace(
        'quotes:',
        "quotes:\n  GLD: { bid: '247.59', ask: '247.60', last: '247.60', close: '247.00' }",
      );
    const undecided = await runOnSimulator({ gateway, portfolios });
    expect([undecided.codes, undecided.exitCode]).toEqual([['safety.unlisted'], 12]);
    expect(orderMessages(undecided.requests)).toBe(0);

    const hold = await runOnSimulator({
      gateway,
      portfolios,
      settings: '[rebalance]\nunlisted_etfs = hold\n',
    });
    expect(hold.outcome.problems).toEqual([]);
    expect(hold.audit.accounts[0]?.positions['GLD']).toBe(400_000n);

    const sell = await runOnSimulator({
      gateway,
      portfolios,
      settings: '[rebalance]\nunlisted_etfs = sell\n',
    });
    expect(sell.outcome.problems).toEqual([]);
    expect(sell.audit.accounts[0]?.positions['GLD']).toBeUndefined();
    expectReportEqualsBooks(sell);
  });

  it('the kill switch', async () => {
    const run = await runOnSimulator({
      gateway: drifted,
      portfolios,
      killSwitch: () => ({ pulled: () => 'kill-switch', guard: (work) => work() }),
    });
    expect([run.codes, run.exitCode]).toEqual([['safety.kill-switch'], 12]);
    expect(orderMessages(run.requests)).toBe(0);
  });
});

describe('between the question and the answer', () => {
  it('an account that changed makes the plan void', async () => {
    let other: TwsBroker | undefined;
    const run = await runOnSimulator({
      gateway: drifted,
      portfolios,
      whenAsked: async (simulator) => {
        const clock = { now: () => Date.now() };
        other = new TwsBroker({
          host: '127.0.0.1',
          port: simulator.port,
          clientId: 7,
          clock,
          fallbackToSnapshot: false,
        });
        await placeRestingBuy(other);
      },
    });
    await other?.close();
    expect(run.codes).toContain('safety.changed');
    expect(run.exitCode).toBe(12);
    expect(run.requests['PLACE_ORDER']).toBe(1);
  });
});

describe('a plan that is void when its answer comes', () => {
  /** The first answer comes after more than five minutes. */
  const slowly = (answers: RunSetup['answers'], minutes: readonly number[]) =>
    runOnSimulator({
      gateway: drifted,
      portfolios,
      at: '2026-01-15T15:30:00Z',
      ...(answers && { answers }),
      whenAsked: (_, { pass, asked }) => {
        pass((minutes[asked - 1] ?? 0) * 60_000);
      },
    });

  it('is made anew and asked about once more, and only what is different is shown', async () => {
    const run = await slowly(['yes', 'yes'], [6]);
    expect(run.questions.length).toBe(2);
    expect(run.screen).toContain('DU1: an answer more than five minutes after the quotes.');
    expect(run.screen).toContain('Planned anew from the account and the prices as they are now.');
    expect(run.screen).toContain('  nothing that is traded');
    expect([run.outcome.kind, run.exitCode]).toEqual(['traded', 0]);
  });

  it('is given up when the answers keep coming too late', async () => {
    const run = await slowly(['yes'], [6, 6, 6, 6]);
    expect(run.questions.length).toBe(4);
    expect([run.outcome.kind, run.codes, run.exitCode]).toEqual([
      'refused',
      ['safety.expired'],
      12,
    ]);
    expect(orderMessages(run.requests)).toBe(0);
  });

  it('is not traded when the second answer is no', async () => {
    const run = await slowly(['yes', 'no'], [6]);
    expect([run.outcome.kind, run.exitCode]).toEqual(['declined', 0]);
    expect(orderMessages(run.requests)).toBe(0);
  });

  it('is not asked about again when it was another machine that traded', async () => {
    const run = await runOnSimulator({
      gateway: drifted,
      portfolios,
      whenAsked: (simulator) => sellByHand(simulator, 40, 'rb.ELSEWHERE.DU1.1.1'),
    });
    expect(run.questions.length).toBe(1);
    expect([run.outcome.kind, run.codes, run.exitCode]).toEqual([
      'refused',
      ['safety.other-machine'],
      15,
    ]);
    expect(orderMessages(run.requests)).toBe(0);
  });

  it('shows which trades are other ones', async () => {
    const run = await runOnSimulator({
      gateway: drifted,
      portfolios,
      whenAsked: async (simulator, { asked }) => {
        if (asked === 1) await sellByHand(simulator, 40);
      },
    });
    expect(run.questions.length).toBe(2);
    expect(run.screen).toMatch(
      /DU1: cash, position VTI \(\d+\) changed while the plan was shown\./,
    );
    expect(run.screen).toMatch(/^ {2}SELL VTI \d+ at [\d.]+, now \d+ at [\d.]+$/m);
    expect([run.outcome.kind, run.exitCode, run.audit.ok]).toEqual(['traded', 0, true]);
  });
});

/** Somebody else sells VTI, by default a person in TWS; resolves when it is sold. */
async function sellByHand({ engine }: Simulator, quantity: number, orderRef = ''): Promise<void> {
  const filled = new Promise<void>((resolve) => {
    engine.listen((event) => {
      if (event.kind === 'status' && event.order.status === 'Filled') resolve();
    });
  });
  const vti = engine.setup.contracts.find(({ symbol }) => symbol === 'VTI')!;
  engine.place({
    ...{ clientId: 0, orderId: 1, account: 'DU1', action: 'SELL', orderType: 'MKT' },
    contract: {
      ...{ conId: vti.conId, symbol: 'VTI', secType: 'STK', exchange: 'SMART' },
      ...{ primaryExchange: '', currency: 'USD', localSymbol: '', tradingClass: '' },
    },
    quantity: wholeShares(BigInt(quantity)),
    ...{ limitPrice: null, stopPrice: null, algo: null, timeInForce: 'DAY' },
    ...{ outsideRth: false, orderRef, transmit: true, whatIf: false },
  });
  await filled;
}

/** A buy of one BND far below the market, which stays open. */
async function placeRestingBuy(broker: TwsBroker): Promise<void> {
  await broker.connect();
  const { contracts } = await broker.findContracts([{ symbol: 'BND', override: undefined }]);
  const contract = contracts.get('BND')!;
  const { price } = await import('../../src/core/units/price.ts');
  const { shares } = await import('../../src/core/units/shares.ts');
  await broker.placeOrder(broker.newOrderId(), {
    kind: 'shares',
    orderRef: 'by-hand',
    accountId: 'DU1',
    contract,
    side: 'BUY',
    quantity: shares('1'),
    limit: price('50'),
    countedAt: price('50'),
    algo: undefined,
  });
  while ((await broker.readOpenOrders()).length === 0);
}
