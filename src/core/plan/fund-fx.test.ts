/* PLANNING A.10 and the examples of the requirement texts about Canadian dollars. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exampleSettings,
  NOW,
  perHolding,
  plannerInput,
  type Example,
} from '../testing/example-account.ts';
import { planIfAny, planOf, tradesOf } from '../testing/example-plan.ts';
import { bps, ONE } from '../units/ratio.ts';
import { rate } from '../units/rate.ts';
import { usd } from '../units/usd.ts';
import { checkPlan } from './check-plan.ts';
import { fundFx, type FxTrade } from './fund-fx.ts';
import { fxTerms } from './fx-terms.ts';
import { planTrades } from './plan-trades.ts';
import type { TradePlan } from './trade-plan.ts';

/** One ETF at 100 dollars that is wanted whole; USD.CAD at 1.3499 x 1.3501. */
function example(cash: string, cad: string, different: Partial<Example> = {}): Example {
  return {
    cash,
    cad,
    etfs: [{ symbol: 'VTI', weight: '100', price: '100' }],
    ...different,
    fx: { enabled: true, ...different.fx },
  };
}

function conversionOf({ fx }: TradePlan): FxTrade {
  if (fx.kind !== 'convert') throw new Error(`nothing is converted: ${JSON.stringify(fx)}`);
  return fx.trade;
}

const reasonOf = ({ fx }: TradePlan) => (fx.kind === 'none' ? fx.reason.kind : fx.kind);

it('CAD-only cash gives an FX order', () => {
  // 20,000 CAD are 14,783 dollars at 1.3527, commission paid: 147 shares at 100. Their limit may be
  // 100.01, they cost a commission of 1 dollar, and the conversion one of 2.
  const plan = planOf(example('0', '20000'));
  expect(tradesOf(plan)).toEqual(['BUY 147 VTI']);
  const trade = conversionOf(plan);
  expect(trade).toMatchObject({
    shortfall: usd('14704.47'),
    // With 20 bps on top 14,733.88, up to whole dollars.
    quantity: usd('14734'),
    planRate: rate('1.35'),
    execRate: rate('1.3527'),
    limit: undefined,
    commission: usd('2'),
    oddLot: true,
    cut: undefined,
  });
  expect(trade.mostCad).toBe(usd('19933.3872'));
  expect(plan.cash).toEqual({
    before: usd('0'),
    fx: usd('14734'),
    sells: usd('0'),
    buys: usd('14700'),
    commissions: usd('3'),
    reserve: usd('1.47'),
    after: usd('29.53'),
    floor: usd('0'),
  });
});

it('shortfalls below the minimum are ignored', () => {
  // The last share of 100 dollars is worth a conversion of 1,000 to nobody.
  const plan = planOf(
    example('9950', '20000', {
      rebalance: { minOrder: usd('500') },
      fx: { minOrder: usd('20000') },
    }),
  );
  expect(reasonOf(plan)).toBe('convertible-below-minimum');
  const small = planOf({
    ...example('9960', '20000'),
    etfs: [
      { symbol: 'BND', weight: '60', held: '88', price: '100' },
      { symbol: 'VTI', weight: '40', price: '100' },
    ],
    rebalance: { maxLeverage: ONE },
    fx: { enabled: true, minOrder: usd('1000'), maxOrder: usd('1000') },
  });
  // With 1,000 dollars more than its 9,960 it would lack less than 1,000.
  expect(small.fx).toMatchObject({ kind: 'none', reason: { kind: 'shortfall-below-minimum' } });
  expect(small.base.convertible).toBe(usd('0'));
});

it('fx off: CAD does not exist for the plan', () => {
  const off = { fx: { enabled: false } };
  const without = planOf({ ...example('5000', '0', off) });
  const withCad = planOf(example('5000', '20000', off));
  expect(withCad).toEqual(without);
  expect(withCad.fx).toEqual({ kind: 'off' });
});

