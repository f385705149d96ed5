import { describe, expect, it } from 'vitest';
import { perHolding, totalDrift, type Example } from '../testing/example-account.ts';
import { lineOf, planOf, tradesOf } from '../testing/example-plan.ts';
import { price } from '../units/price.ts';
import { ratio } from '../units/ratio.ts';
import { ONE_SHARE } from '../units/shares.ts';
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

describe('trigger_mode = total_drift', () => {
  /** A and B drifted by so many dollars of 100,000 from 50 each, C on its target of the rest. */
  const drifted = (a: number, b: number, band: string): Example => ({
    cash: String(1_000 - a - b),
    etfs: [
      { symbol: 'AAA', weight: '30', held: String(30_000 + a), price: '1', quote: narrow },
      { symbol: 'BBB', weight: '30', held: String(30_000 + b), price: '1', quote: narrow },
      { symbol: 'CCC', weight: '40', held: '40000', price: '1', quote: narrow },
    ],
    rebalance: {
      trigger: totalDrift(band),
      cashBuffer: { kind: 'abs', amount: usd('1000') },
    },
  });

  it.each([
    ['exactly the band', 500, -500, '100', []],
    ['a dollar more on each side', 501, -501, '100', ['SELL 501 AAA', 'BUY 501 BBB']],
    ['cash counts: what is over is missing in cash', 500, 0, '100', []],
    ['and it counts twice with it', 501, 0, '100', ['SELL 501 AAA']],
    ['idle cash is bought for', 0, -501, '100', ['BUY 501 BBB']],
  ])('%s', (_, a, b, band, trades) => {
    expect(tradesOf(planOf(drifted(a, b, band)))).toEqual(trades);
  });

  it('trades the largest drifts only, when they alone bring the total into its band', () => {
    const example = {
      ...drifted(5_000, -4_950, '100'),
      etfs: [
        ...drifted(5_000, -4_950, '100').etfs.slice(0, 2),
        { symbol: 'CCC', weight: '40', held: '39950', price: '1', quote: narrow },
      ],
      cash: '1000',
    };
    const plan = planOf(example);
    expect(tradesOf(plan)).toEqual(['SELL 5000 AAA', 'BUY 4950 BBB']);
    expect(lineOf(plan, 'CCC').reasons).toMatchObject([
      { kind: 'total-out-of-band' },
      { kind: 'not-needed' },
    ]);
    expect(plan.totalDrift).toBe(usd('10000'));
    expect(plan.totalDriftAfter).toBe(usd('100'));
  });

  it('shows the total to the nearest 1e-8 of the base', () => {
    // 332.70, 0.30 and 0.40 in the lines and 332 in cash, of 100,001 dollars.
    const [reason] = lineOf(planOf({ ...drifted(333, 0, '1'), cash: '668' }), 'AAA').reasons;
    expect(reason).toMatchObject({ kind: 'total-out-of-band', total: ratio('0.00665393') });
  });

  it('ignores the band of single holdings: one may be far out while the total is in', () => {
    expect(kindsOf(drifted(400, -400, '100'))).toEqual(['total-in-band']);
    expect(tradesOf(planOf(drifted(400, -400, '79')))).toEqual(['SELL 400 AAA', 'BUY 400 BBB']);
  });

  it('takes the whole pool when no part of it is enough', () => {
    const example = drifted(600, -600, '100');
    const frozen = example.etfs.map((etf) =>
      etf.symbol === 'BBB' ? { ...etf, quote: { ...narrow, halted: true, bid: undefined } } : etf,
    );
    expect(tradesOf(planOf({ ...example, etfs: frozen }))).toEqual(['SELL 600 AAA']);
  });

  it('says that a line on its target is on it', () => {
    expect(kindsOf(drifted(600, -600, '100'), 'CCC')).toEqual(['total-out-of-band', 'on-target']);
  });

  it('respects min_order_usd before it looks for the shortest run', () => {
    const example = drifted(600, -499, '100');
    const plan = planOf({ ...example, rebalance: { ...example.rebalance, minOrder: usd('500') } });
    expect(tradesOf(plan)).toEqual(['SELL 600 AAA']);
    expect(
      kindsOf({ ...example, rebalance: { ...example.rebalance, minOrder: usd('500') } }, 'BBB'),
    ).toContain('drift-below-min-order');
  });
});

