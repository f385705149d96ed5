import { expect, it } from 'vitest';
import { absolute, greater, lesser } from './bounds.ts';

it.each([
  [1n, 2n, 1n, 2n],
  [2n, 1n, 1n, 2n],
  [-2n, -1n, -2n, -1n],
  [3n, 3n, 3n, 3n],
])('of %s and %s the lesser is %s and the greater is %s', (one, other, less, more) => {
  expect(lesser(one, other)).toBe(less);
  expect(greater(one, other)).toBe(more);
});

it('how far an amount is from zero has no sign', () => {
  expect([-3n, 0n, 3n].map(absolute)).toEqual([3n, 0n, 3n]);
});
