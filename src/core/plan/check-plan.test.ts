import { describe, expect, it } from 'vitest';
import {
  exampleSettings,
  perHolding,
  totalDrift,
  type Example,
} from '../testing/example-account.ts';
import { planOf } from '../testing/example-plan.ts';
import { asPrice, price } from '../units/price.ts';
import { asRatio, bps, ratio } from '../units/ratio.ts';
import { asShares, ONE_SHARE, shares } from '../units/shares.ts';
import { asUsd, usd } from '../units/usd.ts';
import { checkPlan } from './check-plan.ts';
import type { InvestableBase } from './build-base.ts';
import type { Holding } from './gather-holdings.ts';
import type { Trade } from './trade.ts';
import type { TradeLine, TradePlan } from './trade-plan.ts';

/** 100,000 to invest and 1,000 beside it: VTI is 10,000 over, BND 10,000 under its target. */
const example: Example = {
  cash: '1000',
  etfs: [
    { symbol: 'BND', weight: '50', held: '400', price: '100' },
    { symbol: 'VTI', weight: '50', held: '600', price: '100' },
  ],
  rebalance: {
    trigger: perHolding('50'),
    minOrder: usd('500'),
    cashBuffer: { kind: 'abs', amount: usd('1000') },
    slippageReserve: bps('20'),
  },
};
const valid = planOf(example);
const settings = exampleSettings(example);

/** The valid plan with something different about its sell or its buy. */
function changed(
  side: 'SELL' | 'BUY',
  different: {
    line?: Partial<TradeLine>;
    trade?: Partial<Trade>;
    holding?: Partial<Holding>;
  },
): TradePlan {
  const change = (line: TradeLine): TradeLine => ({
    ...line,
    ...different.line,
    holding: { ...line.holding, ...different.holding },
    trade: { ...line.trade, ...different.trade },
  });
  return side === 'SELL'
    ? { ...valid, sells: valid.sells.map(change) }
    : { ...valid, buys: valid.buys.map(change) };
}

/** A quantity and the value that belongs to it. */
const sized = (quantity: string, at = '100'): Partial<Trade> => ({
  quantity: shares(quantity),
  value: asUsd(shares(quantity) * price(at)),
});

const withBase = (base: Partial<InvestableBase>): TradePlan => ({
  ...valid,
  base: { ...valid.base, ...base },
});

it('a plan that keeps every rule breaks none', () => {
  expect(valid.sells).toHaveLength(1);
  expect(valid.buys).toHaveLength(1);
  expect(checkPlan(valid, settings)).toEqual([]);
});

describe('one order that breaks one rule', () => {
  const limit = (at: string): Partial<Trade> => ({
    order: { kind: 'limit', limit: price(at), notes: [] },
  });

  it.each([
    ['no shares', 'SELL', { trade: sized('0') }, 'VTI: whole shares, more than none'],
    ['less than none', 'SELL', { trade: sized('-100') }, 'VTI: whole shares, more than none'],
    ['a fraction', 'SELL', { trade: sized('99.5') }, 'VTI: whole shares, more than none'],
    ['no ETF', 'BUY', { holding: contract('COMMON', 'USD') }, 'BND: an ETF in US dollars'],
    ['no dollars', 'BUY', { holding: contract('ETF', 'CAD') }, 'BND: an ETF in US dollars'],
    ['frozen', 'BUY', { holding: { freeze: 'stale' } }, 'BND: a line that may be traded'],
    [
      'a sell of what is under its target',
      'SELL',
      { line: { driftUsd: usd('-10000') } },
      'VTI: sells overweight, buys underweight',
    ],
    [
      'a buy of what is over its target',
      'BUY',
      { line: { driftUsd: usd('10000') } },
      'BND: sells overweight, buys underweight',
    ],
    [
      'more than is held',
      'SELL',
      { holding: { held: shares('99') } },
      'VTI: never sells more than is held',
    ],
    [
      'a value that is not quantity times price',
      'SELL',
      { trade: { value: usd('10000.01') } },
      'VTI: value is quantity times price',
    ],
    ['too small', 'SELL', { trade: sized('4') }, 'VTI: at least min_order_usd'],
    [
      'a sell of what is on its target',
      'SELL',
      { line: { driftUsd: usd('0') } },
      'VTI: sells overweight, buys underweight',
    ],
    [
      'a buy of what is on its target',
      'BUY',
      { line: { driftUsd: usd('0') } },
      'BND: sells overweight, buys underweight',
    ],
    ['past the target', 'SELL', { trade: sized('201') }, 'VTI: comes closer to its target'],
    ['inside the band', 'BUY', { line: { driftUsd: usd('-500') } }, 'BND: out of its band'],
    ['between two ticks', 'BUY', { trade: limit('100.005') }, 'BND: a limit on the price grid'],
    ['a limit of nothing', 'SELL', { trade: limit('0') }, 'VTI: a limit on the price grid'],
    ['above the collar', 'BUY', { trade: limit('103.01') }, 'BND: a limit inside the collar'],
    ['below the collar', 'SELL', { trade: limit('96.99') }, 'VTI: a limit inside the collar'],
  ] as const)('%s', (_, side, different, rule) => {
    expect(checkPlan(changed(side, different), settings)).toContain(rule);
  });

  function contract(stockType: string, currency: string): Partial<Holding> {
    return { contract: { ...valid.buys[0]!.holding.contract, stockType, currency } };
  }

  it.each([
    ['BUY', '103'],
    ['SELL', '97'],
    ['BUY', '50'],
    ['SELL', '150'],
  ] as const)('a %s limit of %s is inside the collar of 3%%', (side, at) => {
    expect(checkPlan(changed(side, { trade: limit(at) }), settings)).toEqual([]);
  });
});