describe('just_in_time', () => {
  it('converts nothing when nothing is bought', () => {
    const plan = planOf({
      ...example('-3000', '20000'),
      etfs: [{ symbol: 'VTI', weight: '100', held: '200', price: '100' }],
      rebalance: { trigger: perHolding('10000') },
    });
    expect(tradesOf(plan)).toEqual([]);
    expect(reasonOf(plan)).toBe('no-buys');
    expect(plan.base.convertible).toBe(usd('0'));
  });

  it('converts nothing when the dollars suffice', () => {
    const plan = planOf({
      ...example('50000', '1400'),
      rebalance: { cashBuffer: { kind: 'abs', amount: usd('20000') } },
      etfs: [
        { symbol: 'NEW', weight: '50', price: '100', quote: 'none' },
        { symbol: 'VTI', weight: '50', price: '100' },
      ],
    });
    expect(tradesOf(plan)).not.toEqual([]);
    expect(reasonOf(plan)).toBe('no-shortfall');
  });

  it('a shortfall of exactly the minimum converts', () => {
    const need = { hasBuys: true, belowTarget: usd('1000'), belowFloor: usd('10') };
    expect(decide(need)).toMatchObject({ trade: { quantity: usd('1002') } });
    const less = { ...need, belowTarget: usd('999.99999999') };
    expect(decide(less)).toMatchObject({ reason: { kind: 'shortfall-below-minimum' } });
  });

  it('the row with costs counts when it lacks more', () => {
    const need = { hasBuys: true, belowTarget: usd('2000'), belowFloor: usd('2010') };
    expect(decide(need)).toMatchObject({ trade: { shortfall: usd('2010') } });
  });

  it('what is converted is rounded up to a whole dollar', () => {
    const need = { hasBuys: true, belowTarget: usd('2000.00000001'), belowFloor: usd('0') };
    // 2,004.00000001002, up.
    expect(decide(need)).toMatchObject({ trade: { quantity: usd('2005') } });
    expect(decide({ ...need, belowTarget: usd('2000') })).toMatchObject({
      trade: { quantity: usd('2004') },
    });
  });
});

describe('what comes out is compared with the minimum once more', () => {
  const need = { hasBuys: true, belowTarget: usd('1000'), belowFloor: usd('0') };

  it.each([
    ['exactly the minimum converts', '1000', '1000', '1000'],
    ['less does not', '1000', '999.99', 'convertible-below-minimum'],
    ['nothing does not, whatever the minimum', '0', '0.99', 'convertible-below-minimum'],
  ])('%s', (_, minOrder, maxOrder, outcome) => {
    const funding = decide(need, { minOrder: usd(minOrder), maxOrder: usd(maxOrder) });
    const { kind } = funding;
    expect(kind === 'convert' ? funding.trade.quantity : funding.reason.kind).toBe(
      kind === 'convert' ? usd(outcome) : outcome,
    );
  });

  it('no Canadian dollars are the first reason', () => {
    expect(decide(need, {}, '0')).toEqual({ kind: 'none', reason: { kind: 'no-cad' } });
  });

  it('what the settings and the Canadian dollars cut alike is cut by the settings', () => {
    // 20,000 CAD pay for 14,783 dollars.
    const more = { ...need, belowTarget: usd('15000') };
    expect(decide(more, { maxOrder: usd('14783') })).toMatchObject({
      kind: 'convert',
      trade: { quantity: usd('14783'), cut: 'max_fx_order_usd' },
    });
    expect(decide(more)).toMatchObject({ trade: { quantity: usd('14783'), cut: 'CAD' } });
  });

  it('an order of exactly 25,000 dollars is no odd lot', () => {
    const large = (dollars: string) => ({ ...need, belowTarget: usd(dollars) });
    const oddLot = (dollars: string) => decide(large(dollars), { buffer: bps('0') }, '100000');
    expect(oddLot('25000')).toMatchObject({ trade: { oddLot: false } });
    expect(oddLot('24999')).toMatchObject({ trade: { oddLot: true } });
  });
});

