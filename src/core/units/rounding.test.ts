import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divide, roundToMultiple, type Rounding } from './rounding.ts';

const seed = 7_001;

/** The slow way: walk to the integers on both sides of numerator / denominator, and choose. */
function slowly(numerator: number, denominator: number, rounding: Rounding): number {
  let below = -200;
  while ((below + 1) * denominator <= numerator) below += 1;
  if (below * denominator === numerator) return below;
  const toBelow = numerator - below * denominator;
  const toAbove = (below + 1) * denominator - numerator;
  const nearer = toBelow < toAbove ? below : below + 1;
  const tie = toBelow === toAbove;
  switch (rounding) {
    case 'floor':
      return below;
    case 'ceil':
      return below + 1;
    case 'halfUp':
      return tie ? below + 1 : nearer;
    case 'halfDown':
      return tie ? below : nearer;
    case 'halfAway':
      return tie ? (numerator > 0 ? below + 1 : below) : nearer;
  }
}

const directions = ['floor', 'ceil', 'halfUp', 'halfDown', 'halfAway'] as const;

describe.each(directions)('divide, %s', (rounding) => {
  it('agrees with the slow way for every numerator from -100 to 100 over 1 to 12', () => {
    for (let denominator = 1; denominator <= 12; denominator += 1) {
      for (let numerator = -100; numerator <= 100; numerator += 1) {
        const quotient = divide(BigInt(numerator), BigInt(denominator), rounding);
        const expected = BigInt(slowly(numerator, denominator, rounding));
        if (quotient !== expected) expect({ numerator, denominator, quotient }).toEqual(expected);
      }
    }
  });

  it('is never a whole unit away, and nearest means at most half of one', () => {
    const nearest = rounding.startsWith('half');
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 30n), 10n ** 30n), fc.bigInt(1n, 10n ** 12n), (n, d) => {
        const off = n - divide(n, d, rounding) * d;
        const distance = off < 0n ? -off : off;
        return nearest ? 2n * distance <= d : distance < d;
      }),
      { seed, numRuns: 1000 },
    );
  });

  it.each([0n, -1n])('refuses to divide by %s', (denominator) => {
    expect(() => divide(1n, denominator, rounding)).toThrow(RangeError);
  });
});

it.each([
  [5n, { floor: 2n, ceil: 3n, halfUp: 3n, halfDown: 2n, halfAway: 3n }],
  [-5n, { floor: -3n, ceil: -2n, halfUp: -2n, halfDown: -3n, halfAway: -3n }],
])('%s / 2 is a tie that each direction settles its own way', (numerator, expected) => {
  const found = Object.fromEntries(directions.map((each) => [each, divide(numerator, 2n, each)]));
  expect(found).toEqual(expected);
});

it('floor and ceil, halfUp and halfDown are mirror images; halfAway is its own', () => {
  const mirrors = [
    ['floor', 'ceil'],
    ['halfUp', 'halfDown'],
    ['halfAway', 'halfAway'],
  ] as const;
  for (let denominator = 1n; denominator <= 12n; denominator += 1n) {
    for (let numerator = -100n; numerator <= 100n; numerator += 1n) {
      for (const [one, other] of mirrors) {
        expect(divide(-numerator, denominator, one)).toBe(-divide(numerator, denominator, other));
      }
    }
  }
});

it.each([
  [1234n, 5n, 'floor', 1230n],
  [1234n, 5n, 'ceil', 1235n],
  [-1234n, 5n, 'floor', -1235n],
  [1235n, 10n, 'halfDown', 1230n],
  [1235n, 10n, 'halfUp', 1240n],
] as const)(
  'the multiple of a step nearest to %s (step %s, %s) is %s',
  (value, step, to, found) => {
    expect(roundToMultiple(value, step, to)).toBe(found);
  },
);
