import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal, formatExact, parseDecimal } from './decimal.ts';

const seed = 7_002;

describe('parseDecimal', () => {
  it.each([
    ['12.5', 4, 125_000n],
    ['-12.50', 4, -125_000n],
    ['+1', 4, 10_000n],
    ['.5', 4, 5_000n],
    ['-.5', 4, -5_000n],
    ['7.', 4, 70_000n],
    ['007', 0, 7n],
    ['0', 8, 0n],
    ['-0', 8, 0n],
    ['1.23000000', 2, 123n],
    ['99999999999999999999.99', 2, 9_999_999_999_999_999_999_999n],
  ])('"%s" with %i decimals is %s', (text, decimals, units) => {
    expect(parseDecimal(text, decimals)).toBe(units);
  });

  it.each([
    ...['', ' ', '.', '+', '-', '+.', '-.', '--1', '+-1', '1-', '- 1', ' 1', '1 ', '1\n', '1 0'],
    ...['1e5', '1E-5', '0x10', '0b1', 'NaN', 'nan', 'Infinity', '-inf', '1,000', '1_000', '1.2.3'],
    ...['１', '١٢', '$1', '1%', 'null', '∞'],
  ])('"%s" is not a number', (text) => {
    expect(parseDecimal(text, 4)).toBeUndefined();
    expect(parseDecimal(text, 4, 'floor')).toBeUndefined();
  });

  it.each([
    ['1.23456', 'floor', 12345n],
    ['1.23456', 'ceil', 12346n],
    ['-1.23456', 'floor', -12346n],
    ['-1.23456', 'ceil', -12345n],
    ['1.23455', 'halfAway', 12346n],
    ['-1.23455', 'halfAway', -12346n],
    ['0.00005', 'halfDown', 0n],
    ['0.00005', 'halfUp', 1n],
  ] as const)('"%s" has one digit too many and is rounded %s', (text, rounding, units) => {
    expect(parseDecimal(text, 4, rounding)).toBe(units);
  });

  it('refuses a digit too many when no rounding is named, except zeros', () => {
    expect(parseDecimal('1.23456', 4)).toBeUndefined();
    expect(parseDecimal('1.2345000', 4)).toBe(12345n);
  });
});

describe('formatDecimal', () => {
  it.each([
    [12345n, 4, 2, '1.23'],
    [12350n, 4, 2, '1.24'],
    [-12350n, 4, 2, '-1.24'],
    [12349n, 4, 2, '1.23'],
    [49n, 4, 2, '0.00'],
    [50n, 4, 2, '0.01'],
    [5n, 1, 0, '1'],
    [-5n, 1, 0, '-1'],
    [12n, 0, 3, '12.000'],
    [0n, 8, 2, '0.00'],
  ])('%s at scale %i with %i decimals is %s: a tie goes away from zero', (...row) => {
    const [value, scale, decimals, text] = row;
    expect(formatDecimal(value, { scale, decimals })).toBe(text);
  });

  it('prints no sign before an amount that rounds to nothing', () => {
    expect(formatDecimal(-49n, { scale: 4, decimals: 2 })).toBe('0.00');
  });

  it.each([
    [999n, '999'],
    [1000n, '1,000'],
    [-1_234_567n, '-1,234,567'],
    [100_000n, '100,000'],
  ])('%s grouped is %s', (value, text) => {
    expect(formatDecimal(value, { scale: 0, decimals: 0, grouped: true })).toBe(text);
  });
});

it.each([
  [15_000n, 4, '1.5'],
  [1_000_000n, 4, '100'],
  [0n, 4, '0'],
  [-1n, 4, '-0.0001'],
  [100n, 0, '100'],
])('formatExact of %s at scale %i is %s: no decimals that it does not need', (...row) => {
  const [value, scale, text] = row;
  expect(formatExact(value, scale)).toBe(text);
});

it('what is printed with all its decimals reads back to the same integer', () => {
  const anyUnits = fc.bigInt(-(10n ** 24n), 10n ** 24n);
  fc.assert(
    fc.property(anyUnits, fc.integer({ min: 0, max: 10 }), (units, scale) => {
      expect(parseDecimal(formatExact(units, scale), scale)).toBe(units);
      expect(parseDecimal(formatDecimal(units, { scale, decimals: scale }), scale)).toBe(units);
      const grouped = formatDecimal(units, { scale, decimals: scale, grouped: true });
      expect(parseDecimal(grouped.replaceAll(',', ''), scale)).toBe(units);
    }),
    { seed, numRuns: 1000 },
  );
});

it('no text makes it throw, and only digits with a sign and a point are read', () => {
  const almostNumbers = fc.string({ unit: fc.constantFrom(...Array.from('0129.+-eE ,_%\n٣')) });
  fc.assert(
    fc.property(almostNumbers, (text) => {
      const isPlain = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$/.test(text) && !text.endsWith('\n');
      expect(parseDecimal(text, 4, 'floor') !== undefined).toBe(isPlain);
    }),
    { seed, numRuns: 1000 },
  );
});
