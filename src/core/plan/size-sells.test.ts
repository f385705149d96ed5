import { describe, expect, it } from 'vitest';
import { exampleQuote, exampleSettings, type Example } from '../testing/example-account.ts';
import { lineOf, planOf, tradesOf } from '../testing/example-plan.ts';
import { price } from '../units/price.ts';
import { bps, ratio } from '../units/ratio.ts';
import { shares, SMALLEST_FRACTION } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { sizeSell } from './size-sells.ts';

/** AAA should be 1,000 dollars in an account of 2,000 that holds `cash` and AAA only. */
function overweight(held: string, at: string, rebalance: Example['rebalance'] = {}): Example {
  const value = Number(held) * Number(at);
  return {
    cash: (2000 - value).toFixed(8),
    etfs: [{ symbol: 'AAA', weight: '50', held, price: at }],
    rebalance,
  };
}

const linesOf = (example: Example) => {
  const plan = planOf(example);
  return { trades: tradesOf(plan), kinds: lineOf(plan, 'AAA').reasons.map(({ kind }) => kind) };
};

describe('a sell is the nearest whole number of shares', () => {
  it.each([
    ['2.49 shares too many', '12.49', '100', '2'],
    ['2.5 shares too many: a tie sells more, which frees cash', '12.5', '100', '3'],
    ['2.51 shares too many', '12.51', '100', '3'],
    ['half a share too many', '10.5', '100', '1'],
    ['7 shares too many', '17', '100', '7'],
  ])('%s', (_, held, at, sold) => {
    expect(linesOf(overweight(held, at)).trades).toEqual([`SELL ${sold} AAA`]);
  });

  it('less than half a share is not sold', () => {
    expect(linesOf(overweight('10.49', '100'))).toEqual({
      trades: [],
      kinds: ['out-of-band', 'indivisible'],
    });
  });
});

describe('min_order_usd is inclusive and looks at whole shares', () => {
  it.each([
    ['500', ['SELL 5 AAA'], ['out-of-band']],
    ['500.00000001', [], ['out-of-band', 'order-below-min-order']],
  ])('5.2 shares at 100 against %s', (minOrder, trades, kinds) => {
    expect(linesOf(overweight('15.2', '100', { minOrder: usd(minOrder) }))).toEqual({
      trades,
      kinds,
    });
  });

  it('a drift below it is not even a candidate', () => {
    expect(linesOf(overweight('14.9', '100', { minOrder: usd('500') })).kinds).toEqual([
      'out-of-band',
      'drift-below-min-order',
    ]);
  });
});

describe('a target of zero sells every whole share', () => {
  const exit = (held: string, rebalance: Example['rebalance'] = {}) => {
    const plan = planOf({
      cash: '1000',
      etfs: [
        { symbol: 'AAA', weight: '0', held, price: '100' },
        { symbol: 'BBB', weight: '100', held: '1', price: '100' },
      ],
      rebalance,
    });
    const { heldAfter, reasons } = lineOf(plan, 'AAA');
    return { trades: tradesOf(plan).filter((trade) => trade.endsWith('AAA')), heldAfter, reasons };
  };

  it.each([
    ['10', ['SELL 10 AAA'], '0'],
    ['10.7', ['SELL 10 AAA'], '0.7'],
    ['10.067', ['SELL 10 AAA'], '0.067'],
    ['0.7', [], '0.7'],
  ])('of %s shares: %j, %s stay as dust', (held, trades, dust) => {
    expect(exit(held)).toMatchObject({ trades, heldAfter: shares(dust) });
  });

  it('says that it is an exit, and what stays', () => {
    const kinds = (held: string) => exit(held).reasons.map(({ kind }) => kind);
    expect(kinds('10')).toEqual(['out-of-band', 'full-exit']);
    expect(kinds('10.7')).toEqual(['out-of-band', 'full-exit', 'dust']);
    expect(exit('10.7').reasons).toContainEqual({ kind: 'dust', left: shares('0.7') });
  });

  it('that is worth less than min_order_usd stays, and says so', () => {
    const minOrder = usd('500');
    expect(exit('4', { minOrder })).toMatchObject({ trades: [], heldAfter: shares('4') });
    expect(exit('4', { minOrder }).reasons).toContainEqual({
      kind: 'drift-below-min-order',
      minOrder,
    });
    expect(exit('5.1', { minOrder }).trades).toEqual(['SELL 5 AAA']);
  });
});

