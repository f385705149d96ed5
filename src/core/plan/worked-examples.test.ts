/*
 * The worked examples of both requirement texts, by their own names, with their own numbers.
 */
import { describe, expect, it } from 'vitest';
import { perHolding, totalDrift, type Example } from '../testing/example-account.ts';
import { lineOf, planOf, tradesOf } from '../testing/example-plan.ts';
import { price } from '../units/price.ts';
import { ONE, ratio } from '../units/ratio.ts';
import { asShares, ONE_SHARE, shares } from '../units/shares.ts';
import { absUsd, asUsd, usd } from '../units/usd.ts';

describe('A = +60 bps, B = -60 bps, band 75 bps, total band 100 bps: sell A and buy B', () => {
  /** Half in A, half in B, drifted by 60 bps each; a buffer of 1% on top, which pays the costs. */
  const example = (base: number, at: number, trigger: Example['rebalance']): Example => {
    const shareCount = (percent: number): string => ((base * percent) / 100 / at).toFixed(4);
    return {
      cash: String(base / 100),
      etfs: [
        { symbol: 'A', weight: '50', held: shareCount(50.6), price: String(at) },
        { symbol: 'B', weight: '50', held: shareCount(49.4), price: String(at) },
      ],
      rebalance: {
        cashBuffer: { kind: 'abs', amount: usd(String(base / 100)) },
        slippageReserve: ratio('0.002'),
        ...trigger,
      },
    };
  };

  it.each([
    [100_000, 10, 60],
    [100_000, 200, 3],
    [100_000, 590, 1],
    [250_000, 50, 30],
    [1_000_000, 100, 60],
    [2_000_000, 590, 20],
  ])('%i dollars at %i a share: %i each', (base, at, count) => {
    const plan = planOf(example(base, at, { trigger: totalDrift('100') }));
    expect(tradesOf(plan)).toEqual([`SELL ${count} A`, `BUY ${count} B`]);
  });

  it('is left alone by the band of single holdings, and by a total band of 120', () => {
    expect(tradesOf(planOf(example(100_000, 10, { trigger: perHolding('75') })))).toEqual([]);
    expect(tradesOf(planOf(example(100_000, 10, { trigger: totalDrift('121') })))).toEqual([]);
  });
});

describe('46 / 25 / 29 against thirds in total_drift: the largest until the total is within the band', () => {
  it('is sold and bought, the third is not needed', () => {
    const plan = planOf({
      cash: '1000',
      etfs: [
        { symbol: 'AAA', weight: '34', held: '460', price: '100' },
        { symbol: 'BBB', weight: '36', held: '250', price: '100' },
        { symbol: 'CCC', weight: '30', held: '290', price: '100' },
      ],
      rebalance: {
        trigger: totalDrift('250'),
        cashBuffer: { kind: 'abs', amount: usd('1000') },
      },
    });
    expect(tradesOf(plan)).toEqual(['SELL 120 AAA', 'BUY 110 BBB']);
  });
});

describe('CASH = -50 and gross exposure of 150%', () => {
  const borrowing = (leverage: string, buffer = '0'): Example => ({
    cash: '100000',
    etfs: [
      { symbol: 'AAA', weight: '90', price: '30' },
      { symbol: 'BBB', weight: '60', price: '20' },
    ],
    rebalance: {
      maxLeverage: ratio(leverage),
      cashBuffer: { kind: 'pct', share: ratio(buffer) },
      slippageReserve: ratio('0.002'),
    },
  });

  it('borrows half of the account for one and a half times of it', () => {
    const plan = planOf(borrowing('1.6', '0.01'));
    expect(plan.base.investable).toBe(usd('99000'));
    expect(plan.base.targetTotal).toBe(usd('148500'));
    expect(plan.base.cashTarget).toBe(usd('-48500'));
    expect(plan.cash.buys).toBe(usd('148500'));
    expect(plan.after.leverage < ratio('1.49')).toBe(true);
    expect(plan.cash.after >= plan.cash.floor).toBe(true);
  });

  it('is cut by the leverage guard, the smaller drift last', () => {
    const plan = planOf(borrowing('1.2', '0.01'));
    expect(lineOf(plan, 'AAA').reasons).toMatchObject([{ kind: 'out-of-band' }]);
    expect(lineOf(plan, 'BBB').reasons).toMatchObject([
      { kind: 'out-of-band' },
      { kind: 'cut', row: 'leverage' },
    ]);
    expect(plan.after.leverage <= ratio('1.2')).toBe(true);
    const worth = usd('100000') - plan.cash.commissions - plan.cash.reserve;
    expect((plan.after.gross + usd('20')) * ONE > ratio('1.2') * worth).toBe(true);
  });

  it('without a buffer its own costs come out of what is borrowed', () => {
    const plan = planOf(borrowing('2'));
    expect(plan.cash.floor).toBe(usd('-50000'));
    expect(plan.cash.after >= usd('-50000')).toBe(true);
  });
});

