import { describe, expect, it } from 'vitest';
import { amountOf, exactly, priceOf, sharesOf, usdOf } from './exact.ts';

describe('a number of the client library', () => {
  it.each([
    [100.075, 4, 1_000_750n],
    [0.1 + 0.2, 8, 30_000_000n],
    [0.00005, 6, 50n],
    [1e-7, 8, 10n],
    [1e21, 0, 1_000_000_000_000_000_000_000n],
    [-3.5, 1, -35n],
  ])('%d with %i decimals is exactly %s', (value, decimals, units) => {
    expect(exactly(value, decimals, 'halfAway')).toBe(units);
  });

  it.each([NaN, Infinity, -Infinity, undefined])('%s is no number', (value) => {
    expect(exactly(value, 4, 'floor')).toBeUndefined();
    expect(usdOf(value)).toBeUndefined();
    expect(sharesOf(value)).toBeUndefined();
  });

  it.each([0, -1, undefined])('a price of %s is no price', (value) => {
    expect(priceOf(value)).toBeUndefined();
  });

  it('rounds a fill finer than 1e-4 against us: up for a buy, down for a sell', () => {
    expect(priceOf(100.00001, 'ceil')).toBe(1_000_001n);
    expect(priceOf(100.00009, 'floor')).toBe(1_000_000n);
  });

  it('never makes more shares of a position than there are', () => {
    expect(sharesOf(41.37129)).toBe(413_712n);
  });
});

describe('an account value', () => {
  it.each([
    ['300000.00', 30_000_000_000_000n],
    [' -12.5 ', -1_250_000_000n],
    ['INDIVIDUAL', undefined],
    ['', undefined],
    ['1.7976931348623157E308', undefined],
  ])('%j is %s', (text, amount) => {
    expect(amountOf(text)).toBe(amount);
  });
});