describe('always_top_up', () => {
  const toppingUp = { fx: { enabled: true, convertMode: 'always_top_up' as const } };

  it('fills the cash up to its target without buys', () => {
    const plan = planOf({
      ...example('-3000', '20000', toppingUp),
      etfs: [{ symbol: 'VTI', weight: '100', held: '200', price: '100' }],
      rebalance: { trigger: perHolding('10000') },
    });
    expect(tradesOf(plan)).toEqual([]);
    expect(conversionOf(plan)).toMatchObject({ shortfall: usd('3000'), quantity: usd('3006') });
    expect(plan.cash).toMatchObject({ before: usd('-3000'), fx: usd('3006'), after: usd('4') });
  });

  it('converts as much as it can of a shortfall that is larger', () => {
    const plan = planOf({
      ...example('-30000', '20000', toppingUp),
      etfs: [{ symbol: 'VTI', weight: '100', held: '900', price: '100' }],
      rebalance: { trigger: perHolding('10000') },
    });
    expect(conversionOf(plan)).toMatchObject({ quantity: usd('14783'), cut: 'CAD' });
  });

  it('leaves cash above its target alone', () => {
    const plan = planOf({
      ...example('3000', '20000', toppingUp),
      etfs: [{ symbol: 'VTI', weight: '100', held: '200', price: '100' }],
      rebalance: { trigger: perHolding('10000') },
    });
    expect(reasonOf(plan)).toBe('no-shortfall');
  });
});

it('CAD that does not reach the minimum is no cash, and nothing is converted', () => {
  const plan = planOf(example('5000', '1355'));
  expect(reasonOf(plan)).toBe('convertible-below-minimum');
  expect(plan.base.convertible).toBe(usd('0'));
  expect(plan.cash.fx).toBe(usd('0'));
});

it('no more is converted than max_fx_order_usd', () => {
  const plan = planOf(example('0', '200000', { fx: { maxOrder: usd('5000.50') } }));
  expect(tradesOf(plan)).toEqual(['BUY 49 VTI']);
  expect(conversionOf(plan)).toMatchObject({ quantity: usd('4914'), cut: undefined });
  const need = { hasBuys: true, belowTarget: usd('6000'), belowFloor: usd('0') };
  expect(decide(need, { maxOrder: usd('5000.50') })).toMatchObject({
    trade: { quantity: usd('5000'), cut: 'max_fx_order_usd' },
  });
});

it('a limit order carries its limit, on the grid of the rates', () => {
  const plan = planOf(example('0', '20000', { fx: { orderType: 'LMT' } }));
  expect(conversionOf(plan)).toMatchObject({ limit: rate('1.35065'), execRate: rate('1.35065') });
});

it('from 25,000 dollars on it is no odd lot', () => {
  expect(conversionOf(planOf(example('0', '200000'))).oddLot).toBe(false);
  expect(conversionOf(planOf(example('0', '20000'))).oddLot).toBe(true);
});

describe('prefer_market_hours in a closed market', () => {
  const closed = (cash: string, different: Partial<Example> = {}): Example =>
    example(cash, '20000', {
      ...different,
      fx: { enabled: true, preferMarketHours: true, ...different.fx },
      fxMarket: { open: false },
    });

  it('plans without the Canadian dollars and says that buys went without them', () => {
    const plan = planOf(closed('5000'));
    expect(plan.fx).toEqual({ kind: 'denied', why: 'closed', leavesBuysShort: true });
    expect(plan.base.convertible).toBe(usd('0'));
    expect(tradesOf(plan)).toEqual(['BUY 49 VTI']);
  });

  it('is no trouble when nothing would have been converted for buys', () => {
    const topUp = closed('-3000', { fx: { convertMode: 'always_top_up' } });
    const held = [{ symbol: 'VTI', weight: '100', held: '200', price: '100' }];
    const plan = planOf({ ...topUp, etfs: held, rebalance: { trigger: perHolding('10000') } });
    expect(plan.fx).toEqual({ kind: 'denied', why: 'closed', leavesBuysShort: false });
    const inBand = { ...closed('100'), etfs: held, rebalance: { trigger: perHolding('10000') } };
    expect(reasonOf(planOf(inBand))).toBe('no-buys');
  });

  it('names the market first when there is nothing else to invest', () => {
    const { targets, snapshot, settings } = plannerInput(closed('0'));
    const planned = planTrades(targets, snapshot, settings);
    expect(planned.ok ? [] : planned.problems.map(({ code }) => code)).toEqual([
      'fx.closed',
      'data.no-base',
    ]);
  });
});

