import { assert } from './assert.ts';
import { divide } from './rounding.ts';

/**
 * Splits `total` into integers proportional to `parts` that add up to `total` exactly: each gets
 * its floor, and what is left goes one by one to the largest remainders (ties: the earlier part).
 * The parts must not be negative and must not all be zero, the total must not be negative.
 *
 * Example: 100 over 1, 1, 1 gives 34, 33, 33.
 */
export function apportion(total: bigint, parts: readonly bigint[]): bigint[] {
  const sum = parts.reduce((left, right) => left + right, 0n);
  assert(sum > 0n && total >= 0n, 'only a positive sum of parts can share out a total');
  const floors = parts.map((part) => divide(total * part, sum, 'floor'));
  const remainders = parts.map((part, at) => ({
    at,
    remainder: total * part - (floors[at] ?? 0n) * sum,
  }));
  remainders.sort((a, b) =>
    a.remainder === b.remainder ? a.at - b.at : a.remainder > b.remainder ? -1 : 1,
  );
  const left = total - floors.reduce((a, b) => a + b, 0n);
  for (const { at } of remainders.slice(0, Number(left))) floors[at] = (floors[at] ?? 0n) + 1n;
  return floors;
}
