import { describe, expect, it } from 'vitest';
import type { ApprovedFacts, Ceiling } from '../approval/ceiling.ts';
import type { TradePlan } from '../plan/trade-plan.ts';
import { exampleContract, plannerInput, type Example } from '../testing/example-account.ts';
import { lineOf, planOf, tradesOf } from '../testing/example-plan.ts';
import { exampleApproval, exampleCeiling } from '../testing/example-run.ts';
import { price } from '../units/price.ts';
import { ratio } from '../units/ratio.ts';
import { shares, SMALLEST_FRACTION } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { planRest } from './plan-rest.ts';

/** Sells 20 of AAA for 20 of CCC; BBB and DDD are on their targets. All at 99.99 x 100.01. */
const account: Example = {
  cash: '100',
  etfs: [
    { symbol: 'AAA', weight: '30', held: '50' },
    { symbol: 'BBB', weight: '20', held: '20' },
    { symbol: 'CCC', weight: '40', held: '20' },
    { symbol: 'DDD', weight: '10', held: '10' },
  ],
  rebalance: { cashBuffer: { kind: 'abs', amount: usd('100') } },
};

const sell = (symbol: string, quantity: string, different: Partial<Ceiling> = {}): Ceiling =>
  exampleCeiling({
    contract: exampleContract(symbol),
    side: 'SELL',
    quantity: shares(quantity),
    worstPrice: price('99'),
    ...different,
  });
const buy = (symbol: string, quantity: string, different: Partial<Ceiling> = {}): Ceiling =>
  sell(symbol, quantity, { side: 'BUY', worstPrice: price('101'), ...different });

function rest(left: Partial<ApprovedFacts>, example: Example = account): TradePlan {
  const approval = exampleApproval({ sells: [], buys: [], ...left });
  return planRest(planOf(example), approval, plannerInput(example).settings.rebalance);
}

/** The account with something different about AAA. */
const withAaa = (different: Partial<Example['etfs'][number]>, more: Partial<Example> = {}) => ({
  ...account,
  ...more,
  etfs: account.etfs.map((etf) => (etf.symbol === 'AAA' ? { ...etf, ...different } : etf)),
});

describe('the rest of a plan: 5 of AAA to sell, 7 of CCC to buy', () => {
  const plan = rest({ sells: [sell('AAA', '5')], buys: [buy('CCC', '7')], cashFloor: usd('-150') });

  it('is what is left, and not what would be traded now', () => {
    expect(tradesOf(plan)).toEqual(['SELL 5 AAA', 'BUY 7 CCC']);
    expect(plan.sells.map(({ trade }) => trade.side)).toEqual(['SELL']);
    expect(plan.buys.map(({ trade }) => trade.side)).toEqual(['BUY']);
    expect(lineOf(plan, 'AAA').reasons).toEqual([{ kind: 'rest', approved: shares('5') }]);
  });

  it('is made at the prices of now', () => {
    const common = { price: price('100'), valuedAt: price('100') };
    expect(lineOf(plan, 'AAA').trade).toEqual({
      ...common,
      side: 'SELL',
      quantity: shares('5'),
      reserved: price('99.99'),
      order: { kind: 'limit', limit: price('99.99'), notes: [] },
      value: usd('500'),
      maintenance: usd('125'),
    });
    expect(lineOf(plan, 'CCC').trade).toEqual({
      ...common,
      side: 'BUY',
      quantity: shares('7'),
      reserved: price('100.01'),
      order: { kind: 'limit', limit: price('100.01'), notes: [] },
      value: usd('700'),
      maintenance: usd('175'),
    });
  });

  it('has the cash of now, and the floor that was approved', () => {
    expect(plan.cash).toEqual({
      before: usd('100'),
      fx: usd('0'),
      sells: usd('500'),
      buys: usd('700'),
      commissions: usd('2'),
      reserve: usd('0.12'),
      after: usd('-102.12'),
      floor: usd('-150'),
    });
  });

  it('says what it leaves: 1,500 of AAA, 1,300 of CCC and 200 of cash', () => {
    expect(plan.totalDriftAfter).toBe(usd('3000'));
    expect(plan.certificate).toMatchObject({
      residual: usd('2800'),
      residualShare: ratio('0.27722772'),
      cut: false,
      gap: undefined,
      gapShare: undefined,
      starved: [],
    });
    // 10,200 of 10,100 less 2.12.
    expect(plan.after).toEqual({ gross: usd('10200'), leverage: ratio('1.01011302') });
    expect(plan.leverageUnresolved).toBe(false);
    expect(plan.fx).toEqual({ kind: 'off' });
  });
});

describe('what is not left', () => {
  const now = planOf(account);
  const plan = rest({ sells: [sell('AAA', '5')] });

  it('is not traded, however far it has drifted', () => {
    expect(tradesOf(now)).toEqual(['SELL 20 AAA', 'BUY 20 CCC']);
    expect(lineOf(plan, 'CCC')).toMatchObject({
      trade: undefined,
      reasons: [{ kind: 'not-in-rest' }],
      heldAfter: shares('20'),
    });
  });

  it('and would not be traded now stays as it is', () => {
    expect(lineOf(plan, 'BBB')).toEqual(lineOf(now, 'BBB'));
  });
});