it.each([
  ['no quote', { quote: undefined }, 'no-rate'],
  [
    'a stale quote',
    { quote: { bid: rate('1.35'), ask: rate('1.36'), aliveAt: NOW - 60_000 } },
    'stale-rate',
  ],
])('%s: nothing is converted, and the line says why', (_, fxMarket, why) => {
  const plan = planOf(example('5000', '20000', { fxMarket }));
  expect(plan.fx).toEqual({ kind: 'denied', why, leavesBuysShort: true });
});

it('cash in a third currency is not taken for Canadian dollars', () => {
  const euros = { currency: 'EUR', amount: usd('9000'), worth: usd('9900') };
  const plan = planOf(example('5000', '-100', { otherCash: [euros] }));
  expect(reasonOf(plan)).toBe('no-cad');
  const onlyEuros: Example = {
    cash: '5000',
    otherCash: [euros],
    etfs: [{ symbol: 'VTI', weight: '100', price: '100' }],
    fx: { enabled: true },
  };
  expect(reasonOf(planOf(onlyEuros))).toBe('no-cad');
});

it.each([
  ['10 s', 10_000, 'convert'],
  ['10.001 s', 10_001, 'denied'],
])('a rate of %s ago, against the 10 s of stale_quote_seconds', (_, age, kind) => {
  const quote = { bid: rate('1.3499'), ask: rate('1.3501'), aliveAt: NOW - age };
  expect(planOf(example('5000', '20000', { fxMarket: { quote } })).fx.kind).toBe(kind);
});

it('an account with nothing but too few Canadian dollars has nothing to invest, and no more to say', () => {
  const { targets, snapshot, settings } = plannerInput(example('0', '5'));
  const planned = planTrades(targets, snapshot, settings);
  expect(planned.ok ? [] : planned.problems.map(({ code }) => code)).toEqual(['data.no-base']);
});

it('debts that the convertible dollars do not cover leave nothing to plan', () => {
  const { targets, snapshot, settings } = plannerInput(example('-90000', '20000'));
  const planned = planTrades(targets, snapshot, settings);
  expect(planned.ok ? [] : planned.problems.map(({ code }) => code)).toEqual(['data.no-base']);
});

it('without Canadian dollars their market does not matter', () => {
  const plan = planOf(example('5000', '0', { fxMarket: { quote: undefined } }));
  expect(reasonOf(plan)).toBe('no-cad');
  expect(reasonOf(planOf(example('5000', '-100')))).toBe('no-cad');
});

it('a snapshot that was taken without the currency market has no rate', () => {
  const { targets, snapshot, settings } = plannerInput(example('5000', '20000'));
  const planned = planTrades(targets, { ...snapshot, fx: undefined }, settings);
  expect(planned.ok && planned.value.fx).toMatchObject({ kind: 'denied', why: 'no-rate' });
});

/** What is decided about a shortfall with 20,000 CAD. */
function decide(
  need: Parameters<typeof fundFx>[0],
  different: Partial<Example['fx']> = {},
  cad = '20000',
) {
  const settings = exampleSettings({ fx: { enabled: true, ...different } }).fx;
  const quote = { bid: rate('1.3499'), ask: rate('1.3501'), aliveAt: NOW };
  const now = { takenAt: NOW, staleAfterMs: 10_000 };
  const terms = fxTerms({ quote, open: true }, usd(cad), now, settings);
  if (typeof terms === 'string') throw new Error(terms);
  return fundFx(need, terms, settings);
}

