import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assert, BrokenInvariant } from './assert.ts';
import { formatPrice, price } from './price.ts';
import { asRatio, bps, formatBps, formatPercent, ONE, partOf, ratio, ratioOf } from './ratio.ts';
import {
  asShares,
  formatShares,
  ONE_SHARE,
  orderablePart,
  shares,
  valueOf,
  wholeShares,
} from './shares.ts';
import { absUsd, asUsd, formatUsd, sumUsd, usd } from './usd.ts';

const seed = 7_004;

it('an invariant that does not hold stops with its words', () => {
  expect(() => {
    assert(false, 'the sky is above');
  }).toThrow(new BrokenInvariant('the sky is above'));
  expect(() => {
    assert(true, 'anything');
  }).not.toThrow();
});

describe('literals', () => {
  it.each([
    [price('99.95'), 999_500n],
    [price('0.0001'), 1n],
    [shares('12.5'), 125_000n],
    [wholeShares(3n), 30_000n],
    [usd('12.50'), 1_250_000_000n],
    [usd('-0.00000001'), -1n],
    [ratio('0.25'), 25_000_000n],
    [bps('50'), 500_000n],
    [bps('0.0001'), 1n],
  ])('%s is counted in its own unit', (value, units) => {
    expect(value).toBe(units);
  });

  it.each([
    ['price', () => price('1.00001')],
    ['number of shares', () => shares('one')],
    ['amount in dollars', () => usd('1e3')],
    ['ratio', () => ratio('NaN')],
    ['number of basis points', () => bps('0.00001')],
  ])('a text that is no %s is a bug', (_, read) => {
    expect(read).toThrow(BrokenInvariant);
  });
});

describe('money', () => {
  it('the value of a holding is exact: 0.0001 shares at 0.0001 dollars', () => {
    expect(valueOf(shares('0.0001'), price('0.0001'))).toBe(1n);
    expect(valueOf(shares('3'), price('33.3333'))).toBe(usd('99.9999'));
    expect(valueOf(shares('-2'), price('10'))).toBe(usd('-20'));
  });

  it('adds up and loses its sign', () => {
    expect(sumUsd([usd('1'), usd('-3'), usd('0.5')])).toBe(usd('-1.5'));
    expect(sumUsd([])).toBe(0n);
    expect(absUsd(usd('-3'))).toBe(usd('3'));
    expect(absUsd(usd('3'))).toBe(usd('3'));
  });

  it.each([
    ['1234.5', {}, '1234.50'],
    ['-1234567.894', { grouped: true }, '-1,234,567.89'],
    ['0.005', {}, '0.01'],
    ['-0.005', {}, '-0.01'],
    ['1.23456789', { decimals: 8 }, '1.23456789'],
    ['99.5', { decimals: 0 }, '100'],
  ])('%s dollars %j are printed as %s', (amount, options, text) => {
    expect(formatUsd(usd(amount), options)).toBe(text);
  });
});

describe('prices and shares', () => {
  it.each([
    ['99.95', '99.95'],
    ['100', '100.00'],
    ['0.1234', '0.1234'],
    ['12.305', '12.3050'],
  ])('the price %s is printed as %s: four decimals only where it needs them', (written, text) => {
    expect(formatPrice(price(written))).toBe(text);
  });

  it.each([
    ['12', '12'],
    ['12.5', '12.5'],
    ['0', '0'],
    ['-3.0001', '-3.0001'],
  ])('%s shares are printed as %s', (written, text) => {
    expect(formatShares(shares(written))).toBe(text);
  });

  it.each([
    ['10.0670', '10'],
    ['0.9999', '0'],
    ['7', '7'],
    ['0', '0'],
  ])('of %s shares %s are whole', (held, whole) => {
    expect(orderablePart(shares(held), ONE_SHARE)).toBe(shares(whole));
  });

  it('a short holding has no whole part', () => {
    expect(() => orderablePart(shares('-1.5'), ONE_SHARE)).toThrow(BrokenInvariant);
  });

  it('the whole part is a number of whole shares, at most one share below the holding', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), (units) => {
        const whole = orderablePart(asShares(units), ONE_SHARE);
        return whole % ONE_SHARE === 0n && whole <= units && units - whole < ONE_SHARE;
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe('ratios', () => {
  it.each([
    ['1', '3', 'floor', '0.33333333'],
    ['1', '3', 'ceil', '0.33333334'],
    ['-1', '3', 'floor', '-0.33333334'],
    ['-1', '3', 'halfAway', '-0.33333333'],
    ['150', '100', 'floor', '1.5'],
  ] as const)('%s of %s dollars, %s, is %s', (part, whole, rounding, expected) => {
    expect(ratioOf(usd(part), usd(whole), rounding)).toBe(ratio(expected));
  });

  it.each(['0', '-1'])('there is no ratio to %s dollars', (whole) => {
    expect(() => ratioOf(usd('1'), usd(whole), 'floor')).toThrow(RangeError);
  });

  it.each([
    ['0.00000005', '0.5', 'floor', '0.00000002'],
    ['0.00000005', '0.5', 'ceil', '0.00000003'],
    ['-100', '0.015', 'floor', '-1.5'],
  ] as const)('%s dollars times %s, %s, is %s', (amount, share, rounding, expected) => {
    expect(partOf(usd(amount), ratio(share), rounding)).toBe(usd(expected));
  });

  it.each([
    [ratio('0.1234'), '12.34', '1234.0'],
    [ratio('-0.00005'), '-0.01', '-0.5'],
    [ratio('0.000049'), '0.00', '0.5'],
    [ONE, '100.00', '10000.0'],
  ])('%s is printed as %s percent and %s basis points', (value, percent, points) => {
    expect(formatPercent(value)).toBe(percent);
    expect(formatBps(value)).toBe(points);
  });

  it('a part and its ratio belong together: floor, back with ceil, is at most one unit off', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 15n), fc.bigInt(10n ** 8n, 10n ** 15n), (part, whole) => {
        const share = ratioOf(asUsd(part), asUsd(whole), 'floor');
        expect(partOf(asUsd(whole), share, 'floor') <= part).toBe(true);
        expect(partOf(asUsd(whole), asRatio(share + 1n), 'ceil') >= part).toBe(true);
      }),
      { seed, numRuns: 500 },
    );
  });
});
