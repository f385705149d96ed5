import fc from 'fast-check';
import { expect, it } from 'vitest';
import { apportion } from './apportion.ts';
import { BrokenInvariant } from './assert.ts';

const seed = 7_003;

it.each([
  [100n, [1n, 1n, 1n], [34n, 33n, 33n]],
  [101n, [1n, 1n, 1n], [34n, 34n, 33n]],
  [10n, [1n, 2n, 3n], [2n, 3n, 5n]],
  [7n, [0n, 5n, 0n], [0n, 7n, 0n]],
  [0n, [3n, 4n], [0n, 0n]],
  [1n, [1n, 9n], [0n, 1n]],
])('%s over %s is %s', (total, parts, shares) => {
  expect(apportion(total, parts)).toEqual(shares);
});

it.each([
  ['nothing to share it by', 100n, [0n, 0n]],
  ['no parts', 100n, []],
  ['a negative total', -1n, [1n]],
])('refuses %s', (_, total, parts) => {
  expect(() => apportion(total, parts)).toThrow(BrokenInvariant);
});

const total = fc.bigInt(0n, 10n ** 16n);
const parts = fc
  .array(fc.bigInt(0n, 10n ** 8n), { minLength: 1, maxLength: 12 })
  .filter((each) => each.some((part) => part > 0n));
const sumOf = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

it('the shares add up to the total, and each is less than one unit from its exact share', () => {
  fc.assert(
    fc.property(total, parts, (whole, weights) => {
      const shares = apportion(whole, weights);
      expect(sumOf(shares)).toBe(whole);
      shares.forEach((share, at) => {
        const off = share * sumOf(weights) - whole * weights[at]!;
        expect(off < sumOf(weights) && -off < sumOf(weights)).toBe(true);
      });
    }),
    { seed, numRuns: 1000 },
  );
});

it('a part of nothing gets nothing', () => {
  fc.assert(
    fc.property(total, parts, (whole, weights) => {
      const shares = apportion(whole, weights);
      return weights.every((weight, at) => weight > 0n || shares[at] === 0n);
    }),
    { seed, numRuns: 1000 },
  );
});

it('a larger part never gets less; of equal parts the earlier never gets less', () => {
  fc.assert(
    fc.property(total, parts, (whole, weights) => {
      const shares = apportion(whole, weights);
      weights.forEach((weight, at) => {
        weights.forEach((other, behind) => {
          if (weight > other || (weight === other && at < behind)) {
            expect(shares[at]! >= shares[behind]!).toBe(true);
          }
        });
      });
    }),
    { seed, numRuns: 500 },
  );
});

it('the order of the parts decides ties of the remainder and nothing else', () => {
  fc.assert(
    fc.property(total, parts, (whole, weights) => {
      const sum = sumOf(weights);
      const remainders = weights.map((weight) => (whole * weight) % sum);
      const distinct = new Set(remainders).size === remainders.length;
      const backwards = apportion(whole, [...weights].reverse()).reverse();
      const shares = apportion(whole, weights);
      if (distinct) expect(backwards).toEqual(shares);
      else expect([...backwards].sort(numerically)).toEqual([...shares].sort(numerically));
    }),
    { seed, numRuns: 1000 },
  );
});

function numerically(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