describe('the laws of a conversion on random accounts', () => {
  const anyFunded: fc.Arbitrary<Example> = fc
    .record({
      cash: fc.integer({ min: -5_000, max: 30_000 }),
      cad: fc.integer({ min: -500_000, max: 20_000_000 }),
      held: fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 })),
      cents: fc.tuple(fc.integer({ min: 100, max: 60_000 }), fc.integer({ min: 100, max: 60_000 })),
      bid: fc.integer({ min: 1_200_000, max: 1_500_000 }),
      spread: fc.integer({ min: 0, max: 2_000 }),
      convertMode: fc.constantFrom('just_in_time' as const, 'always_top_up' as const),
      orderType: fc.constantFrom('MKT' as const, 'LMT' as const),
      useMidForPlanning: fc.boolean(),
      minOrder: fc.constantFrom('0', '1000', '2500.50'),
      maxOrder: fc.constantFrom(undefined, '5000', '10000.75'),
      buffer: fc.constantFrom('0', '20', '250'),
      cashBuffer: fc.constantFrom('0', '500', '10000'),
      slippage: fc.constantFrom('0', '20'),
      band: fc.constantFrom('0', '50', '500'),
    })
    .map((each): Example => ({
      cash: String(each.cash),
      cad: (each.cad / 100).toFixed(2),
      etfs: [0, 1].map((at) => ({
        symbol: at === 0 ? 'BND' : 'VTI',
        weight: at === 0 ? '40' : '60',
        held: String(each.held[at]),
        price: ((each.cents[at] ?? 0) / 100).toFixed(2),
      })),
      rebalance: {
        cashBuffer: { kind: 'abs', amount: usd(each.cashBuffer) },
        slippageReserve: bps(each.slippage),
        trigger: perHolding(each.band),
      },
      fxMarket: {
        quote: {
          bid: rate((each.bid / 1_000_000).toFixed(6)),
          ask: rate(((each.bid + each.spread) / 1_000_000).toFixed(6)),
          aliveAt: NOW,
        },
      },
      fx: {
        enabled: true,
        convertMode: each.convertMode,
        orderType: each.orderType,
        useMidForPlanning: each.useMidForPlanning,
        minOrder: usd(each.minOrder),
        maxOrder: each.maxOrder === undefined ? undefined : usd(each.maxOrder),
        buffer: bps(each.buffer),
      },
    }));

  it('29, 30: whole dollars between the limits, paid for, no more than is lacking; none without need', () => {
    let [converted, plain] = [0, 0];
    fc.assert(
      fc.property(anyFunded, (each) => {
        const plan = planIfAny(each);
        if (plan === undefined) return;
        expect(checkPlan(plan, exampleSettings(each))).toEqual([]);
        const { before, fx, sells, buys, commissions, reserve, after, floor } = plan.cash;
        expect(before + fx + sells - buys - commissions - reserve).toBe(after);
        if (plan.fx.kind !== 'convert') {
          plain += 1;
          expect([fx, plan.base.convertible]).toEqual([0n, 0n]);
          return;
        }
        converted += 1;
        const { quantity, execRate, cad, shortfall } = plan.fx.trade;
        const { minOrder = 0n, maxOrder, buffer = 0n, convertMode } = each.fx ?? {};
        expect(quantity % usd('1')).toBe(0n);
        expect(quantity >= minOrder && quantity <= (maxOrder ?? quantity)).toBe(true);
        const fee = quantity > usd('100000') ? quantity / 50_000n : usd('2');
        expect((quantity + fee) * execRate <= cad * 1_000_000n).toBe(true);
        expect((quantity - usd('1')) * ONE < shortfall * (ONE + buffer)).toBe(true);
        if (convertMode === 'just_in_time') expect(plan.buys.length).toBeGreaterThan(0);
        // With what is really converted the buys still keep both rows.
        if (plan.buys.length === 0) return;
        expect(after >= floor).toBe(true);
        expect(before + fx + sells - buys >= plan.base.cashTarget).toBe(true);
      }),
      { seed: 7_711, numRuns: 1_000 },
    );
    expect(converted / (converted + plain)).toBeGreaterThan(0.2);
    expect(plain / (converted + plain)).toBeGreaterThan(0.2);
  });

  it('20: while fx is off no amount of Canadian dollars changes anything', () => {
    fc.assert(
      fc.property(anyFunded, (each) => {
        const off = { ...each, fx: { ...each.fx, enabled: false } };
        const positive = { ...off, cad: each.cad?.replace('-', '') ?? '0' };
        expect(planIfAny(positive)).toEqual(planIfAny({ ...off, cad: '0' }));
      }),
      { seed: 7_712, numRuns: 200 },
    );
  });
});
