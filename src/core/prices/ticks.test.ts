import { describe, expect, it } from 'vitest';
import { US_TICKS } from '../testing/example-account.ts';
import { BrokenInvariant } from '../units/assert.ts';
import { asPrice, price } from '../units/price.ts';
import { isOnTick, tickAt, toTick } from './ticks.ts';

describe('the rung of a price grid', () => {
  it.each([
    ['0.0001', '0.0001'],
    ['0.9999', '0.0001'],
    ['1', '0.01'],
    ['600', '0.01'],
  ])('at %s is %s', (at, tick) => {
    expect(tickAt(US_TICKS, price(at))).toBe(price(tick));
  });

  it('below the lowest rung it is the lowest', () => {
    const ladder = [{ from: price('1'), increment: price('0.05') }];
    expect(tickAt(ladder, price('0.50'))).toBe(price('0.05'));
  });

  it.each([
    ['no rungs', []],
    ['a step of nothing', [{ from: price('0'), increment: price('0') }]],
  ])('a grid with %s is a bug', (_, ladder) => {
    expect(() => tickAt(ladder, price('1'))).toThrow(BrokenInvariant);
  });
});

it.each([
  ['100.01', true],
  ['100.005', false],
  ['0.9999', true],
  ['1.0001', false],
])('%s is on the grid: %s', (at, expected) => {
  expect(isOnTick(US_TICKS, price(at))).toBe(expected);
});

describe('an exact price is put on the grid in the named direction', () => {
  it.each([
    [1_000_750n, 'floor', '100.07'],
    [1_000_750n, 'ceil', '100.08'],
    [1_000_750n, 'halfUp', '100.08'],
    [1_000_750n, 'halfDown', '100.07'],
    [1_000_751n, 'halfDown', '100.08'],
    [1_000_749n, 'halfUp', '100.07'],
    [1_000_700n, 'ceil', '100.07'],
  ] as const)('%s, %s, is %s', (units, rounding, expected) => {
    expect(toTick(US_TICKS, { numerator: units, denominator: 1n }, rounding)).toBe(price(expected));
    const finer = { numerator: 3n * units, denominator: 3n };
    expect(toTick(US_TICKS, finer, rounding)).toBe(price(expected));
  });

  it('just below one dollar a ceil lands on the dollar, which both rungs share', () => {
    const almost = { numerator: 99_999n, denominator: 10n };
    expect(toTick(US_TICKS, almost, 'ceil')).toBe(price('1'));
    expect(toTick(US_TICKS, almost, 'floor')).toBe(asPrice(9_999n));
  });
});
