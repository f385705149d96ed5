/* price_source = bidask: drift at the middle, money at the side that a trade meets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exampleSettings,
  perHolding,
  type Example,
  type ExampleEtf,
} from '../testing/example-account.ts';
import { lineOf, planIfAny, planOf, tradesOf } from '../testing/example-plan.ts';
import { asPrice, price } from '../units/price.ts';
import { asRatio, bps, ONE, ratio, ratioOf } from '../units/ratio.ts';
import { ONE_SHARE } from '../units/shares.ts';
import { asUsd, usd } from '../units/usd.ts';
import { checkPlan } from './check-plan.ts';
import type { TradePlan } from './trade-plan.ts';

/** A market around 100, a dollar to each side. */
const quote = { bid: price('99'), ask: price('101') };
const limits = { wideSpread: ratio('1') };

const both = (bnd: string, vti: string, different: Partial<Example> = {}): Example => ({
  cash: '0',
  etfs: [
    { symbol: 'BND', weight: '50', held: bnd, quote },
    { symbol: 'VTI', weight: '50', held: vti, quote },
  ],
  priceSources: ['bidask'],
  limits,
  ...different,
});

describe('a swap of 100 shares too many for 100 too few, 99 x 101', () => {
  const plan = planOf(both('400', '600', { cash: '1000', rebalance: { cashBuffer: abs('1000') } }));

  it('is measured at the middle', () => {
    expect(lineOf(plan, 'VTI')).toMatchObject({ driftUsd: usd('10000') });
    expect(lineOf(plan, 'VTI').holding.value).toBe(usd('60000'));
    expect(plan.base.netLiq).toBe(usd('101000'));
  });

  it('sells at the bid and buys at the ask what that brings: 9,900 buy 98 at 101', () => {
    expect(tradesOf(plan)).toEqual(['SELL 100 VTI', 'BUY 98 BND']);
    expect(plan.cash).toMatchObject({ sells: usd('9900'), buys: usd('9898') });
    expect(lineOf(plan, 'BND').reasons).toContainEqual({
      kind: 'cut',
      row: 'cash',
      wanted: 1_000_000n,
    });
  });

  it('is worth at the middle what it is worth, after the trades too', () => {
    expect(lineOf(plan, 'BND').valueAfter).toBe(usd('49800'));
    expect(plan.after.gross).toBe(usd('99800'));
  });
});

it('min_order_usd is compared with what a trade costs or brings', () => {
  const rebalance = { minOrder: usd('500') };
  // Five shares too many are 500 dollars at the middle and 495 at the bid.
  const sell = planOf(both('100', '110', { rebalance }));
  expect(tradesOf(sell)).toEqual([]);
  expect(lineOf(sell, 'VTI').reasons).toContainEqual({
    kind: 'order-below-min-order',
    minOrder: usd('500'),
  });
  expect(tradesOf(planOf(both('100', '112', { rebalance })))).toEqual(['SELL 6 VTI', 'BUY 5 BND']);
});

describe('a plan whose prices were mixed up is found out', () => {
  const example = both('400', '600', { rebalance: { trigger: perHolding('50') } });
  const plan = planOf(example);
  const changed = (different: Partial<TradePlan['sells'][number]['trade']>): TradePlan => ({
    ...plan,
    sells: plan.sells.map((line) => ({ ...line, trade: { ...line.trade, ...different } })),
  });
  it.each([
    ['counted at the middle', { price: price('100') }, 'VTI: counted at the price it would meet'],
    ['sized at the bid', { valuedAt: price('99') }, 'VTI: sized with what a share is worth'],
  ])('%s', (_, different, rule) => {
    expect(checkPlan(changed(different), exampleSettings(example))).toContain(rule);
  });
});