describe('mode', () => {
  const swap = (mode: 'buy_only' | 'sell_only', cash = '1000'): Example => ({
    ...twoHalves(600, { mode }),
    cash,
  });

  it('buy_only drops every sell before sizing, so that the buys have the cash only', () => {
    const plan = planOf(swap('buy_only', '1300'));
    expect(tradesOf(plan)).toEqual(['BUY 300 BBB']);
    expect(lineOf(plan, 'AAA').reasons).toMatchObject([
      { kind: 'out-of-band' },
      { kind: 'other-side', mode: 'buy_only', wanted: 450n * ONE_SHARE },
    ]);
  });

  it('sell_only drops every buy, and says what it would have bought', () => {
    const plan = planOf(swap('sell_only'));
    expect(tradesOf(plan)).toEqual(['SELL 600 AAA']);
    expect(lineOf(plan, 'BBB').reasons).toMatchObject([
      { kind: 'out-of-band' },
      { kind: 'other-side', mode: 'sell_only', wanted: 600n * ONE_SHARE },
    ]);
  });

  it('keeps the other reasons of a side that would not have traded anyway', () => {
    const example = swap('buy_only');
    const halted = example.etfs.map((etf) => ({
      ...etf,
      quote: 'none' as const,
      marketPrice: '1',
    }));
    expect(kindsOf({ ...example, etfs: halted })).toEqual([
      'valued-by-broker',
      'out-of-band',
      'frozen',
    ]);
  });

  it('goes with total_drift: the shortest run is that of one side', () => {
    const example = twoHalves(600, { mode: 'sell_only', trigger: totalDrift('100') });
    expect(tradesOf(planOf(example))).toEqual(['SELL 600 AAA']);
  });
});

describe('idle_cash_band_bps', () => {
  /** Three holdings a tenth below their targets of 100,000 dollars, and that tenth in cash. */
  const deposit = (idle: string | undefined, cash = '11000'): Example => ({
    cash,
    etfs: ['A', 'B', 'C'].map((letter, at) => ({
      symbol: letter.repeat(3),
      weight: String([50, 30, 20][at]),
      held: String([45_000, 27_000, 18_000][at]),
      price: '1',
      quote: narrow,
    })),
    rebalance: {
      trigger: perHolding('600', idle),
      cashBuffer: { kind: 'abs', amount: usd('1000') },
    },
  });

  it('without it a deposit waits while every holding is in its band', () => {
    expect(tradesOf(planOf(deposit(undefined)))).toEqual([]);
  });

  it('invests the cash in what is underweight, the largest drift first', () => {
    const plan = planOf(deposit('500'));
    expect(tradesOf(plan)).toEqual(['BUY 5000 AAA', 'BUY 3000 BBB', 'BUY 2000 CCC']);
    expect(kindsOf(deposit('500'))[0]).toBe('idle-cash');
  });

  it.each([
    ['exactly the band', '1000', []],
    ['less', '1001', []],
  ])('does nothing at %s', (_, idle, trades) => {
    expect(tradesOf(planOf(deposit(idle)))).toEqual(trades);
  });

  it.each([
    ['on its target', '8000', '30000', ['BUY 5000 AAA', 'BUY 2000 CCC']],
    ['above it', '7999', '30001', ['BUY 5000 AAA', 'BUY 1999 CCC']],
  ])('never sells for it: what is %s stays in its band', (_, cash, held, trades) => {
    const [first, second, third] = deposit('500').etfs;
    const example = { ...deposit('500', cash), etfs: [first!, { ...second!, held }, third!] };
    expect(tradesOf(planOf(example))).toEqual(trades);
    expect(kindsOf(example, 'BBB')).toEqual(['in-band']);
  });

  it('is never cash that is lacking, however much', () => {
    const [first, second, third] = deposit('500').etfs;
    const etfs = [{ ...first!, held: '55800' }, second!, { ...third!, held: '23000' }];
    const short = { ...deposit('500', '-4800'), etfs };
    expect(kindsOf(short, 'BBB')).toEqual(['in-band']);
  });

  it('says how much of it there is, to the nearest 1e-8 of the base', () => {
    // 9,001 of 99,001 dollars.
    const [reason] = lineOf(planOf(deposit('500', '10001')), 'AAA').reasons;
    expect(reason).toMatchObject({ kind: 'idle-cash', cashDrift: ratio('0.09091827') });
  });
});