it('is sent in the order that was approved, whatever the drifts are now', () => {
  const buys = [buy('DDD', '1', { line: 1 }), buy('BBB', '2', { line: 2 }), buy('CCC', '3')];
  expect(tradesOf(rest({ buys }))).toEqual(['BUY 1 DDD', 'BUY 2 BBB', 'BUY 3 CCC']);
});

describe('a limit is never worse than approved', () => {
  it.each([
    ['BUY', '101', '100.01'],
    ['BUY', '100.01', '100.01'],
    ['BUY', '100', '100'],
    ['BUY', '99.999', '99.99'],
    ['SELL', '99', '99.99'],
    ['SELL', '99.99', '99.99'],
    ['SELL', '100', '100'],
    ['SELL', '100.001', '100.01'],
  ] as const)('%s at %s or better: at %s', (side, worst, limit) => {
    const worstPrice = price(worst);
    const left =
      side === 'BUY'
        ? { buys: [buy('AAA', '1', { worstPrice })] }
        : { sells: [sell('AAA', '1', { worstPrice })] };
    const order = { kind: 'limit', limit: price(limit), notes: [] };
    expect(lineOf(rest(left), 'AAA').trade?.order).toEqual(order);
  });

  it('and is that of now where any price was approved', () => {
    const left = { buys: [buy('AAA', '1', { worstPrice: undefined })] };
    expect(lineOf(rest(left), 'AAA').trade?.order).toMatchObject({ limit: price('100.01') });
  });

  it('a market order of now goes out only where one was approved', () => {
    const market = { ...account, limits: { style: 'off' as const } };
    expect(tradesOf(rest({ buys: [buy('CCC', '1')] }, market))).toEqual([]);
    const approved = { buys: [buy('CCC', '1', { worstPrice: undefined })] };
    expect(lineOf(rest(approved, market), 'CCC').trade?.order.kind).toBe('market');
  });
});

describe('a sell is at most what is held', () => {
  it.each([
    ['50 shares', '50', 'SELL 50 AAA', undefined],
    ['50.7 shares, in whole ones', '50.7', 'SELL 50 AAA', undefined],
    ['50.7 shares, where parts are orders', '50.7', 'SELL 50.7 AAA', SMALLEST_FRACTION],
  ])('%s', (_, held, trade, orderUnit) => {
    const left = { sells: [sell('AAA', '60')], ...(orderUnit === undefined ? {} : { orderUnit }) };
    expect(tradesOf(rest(left, withAaa({ held })))).toEqual([trade]);
  });

  it('and a buy is not', () => {
    expect(tradesOf(rest({ buys: [buy('AAA', '60')] }))).toEqual(['BUY 60 AAA']);
  });

  it('nothing is sold of nothing', () => {
    expect(tradesOf(rest({ sells: [sell('AAA', '5')] }, withAaa({ held: '0' })))).toEqual([]);
  });
});

describe('what cannot be traded now is left out', () => {
  const left = { sells: [sell('AAA', '5')], buys: [buy('CCC', '7')] };

  it.each([
    ['a stale quote', { quote: { aliveAt: 0 } }],
    ['no quote', { quote: 'none', marketPrice: '100' }],
    ['no market', { quote: { bid: undefined } }],
    ['a short position', { held: '-5' }],
  ] as const)('%s', (_, different) => {
    expect(tradesOf(rest(left, withAaa(different)))).toEqual(['BUY 7 CCC']);
  });

  it('a symbol without any price', () => {
    const priceless = withAaa({ held: '0', quote: 'none' });
    expect(tradesOf(rest({ buys: [buy('AAA', '5')] }, priceless))).toEqual([]);
  });
});

it('the margin is rounded against us: up for a buy, down for a sell', () => {
  // A share at 100.0001 in units of 1e-4: 0.01000001 dollars, a quarter of which is not exact.
  const exact = withAaa({ price: '100.0001', quote: { last: price('100.0001') } });
  const orderUnit = SMALLEST_FRACTION;
  const margin = (left: Partial<ApprovedFacts>) =>
    lineOf(rest({ ...left, orderUnit }, exact), 'AAA').trade?.maintenance;
  expect(margin({ buys: [buy('AAA', '0.0001')] })).toBe(usd('0.00250001'));
  expect(margin({ sells: [sell('AAA', '0.0001')] })).toBe(usd('0.00250000'));
});

it('counts a sell at the bid and a buy at the ask with price_source = bidask', () => {
  const bidask: Example = { ...account, priceSources: ['bidask'] };
  const plan = rest({ sells: [sell('AAA', '5')], buys: [buy('CCC', '7')] }, bidask);
  expect(plan.cash).toMatchObject({ sells: usd('499.95'), buys: usd('700.07') });
  // The value that leverage is measured on falls by the costs and by a cent for each share.
  const paid = plan.cash.commissions + plan.cash.reserve + usd('0.12');
  expect(plan.after.leverage).toBe(
    (plan.after.gross * 100_000_000n + (usd('10100') - paid) - 1n) / (usd('10100') - paid),
  );
});

it('keeps what there is to say about the price, and no other reason', () => {
  const wide = withAaa({ quote: { bid: price('99'), ask: price('101') } });
  expect(lineOf(rest({ sells: [sell('AAA', '5')] }, wide), 'AAA').reasons).toEqual([
    { kind: 'rest', approved: shares('5') },
    { kind: 'price-note', note: 'wide-spread' },
  ]);
});
