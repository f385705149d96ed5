import { describe, expect, it } from 'vitest';
import type { PricedOrder } from '../prices/limit-price.ts';
import { price } from '../units/price.ts';
import { bps, ratio } from '../units/ratio.ts';
import { shares, wholeShares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { commissionOf, costOf, mostSavedByOneShareLess, reservePrice } from './costs.ts';

describe('the commission: half a cent a share, at least a dollar, at most one percent', () => {
  it.each([
    ['1000', '100', '5'],
    ['200', '100', '1'],
    ['201', '100', '1.005'],
    ['1', '100', '1'],
    ['1', '99.99', '0.9999'],
    ['1', '50', '0.5'],
    ['10', '0.30', '0.03'],
    ['100000', '0.30', '300'],
  ])('%s shares at %s cost %s', (quantity, at, expected) => {
    expect(commissionOf(shares(quantity), price(at))).toBe(usd(expected));
  });

  it('one percent is rounded up', () => {
    expect(commissionOf(shares('0.0001'), price('0.0101'))).toBe(usd('0.00000002'));
  });
});

describe('what one share is counted with', () => {
  const market: PricedOrder = { kind: 'market', notes: [] };
  const limit = (at: string): PricedOrder => ({ kind: 'limit', limit: price(at), notes: [] });

  it.each([
    ['BUY', '100', market, '100.20'],
    ['SELL', '100', market, '99.80'],
    ['BUY', '33.3333', market, '33.4000'],
    ['SELL', '33.3333', market, '33.2666'],
    ['BUY', '100', limit('100.05'), '100.20'],
    ['BUY', '100', limit('100.50'), '100.50'],
    ['BUY', '100', limit('99.50'), '100.20'],
    ['SELL', '100', limit('99.95'), '99.80'],
    ['SELL', '100', limit('99.50'), '99.50'],
    ['SELL', '100', limit('101'), '99.80'],
  ] as const)('%s at %s: the worse of limit and 20 bps, rounded against us', (...row) => {
    const [side, at, order, expected] = row;
    expect(reservePrice(side, price(at), order, bps('20'))).toBe(price(expected));
  });

  it('a reserve of everything leaves a sell nothing', () => {
    expect(reservePrice('SELL', price('100'), market, ratio('1'))).toBe(0n);
  });
});

it.each([
  ['a buy', '100', '100.20', '1.2'],
  ['a sell', '100', '99.80', '1.2'],
  ['a cheap buy, whose commission is one percent of the dearer price', '50', '60', '10.6'],
  ['a cheap sell, whose commission is one percent of the dearer price', '50', '40', '10.5'],
])('the costs of %s are commission and reserve', (_, at, reserved, expected) => {
  expect(costOf(shares('1'), price(at), price(reserved))).toBe(usd(expected));
});

describe('the most that one share less can save', () => {
  it.each([
    ['a hundredth of the price and the reserve', '100', '100.20', '1.202'],
    ['the hundredth is of the dearer price, for a sell too', '100', '99.80', '1.2'],
    ['half a cent where a hundredth is less', '0.30', '0.31', '0.015'],
  ])('%s', (_, at, reserved, expected) => {
    expect(mostSavedByOneShareLess(price(at), price(reserved))).toBe(usd(expected));
  });

  it.each([
    ['0.30', '0.31'],
    ['0.50', '0.50'],
    ['7.77', '7.7855'],
    ['100', '99.80'],
  ])('at %s, counted at %s, no step of 300 saves more', (at, reserved) => {
    const costs = (count: bigint) => costOf(wholeShares(count), price(at), price(reserved));
    const most = mostSavedByOneShareLess(price(at), price(reserved));
    for (let count = 1n; count <= 300n; count += 1n) {
      expect(costs(count) - costs(count - 1n)).toBeLessThanOrEqual(most);
    }
  });
});