it('a trade that ends as far on the other side is no worse than none', () => {
  const broken = checkPlan(changed('SELL', { trade: sized('200') }), settings);
  expect(broken).not.toContain('VTI: comes closer to its target');
});

it('without a two-sided market there is no collar to measure', () => {
  const { quote } = valid.sells[0]!.holding;
  for (const side of [{ bid: undefined }, { ask: undefined }, { bid: undefined, ask: undefined }]) {
    expect(
      checkPlan(changed('SELL', { holding: { quote: { ...quote!, ...side } } }), settings),
    ).toEqual([]);
  }
  expect(checkPlan(changed('SELL', { holding: { quote: undefined } }), settings)).toEqual([]);
});

it('an order of exactly min_order_usd is large enough', () => {
  const exact = { ...settings.rebalance, minOrder: usd('10000') };
  expect(checkPlan(valid, { ...settings, rebalance: exact })).toEqual([]);
});

describe('a plan whose lines are right and whose whole is not', () => {
  it('a contract twice', () => {
    const twice = { ...valid, sells: [...valid.sells, ...valid.sells] };
    expect(checkPlan(twice, settings)).toContain('a contract is traded twice');
  });

  it('a contract on both sides', () => {
    const [sell] = valid.sells;
    const both = changed('BUY', { holding: { contract: sell!.holding.contract } });
    expect(checkPlan(both, settings)).toContain('a contract is traded twice');
  });

  it.each([
    ['a target', { target: usd('50000.00000001') }],
    ['a drift', { driftUsd: usd('-9999.99999999') }],
  ])('%s that is a hundred-millionth off', (_, different) => {
    const [first, ...rest] = valid.lines;
    const broken = checkPlan({ ...valid, lines: [{ ...first!, ...different }, ...rest] }, settings);
    expect(broken).toEqual(
      'target' in different
        ? ['the drift that is left is not that of the lines', 'targets and cash are not the base']
        : ['the total drift is not that of the lines', 'the drifts do not cancel out'],
    );
  });

  it('a drift of cash that is off', () => {
    expect(checkPlan({ ...valid, cashDriftUsd: asUsd(1n) }, settings)).toEqual([
      'the drifts do not cancel out',
    ]);
  });

  it('more is bought than sold: cash falls below its target', () => {
    const more = changed('BUY', { trade: sized('101'), line: { driftUsd: usd('-10100') } });
    expect(checkPlan(more, settings)).toContain('cash at plan prices falls below its target');
  });

  it('by a hundred-millionth of a dollar', () => {
    const higher = withBase({ cashTarget: asUsd(valid.base.cashTarget + 1n) });
    expect(checkPlan(higher, settings)).toContain('cash at plan prices falls below its target');
  });

  it('the costs exceed the buffer and nobody pays them', () => {
    const small = withBase({ buffer: usd('1') });
    expect(checkPlan(small, settings)).toEqual(['cash after costs falls below its floor']);
  });

  it('exposure above max_leverage', () => {
    const low = { ...settings, rebalance: { ...settings.rebalance, maxLeverage: ratio('0.99') } };
    expect(checkPlan(valid, low)).toEqual(['exposure rises above max_leverage']);
    const poor = withBase({ guardValue: usd('99000') });
    expect(checkPlan(poor, settings)).toEqual(['exposure rises above max_leverage']);
  });

  it('a plan that only sells may leave cash and exposure as bad as they were', () => {
    const only: Example = { ...example, rebalance: { ...example.rebalance, mode: 'sell_only' } };
    const selling = planOf(only);
    const poor = { ...selling, base: { ...selling.base, guardValue: usd('1') } };
    expect(selling.sells).toHaveLength(1);
    expect(checkPlan(poor, exampleSettings(only))).toEqual([]);
  });
});

