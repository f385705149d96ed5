import { expect, it } from 'vitest';
import { asShares, ONE_SHARE, shares, wholeShares } from '../units/shares.ts';
import { mostThatFits } from './most-that-fits.ts';

it('is the largest number that fits, for every limit from 0 to 40 and every wish up to 40', () => {
  for (let limit = 0n; limit <= 40n; limit += 1n) {
    for (let wanted = 0n; wanted <= 40n; wanted += 1n) {
      const most = mostThatFits(
        wholeShares(wanted),
        ONE_SHARE,
        (each) => each <= limit * ONE_SHARE,
      );
      expect(most).toBe(wholeShares(wanted < limit ? wanted : limit));
    }
  }
});

it('is none when not even one fits', () => {
  expect(mostThatFits(wholeShares(1_000n), ONE_SHARE, () => false)).toBe(0n);
});

it('asks a few times only, however much is wanted', () => {
  let asked = 0;
  const most = mostThatFits(wholeShares(10n ** 12n), ONE_SHARE, (each) => {
    asked += 1;
    return each <= wholeShares(123_456_789n);
  });
  expect(most).toBe(wholeShares(123_456_789n));
  expect(asked).toBeLessThan(45);
});

it('counts in the unit that is given', () => {
  const limit = shares('1.2345');
  expect(mostThatFits(shares('7.5'), asShares(1n), (each) => each <= limit)).toBe(limit);
});
