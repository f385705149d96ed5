import { expect, it } from 'vitest';
import { describeAge } from './describe-age.ts';

it.each([
  [-1, 'from the future: a clock was wrong'],
  [0, 'less than a minute old'],
  [59_999, 'less than a minute old'],
  [60_000, '1 minute old'],
  [119_999, '1 minute old'],
  [3_599_999, '59 minutes old'],
  [3_600_000, '1 hour old'],
  [86_399_999, '23 hours old'],
  [86_400_000, '1 day old'],
  [20 * 86_400_000, '20 days old'],
])('a snapshot of %d ms is %s', (ms, words) => {
  expect(describeAge(ms)).toBe(words);
});