describe('never more than is held', () => {
  it('a tie at the last fraction sells the whole shares only', () => {
    // A weight of one in a hundred million: the target is a hundredth of a cent, not an exit.
    const plan = planOf({
      cash: '9000',
      etfs: [
        { symbol: 'AAA', weight: '0.000001', held: '10.6', price: '100' },
        { symbol: 'BBB', weight: '99.999999', held: '1', price: '100' },
      ],
    });
    expect(tradesOf(plan)).toContain('SELL 10 AAA');
  });

  it('a short position is frozen', () => {
    const plan = planOf({
      cash: '9000',
      etfs: [
        { symbol: 'AAA', weight: '0', held: '-10', price: '100' },
        { symbol: 'BBB', weight: '100', held: '1', price: '100' },
      ],
    });
    expect(lineOf(plan, 'AAA')).toMatchObject({ trade: undefined, heldAfter: shares('-10') });
    expect(lineOf(plan, 'AAA').reasons).toContainEqual({ kind: 'frozen', why: 'short' });
  });
});

describe('what is not sold', () => {
  it.each([
    ['no-market', { ask: undefined }],
    ['no-market', { bid: price('100.01'), ask: price('100') }],
  ] as const)('%s', (why, quote) => {
    const example = overweight('15', '100');
    const etfs = example.etfs.map((etf) => ({ ...etf, quote: exampleQuote('100', quote) }));
    const { trades } = linesOf({ ...example, etfs });
    expect(trades).toEqual([]);
    expect(lineOf(planOf({ ...example, etfs }), 'AAA').reasons).toContainEqual({
      kind: 'frozen',
      why,
    });
  });

  it('a halted symbol gets no market order', () => {
    const example = overweight('15', '100');
    const etfs = example.etfs.map((etf) => ({ ...etf, quote: { halted: true } }));
    const plan = planOf({ ...example, etfs, limits: { style: 'off' } });
    expect(tradesOf(plan)).toEqual([]);
    expect(lineOf(plan, 'AAA').reasons).toContainEqual({ kind: 'frozen', why: 'halted' });
  });

  // The commission of one share at 100 dollars is one dollar: a hundredth of it.
  it.each([
    ['all of it', '1', []],
    ['all but the commission', '0.99', []],
    ['a cent less', '0.9899', ['SELL 1 AAA']],
  ])('what the commission would eat: a slippage reserve of %s', (_, slippage, trades) => {
    const sold = linesOf(overweight('11', '100', { slippageReserve: ratio(slippage) }));
    expect(sold.trades).toEqual(trades);
    expect(sold.kinds.includes('no-proceeds')).toBe(trades.length === 0);
  });

  it('what nobody can value', () => {
    const line = lineOf(planOf(overweight('15', '100')), 'AAA');
    const unvalued = { ...line, holding: { ...line.holding, valuation: undefined } };
    expect(sizeSell(unvalued, exampleSettings().rebalance)).toEqual({
      trade: undefined,
      reasons: [{ kind: 'frozen', why: 'no-price' }],
    });
  });
});

it('what a sell is counted with is at most its limit and its slippage, rounded down', () => {
  const sold = lineOf(planOf(overweight('40', '33.33', { slippageReserve: bps('20') })), 'AAA');
  expect(sold.trade?.reserved).toBe(price('33.2633'));
  const limited = lineOf(planOf(overweight('40', '33.33')), 'AAA');
  expect(limited.trade?.reserved).toBe(price('33.32'));
});

it('the margin that a sell sets free is a quarter of its value, rounded down', () => {
  // With fractions of a share a value need not be a multiple of 4e-8 dollars.
  const fractions = { orderUnit: SMALLEST_FRACTION };
  const { trade } = lineOf(planOf(overweight('6.6667', '300.0003', fractions)), 'AAA');
  expect(trade?.quantity).toBe(shares('3.3334'));
  expect(trade?.value).toBe(usd('1000.02100002'));
  expect(trade?.maintenance).toBe(usd('250.00525000'));
});