describe('the exact edge of each room', () => {
  // Costs of 100 and 100 shares: 2 x (1.00 + 100 x 0.20) = 42.
  it.each([
    ['42', []],
    ['41.99999999', ['cash after costs falls below its floor']],
  ])('a buffer of %s', (buffer, broken) => {
    expect(checkPlan(withBase({ buffer: usd(buffer) }), settings)).toEqual(broken);
  });

  it.each([
    ['100042', []],
    ['100041.99999999', ['exposure rises above max_leverage']],
  ])('a value of %s against an exposure of 100,000', (guardValue, broken) => {
    expect(checkPlan(withBase({ guardValue: usd(guardValue) }), settings)).toEqual(broken);
  });
});

it('a limit on the near side of the middle breaks no collar, however narrow', () => {
  // 0.10 x 0.11 with ticks of a cent: the tick below the middle is 4.8% away from it.
  const cent = [{ from: asPrice(0n), increment: price('0.01') }];
  const cheap: Example = {
    cash: '200',
    etfs: [
      {
        symbol: 'PENY',
        weight: '50',
        price: '0.10',
        contract: { ticks: cent },
        quote: { bid: price('0.10'), ask: price('0.11') },
      },
    ],
    safety: { collar: asRatio(0n), maxGap: ratio('1') },
  };
  const plan = planOf(cheap);
  expect(plan.buys[0]?.trade.quantity).toBe(asShares(990n * ONE_SHARE));
  expect(checkPlan(plan, exampleSettings(cheap))).toEqual([]);
});

it('whatever the settings escalate to, a plan keeps its own collar', () => {
  const wide: Example = {
    cash: '10000',
    etfs: [
      {
        symbol: 'VTI',
        weight: '50',
        price: '100',
        quote: { bid: price('94.10'), ask: price('105.90') },
      },
    ],
    limits: { escalateAction: 'cross', maxOffset: ratio('1'), capAtFarSide: false },
  };
  const plan = planOf(wide);
  expect(plan.buys).toHaveLength(1);
  expect(checkPlan(plan, exampleSettings(wide))).toEqual([]);
});

