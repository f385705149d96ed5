import { describe, expect, it } from 'vitest';
import { perHolding, type Example } from '../testing/example-account.ts';
import { lineOf, planOf, tradesOf } from '../testing/example-plan.ts';
import { price } from '../units/price.ts';
import { usd } from '../units/usd.ts';

const narrow = { bid: price('0.9999'), ask: price('1.0001') };

/** 100,000 to invest, half in each; AAA is overweight by `more` dollars and BBB underweight. */
function twoHalves(more: number, rebalance: Example['rebalance'] = {}): Example {
  return {
    cash: '1000',
    etfs: [
      { symbol: 'AAA', weight: '50', held: String(50_000 + more), price: '1', quote: narrow },
      { symbol: 'BBB', weight: '50', held: String(50_000 - more), price: '1', quote: narrow },
    ],
    rebalance: { cashBuffer: { kind: 'abs', amount: usd('1000') }, ...rebalance },
  };
}

const kindsOf = (example: Example, symbol = 'AAA') =>
  lineOf(planOf(example), symbol).reasons.map(({ kind }) => kind);

describe('a drift of exactly the band does not trade', () => {
  it.each([
    ['exactly the band', 500, []],
    ['a dollar more', 501, ['SELL 501 AAA', 'BUY 501 BBB']],
    ['a dollar less', 499, []],
  ])('%s, at 50 bps of 100,000', (_, more, trades) => {
    expect(tradesOf(planOf(twoHalves(more, { trigger: perHolding('50') })))).toEqual(trades);
  });

  it('one unit of 1e-8 dollar above it does: the comparison is exact', () => {
    const almost = (amount: string): Example => ({
      ...twoHalves(500, { trigger: perHolding('50') }),
      cash: amount,
    });
    // 2e-8 dollars less cash: 1e-8 less target for AAA, and a band that is smaller by far less.
    expect(kindsOf(almost('1000'))).toEqual(['in-band']);
    expect(kindsOf(almost('999.99999998'))).toContain('out-of-band');
    expect(kindsOf(almost('1000.00000002'))).toEqual(['in-band']);
  });

  it('with a band of 0 a holding on its target does not trade, any other drift does', () => {
    expect(kindsOf(twoHalves(0))).toEqual(['in-band']);
    expect(kindsOf(twoHalves(1))).toEqual(['out-of-band']);
  });
});

describe('min_order_usd is inclusive', () => {
  it.each([
    [500, ['SELL 500 AAA', 'BUY 500 BBB'], ['out-of-band']],
    [499, [], ['out-of-band', 'drift-below-min-order']],
  ])('a drift of %i dollars against 500', (more, trades, kinds) => {
    const example = twoHalves(more, { minOrder: usd('500') });
    expect(tradesOf(planOf(example))).toEqual(trades);
    expect(kindsOf(example)).toEqual(kinds);
  });
});

describe('the order of priority', () => {
  it('is the largest drift in dollars, and only then the alphabet', () => {
    const plan = planOf({
      cash: '4400',
      etfs: [
        { symbol: 'DDD', weight: '25', held: '1000', price: '1' },
        { symbol: 'CCC', weight: '25', held: '1000', price: '1' },
        { symbol: 'BBB', weight: '25', held: '1600', price: '1' },
        { symbol: 'AAA', weight: '25', held: '2000', price: '1' },
      ],
      rebalance: { cashBuffer: { kind: 'abs', amount: usd('100') } },
    });
    expect(tradesOf(plan)).toEqual(['BUY 1475 CCC', 'BUY 1475 DDD', 'BUY 875 BBB', 'BUY 475 AAA']);
  });

  it('two contracts of one symbol keep their order however the account is read', () => {
    const etfs = [
      { symbol: 'OLD', held: '10', price: '50', contract: { conId: 5 } },
      { symbol: 'OLD', held: '10', price: '50', contract: { conId: 4 } },
      { symbol: 'VTI', weight: '100', held: '10', price: '100' },
    ];
    const sold = (list: Example['etfs']) =>
      planOf({ etfs: list, rebalance: { unlistedEtfs: 'sell' } }).sells.map(
        ({ holding }) => holding.contract.conId,
      );
    expect(sold(etfs)).toEqual([4, 5]);
    expect(sold([...etfs].reverse())).toEqual([4, 5]);
  });
});