describe('buys are scaled to the buying power after the sells', () => {
  const example: Example = {
    cash: '1000',
    etfs: [
      { symbol: 'OUT', weight: '0', held: '100', price: '40' },
      { symbol: 'BIG', weight: '60', price: '50' },
      { symbol: 'MID', weight: '30', price: '50' },
      { symbol: 'LOW', weight: '10', held: '30', price: '200', quote: 'none', marketPrice: '200' },
    ],
    rebalance: { cashBuffer: { kind: 'abs', amount: usd('100') } },
  };

  it('the largest drift first, and the plan names who had to wait and for how much', () => {
    // 11,000 to invest: 6,600 and 3,300 are wanted; 4,000 of sells and 900 of cash are there.
    const plan = planOf(example);
    expect(tradesOf(plan)).toEqual(['SELL 100 OUT', 'BUY 98 BIG']);
    expect(lineOf(plan, 'BIG').reasons).toContainEqual({
      kind: 'cut',
      row: 'cash',
      wanted: shares('130'),
    });
    expect(lineOf(plan, 'MID').reasons).toContainEqual({
      kind: 'cut',
      row: 'cash',
      wanted: shares('65'),
    });
  });

  it('maintenance_buffer_pct binds before the cash does', () => {
    const guarded = {
      ...example,
      netLiquidation: '11000',
      excessLiquidity: '4000',
      rebalance: { ...example.rebalance, maintenanceBuffer: ratio('0.4') },
    };
    // The sells set 1,000 of margin free: 5,000 less the floor of 4,400 and the costs is a margin
    // for buys of about 2,390 dollars.
    const plan = planOf(guarded);
    expect(tradesOf(plan)).toEqual(['SELL 100 OUT', 'BUY 47 BIG']);
    expect(lineOf(plan, 'BIG').reasons).toContainEqual(
      expect.objectContaining({ kind: 'cut', row: 'maintenance' }),
    );
  });

  it.each([
    ['ExcessLiquidity', { netLiquidation: '11000' }],
    ['NetLiquidation', { excessLiquidity: '4000' }],
  ])('and without a figure for %s nothing is bought', (_, told) => {
    const rebalance = { ...example.rebalance, maintenanceBuffer: ratio('0') };
    expect(tradesOf(planOf({ ...example, ...told, rebalance }))).toEqual(['SELL 100 OUT']);
  });
});

describe('whole shares, residual drift at most 10 bps (scenario test 4)', () => {
  /** Three funds of at most 200 dollars: half a share is 10 bps of 100,000. */
  const example = (base: number): Example => ({
    cash: String(base * 1.01),
    etfs: [
      { symbol: 'AAA', weight: '50', price: '187.13' },
      { symbol: 'BBB', weight: '30', price: '93.71' },
      { symbol: 'CCC', weight: '20', price: '41.07' },
    ],
    rebalance: { cashBuffer: { kind: 'abs', amount: usd(String(base / 100)) } },
  });

  it.each([100_000, 250_000, 1_000_000])('with %i dollars', (base) => {
    const plan = planOf(example(base));
    for (const line of plan.lines) {
      expect(line.heldAfter % ONE_SHARE).toBe(0n);
      const left = line.valueAfter - line.target;
      expect((left < 0n ? -left : left) * 1000n <= plan.base.investable).toBe(true);
    }
  });

  it('a fund that costs more than its target is held once or not at all', () => {
    const plan = planOf({
      cash: '10100',
      etfs: [
        { symbol: 'AAA', weight: '97', price: '10' },
        { symbol: 'SPY', weight: '3', price: '700' },
      ],
      rebalance: { cashBuffer: { kind: 'abs', amount: usd('100') } },
    });
    expect(tradesOf(plan)).toEqual(['BUY 970 AAA']);
    expect(lineOf(plan, 'SPY').reasons).toContainEqual({ kind: 'indivisible' });
  });
});

describe('allow_fractional', () => {
  const example: Example = {
    cash: '1000',
    etfs: [
      { symbol: 'AAA', weight: '50', held: '0.5', price: '333.33' },
      { symbol: 'OLD', weight: '0', held: '1.2345', price: '10' },
      { symbol: 'BBB', weight: '50', price: '41.07', quote: { bid: price('41.07') } },
    ],
    rebalance: {
      orderUnit: asShares(1n),
      cashBuffer: { kind: 'abs', amount: usd('20') },
    },
  };

  it('orders ten-thousandths of a share, to the nearest that fits, and sells to nothing', () => {
    const plan = planOf(example);
    expect(tradesOf(plan)).toEqual(['SELL 1.2345 OLD', 'BUY 14.1102 BBB', 'BUY 1.2385 AAA']);
    for (const { trade, driftUsd } of plan.buys) {
      const left = absUsd(asUsd(driftUsd + trade.value));
      expect(2n * left <= trade.price).toBe(true);
    }
  });

  it('without it the fraction of a sold holding stays, and is told', () => {
    const whole = { ...example, rebalance: { ...example.rebalance, orderUnit: ONE_SHARE } };
    const plan = planOf(whole);
    expect(tradesOf(plan)).toEqual(['SELL 1 OLD', 'BUY 14 BBB', 'BUY 1 AAA']);
    expect(lineOf(plan, 'OLD').heldAfter).toBe(shares('0.2345'));
    expect(lineOf(plan, 'OLD').reasons).toContainEqual({ kind: 'dust', left: shares('0.2345') });
  });
});