describe('what the sides of the market take counts in each room of the last look', () => {
  // 100 are sold at 99 and 98 bought at 101: a dollar is lost on each share.
  const example = both('400', '600', {
    cash: '1000',
    rebalance: { cashBuffer: abs('1000'), maintenanceBuffer: ratio('0') },
    netLiquidation: '101000',
    excessLiquidity: '50000',
  });
  const plan = planOf(example);
  const traded = [...plan.sells, ...plan.buys].map(({ trade }) => trade);
  const lost = traded.reduce((sum, { quantity }) => sum + quantity * 10_000n, 0n);
  const costs = plan.cash.commissions + plan.cash.reserve;
  const broken = (different: Partial<TradePlan>) =>
    checkPlan({ ...plan, ...different }, exampleSettings(example));

  it('exposure', () => {
    const edge = plan.after.gross + costs + lost;
    const at = (guardValue: bigint) => ({ base: { ...plan.base, guardValue: asUsd(guardValue) } });
    expect(lost).toBe(usd('198'));
    expect(broken(at(edge))).toEqual([]);
    expect(broken(at(edge - 1n))).toEqual(['exposure rises above max_leverage']);
    expect(plan.after.leverage).toBe(
      ratioOf(plan.after.gross, asUsd(plan.base.guardValue - costs - lost), 'ceil'),
    );
  });

  it('maintenance', () => {
    const taken = traded.reduce(
      (sum, { side, maintenance }) => sum + (side === 'BUY' ? maintenance : 0n - maintenance),
      0n,
    );
    const left = usd('50000') - taken - costs - lost;
    const at = (floor: bigint) => ({
      maintenance: { excessLiquidity: usd('50000'), floor: asUsd(floor) },
    });
    expect(taken < 0n).toBe(true);
    expect(broken(at(left))).toEqual([]);
    expect(broken(at(left + 1n))).toEqual(['excess liquidity falls below maintenance_buffer_pct']);
  });
});

const anyEtf = (at: number): fc.Arbitrary<ExampleEtf> =>
  fc
    .record({
      cents: fc.integer({ min: 500, max: 60_000 }),
      // From locked to 2% to each side.
      half: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })),
      held: fc.integer({ min: 0, max: 300 }),
    })
    .map(({ cents, half, held }) => {
      const away = Math.floor((cents * half) / 10_000);
      const [low, high] = [cents - away, cents + away + (held % 2)];
      return {
        symbol: String.fromCharCode(65 + at).repeat(2),
        weight: '25',
        held: String(held),
        price: (cents / 100).toFixed(2),
        quote: { bid: asPrice(BigInt(low) * 100n), ask: asPrice(BigInt(high) * 100n) },
      };
    });

const anyExample: fc.Arbitrary<Example> = fc
  .record({
    etfs: fc.tuple(anyEtf(0), anyEtf(1), anyEtf(2), anyEtf(3)),
    cash: fc.integer({ min: -2_000, max: 40_000 }),
    band: fc.integer({ min: 0, max: 100 }),
    minOrder: fc.constantFrom('0', '100', '500'),
    buffer: fc.constantFrom('0', '500', '5000'),
    maxLeverage: fc.constantFrom(ONE, asRatio(150_000_000n)),
    slippageReserve: fc.constantFrom(bps('0'), bps('20')),
  })
  .map(({ etfs, cash, band, minOrder, buffer, ...rest }) => ({
    etfs,
    cash: String(cash),
    priceSources: ['bidask'] as const,
    limits,
    rebalance: {
      ...rest,
      trigger: perHolding(String(band)),
      minOrder: usd(minOrder),
      cashBuffer: abs(buffer),
    },
  }));

it('keeps every law on random accounts and markets', () => {
  let [plans, trades] = [0, 0];
  fc.assert(
    fc.property(anyExample, (example) => {
      const plan = planIfAny(example);
      if (plan === undefined) return;
      plans += 1;
      expect(checkPlan(plan, exampleSettings(example))).toEqual([]);
      let cash: bigint = plan.base.cash;
      for (const { trade, holding, driftUsd, target, heldAfter } of [...plan.sells, ...plan.buys]) {
        trades += 1;
        const { bid = 0n, ask = 0n } = holding.quote ?? {};
        const at = trade.side === 'BUY' ? ask : bid;
        cash += trade.quantity * at * (trade.side === 'BUY' ? -1n : 1n);
        expect(trade.quantity * at >= (example.rebalance?.minOrder ?? 0n)).toBe(true);
        const middle = (bid + ask + 1n) / 2n;
        const after = heldAfter * middle - target;
        expect(absolute(after) <= absolute(driftUsd)).toBe(true);
        if (after * driftUsd < 0n) expect(2n * absolute(after) <= middle * ONE_SHARE).toBe(true);
      }
      expect(cash).toBe(plan.cash.after + plan.cash.commissions + plan.cash.reserve);
      if (plan.buys.length > 0) expect(cash >= plan.base.cashTarget).toBe(true);
      const drifts = plan.lines.reduce((sum, { driftUsd }) => sum + driftUsd, 0n);
      expect(drifts + plan.cashDriftUsd).toBe(0n);
    }),
    { seed: 7_511, numRuns: 400 },
  );
  expect(trades / plans).toBeGreaterThan(1);
});

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function abs(amount: string) {
  return { kind: 'abs' as const, amount: usd(amount) };
}
