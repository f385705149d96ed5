import { describe, expect, it } from 'vitest';
import type { Quote } from '../account/quote.ts';
import type { PriceSource } from '../settings.ts';
import { exampleQuote } from '../testing/example-account.ts';
import { price } from '../units/price.ts';
import { valuePrice } from './valuation.ts';

function value(quote: Partial<Quote>, ...sources: PriceSource[]) {
  const { price: at, source, clamped } = valuePrice(exampleQuote('100', quote), sources) ?? {};
  return { at, source, clamped };
}

const nothing = { at: undefined, source: undefined, clamped: undefined };
const noMarket = { bid: undefined, ask: undefined };

describe('the first source of the chain that has a price decides', () => {
  it.each([
    ['last first', {}, ['last', 'midpoint', 'close'], '100', 'last'],
    ['no last trade', { last: undefined }, ['last', 'midpoint', 'close'], '100', 'midpoint'],
    [
      'only a close',
      { last: undefined, ...noMarket },
      ['last', 'midpoint', 'close'],
      '100',
      'close',
    ],
    ['the close by choice', { close: price('90') }, ['close', 'last'], '90', 'close'],
    ['bidask of a holding', { bid: price('99'), ask: price('102') }, ['bidask'], '100.5', 'bidask'],
  ] as const)('%s', (_, quote, sources, at, source) => {
    expect(value(quote, ...sources)).toEqual({ at: price(at), source, clamped: false });
  });

  it('without any there is no price', () => {
    expect(value({ last: undefined }, 'last')).toEqual(nothing);
    expect(value({ close: undefined }, 'close')).toEqual(nothing);
    expect(value({})).toEqual(nothing);
  });
});

describe('a last trade outside the market is moved to its edge, and says so', () => {
  const market = { bid: price('99.90'), ask: price('100.10') };
  it.each([
    ['99.89', '99.90', true],
    ['99.90', '99.90', false],
    ['100.00', '100.00', false],
    ['100.10', '100.10', false],
    ['250', '100.10', true],
  ])('%s is valued at %s, clamped: %s', (last, at, clamped) => {
    const found = value({ ...market, last: price(last) }, 'last');
    expect(found).toEqual({ at: price(at), source: 'last', clamped });
  });

  it.each([
    ['one-sided', { bid: price('101'), ask: undefined }],
    ['crossed', { bid: price('105'), ask: price('104') }],
  ])('a %s market moves nothing', (_, quote) => {
    const unmoved = { at: price('100'), source: 'last', clamped: false };
    expect(value(quote, 'last')).toEqual(unmoved);
  });
});

describe('the middle', () => {
  it('between two units is rounded up', () => {
    const quote = { bid: price('0.5000'), ask: price('0.5001') };
    expect(value(quote, 'midpoint').at).toBe(price('0.5001'));
  });

  it.each([
    ['no bid', { bid: undefined }],
    ['no ask', { ask: undefined }],
    ['a crossed market', { bid: price('100.02'), ask: price('100.01') }],
  ])('does not exist with %s', (_, quote) => {
    expect(value(quote, 'midpoint')).toEqual(nothing);
    expect(value(quote, 'bidask')).toEqual(nothing);
  });
});

describe('what a share is counted with when it is traded', () => {
  const market = { bid: price('99'), ask: price('102') };
  const traded = (...sources: PriceSource[]) => {
    const { price: at, buyAt, sellAt } = valuePrice(exampleQuote('100', market), sources)!;
    return [at, buyAt, sellAt];
  };

  it('bidask: the ask for a buy, the bid for a sell, the middle for a holding', () => {
    expect(traded('bidask')).toEqual([price('100.5'), price('102'), price('99')]);
  });

  it.each([
    ['last', '100'],
    ['midpoint', '100.5'],
    ['close', '100'],
  ] as const)('%s: one price for all three', (source, at) => {
    expect(traded(source)).toEqual([price(at), price(at), price(at)]);
  });

  it('in a chain the source that is used decides', () => {
    expect(traded('last', 'bidask')).toEqual([price('100'), price('100'), price('100')]);
    const noLast = exampleQuote('100', { ...market, last: undefined });
    expect(valuePrice(noLast, ['last', 'bidask'])).toMatchObject({ buyAt: price('102') });
  });

  it('the middle that was rounded up is no dearer than the ask', () => {
    const quote = exampleQuote('100', { bid: price('0.5000'), ask: price('0.5001') });
    expect(valuePrice(quote, ['bidask'])).toMatchObject({
      price: price('0.5001'),
      buyAt: price('0.5001'),
      sellAt: price('0.5000'),
    });
  });
});