describe('what the settings ask for besides', () => {
  const withRebalance = (different: Partial<typeof settings.rebalance>) => ({
    ...settings,
    rebalance: { ...settings.rebalance, ...different },
  });

  it.each([
    ['buy_only', 'VTI: no sell with mode = buy_only'],
    ['sell_only', 'BND: no buy with mode = sell_only'],
  ] as const)('mode = %s', (mode, rule) => {
    expect(checkPlan(valid, withRebalance({ mode }))).toEqual([rule]);
  });

  it('total_drift: the sum of the drifts, 2,000 bps here, is above its band', () => {
    expect(checkPlan(valid, withRebalance({ trigger: totalDrift('1999.9') }))).toEqual([]);
    expect(checkPlan(valid, withRebalance({ trigger: totalDrift('2000') }))).toEqual([
      'total drift out of its band',
    ]);
  });

  it('idle cash: a holding inside its band is bought only when there is enough of it', () => {
    const wide = (idle?: string) => withRebalance({ trigger: perHolding('1000', idle) });
    const rich = {
      ...withBase({ cashTarget: asUsd(valid.base.cash - usd('100')) }),
      cash: { ...valid.cash, sells: usd('0') },
    };
    const rule = 'BND: out of its band';
    expect(checkPlan(rich, wide())).toContain(rule);
    expect(checkPlan(rich, wide('9.9'))).not.toContain(rule);
    expect(checkPlan(rich, wide('10'))).toContain(rule);
    const sold = { ...rich, base: valid.base, cash: { ...valid.cash, sells: usd('100') } };
    expect(checkPlan(sold, wide('10'))).toContain(rule);
    expect(checkPlan(sold, wide('9.9'))).not.toContain(rule);
    expect(checkPlan({ ...rich, base: valid.base }, wide('0'))).toContain(rule);
    expect(checkPlan(rich, wide('0'))).toContain('VTI: out of its band');
    const none = withBase({ cashTarget: asUsd(valid.base.cash + 1n) });
    expect(checkPlan({ ...none, cash: rich.cash }, wide('-1'))).toContain(rule);
  });

  it('fractions are orders only where they are allowed', () => {
    const half = changed('SELL', { trade: sized('99.5') });
    const rule = 'VTI: whole shares, more than none';
    expect(checkPlan(half, settings)).toContain(rule);
    expect(checkPlan(half, withRebalance({ orderUnit: asShares(1n) }))).not.toContain(rule);
    expect(checkPlan(valid, withRebalance({ orderUnit: asShares(100n) }))).toContain(
      'VTI: shares, or 1e-4 of one',
    );
  });

  it('maintenance: ExcessLiquidity stays above its floor, and is known', () => {
    const guarded = withRebalance({ maintenanceBuffer: ratio('0.1') });
    const broken = 'excess liquidity falls below maintenance_buffer_pct';
    // 2,500 set free and 2,500 taken up; 2 of commissions and 40 of reserve are gone.
    const at = (excess: string | undefined, floor: string): TradePlan => ({
      ...valid,
      maintenance: {
        excessLiquidity: excess === undefined ? undefined : usd(excess),
        floor: usd(floor),
      },
    });
    expect(checkPlan(at('10042', '10000'), guarded)).toEqual([]);
    expect(checkPlan(at('10041.99999999', '10000'), guarded)).toEqual([broken]);
    expect(checkPlan(at(undefined, '0'), guarded)).toEqual([broken]);
    expect(checkPlan(valid, guarded)).toEqual([broken]);
  });
});

it('the total is no matter where single holdings trigger: idle cash may be all there is of it', () => {
  const deposit: Example = {
    cash: '2000',
    etfs: [{ symbol: 'VTI', weight: '100', held: '980', price: '100' }],
    rebalance: { trigger: perHolding('600', '100') },
  };
  const plan = planOf(deposit);
  expect(plan.buys).toHaveLength(1);
  expect(checkPlan(plan, exampleSettings(deposit))).toEqual([]);
});

it('the margin of buys counts against ExcessLiquidity, that of sells for it', () => {
  const rule = 'excess liquidity falls below maintenance_buffer_pct';
  const buying: Example = {
    cash: '10000',
    etfs: [{ symbol: 'VTI', weight: '50', held: '0', price: '100' }],
    rebalance: { maintenanceBuffer: ratio('0') },
    netLiquidation: '10000',
    excessLiquidity: '10000',
  };
  const plan = planOf(buying);
  // 4,900 dollars take a margin of 1,225; the commission is 1 dollar, the limit a cent a share.
  const at = (floor: string): TradePlan => ({
    ...plan,
    maintenance: { excessLiquidity: usd('10000'), floor: usd(floor) },
  });
  expect(plan.buys[0]?.trade.maintenance).toBe(usd('1225'));
  expect(plan.cash.commissions + plan.cash.reserve).toBe(usd('1.49'));
  expect(checkPlan(at('8773.51'), exampleSettings(buying))).toEqual([]);
  expect(checkPlan(at('8773.51000001'), exampleSettings(buying))).toEqual([rule]);
});

it('the orders are those that the lines show', () => {
  const rule = 'the orders are not those of the lines';
  expect(checkPlan({ ...valid, sells: [] }, settings)).toContain(rule);
  expect(checkPlan(changed('BUY', { trade: sized('99') }), settings)).toContain(rule);
});

it('the total drift, before and after, is that of the lines', () => {
  expect(checkPlan({ ...valid, totalDrift: usd('1') }, settings)).toEqual([
    'the total drift is not that of the lines',
  ]);
  expect(checkPlan({ ...valid, totalDriftAfter: usd('1') }, settings)).toEqual([
    'the drift that is left is not that of the lines',
  ]);
});
