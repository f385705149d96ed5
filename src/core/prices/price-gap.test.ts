import { describe, expect, it } from 'vitest';
import { price } from '../units/price.ts';
import { ratio } from '../units/ratio.ts';
import { describeSplit, findGap } from './price-gap.ts';

const fifth = ratio('0.20');

/** The gap of a price after a close of 100, in words. */
function gap(at: string, maxGap = fifth): string {
  const found = findGap(2n * price(at), price('100'), maxGap);
  if (found === undefined) return 'none';
  return found.split === undefined ? 'a gap' : describeSplit(found.split);
}

describe('after a close of 100', () => {
  it.each([
    ['80', 'none'],
    ['79.9999', 'a gap'],
    ['120', 'none'],
    ['120.0001', 'a gap'],
  ])('%s, with max_gap_pct at 20%%: %s', (at, expected) => {
    expect(gap(at)).toBe(expected);
  });

  it.each([
    ['50', 'a split 2 for 1'],
    ['33.33', 'a split 3 for 1'],
    ['25', 'a split 4 for 1'],
    ['20', 'a split 5 for 1'],
    ['10', 'a split 10 for 1'],
    ['5', 'a split 20 for 1'],
    ['200', 'a split 1 for 2'],
    ['300', 'a split 1 for 3'],
    ['400', 'a split 1 for 4'],
    ['500', 'a split 1 for 5'],
    ['1000', 'a split 1 for 10'],
    ['2000', 'a split 1 for 20'],
  ])('%s is what %s would make of it', (at, expected) => {
    expect(gap(at)).toBe(expected);
  });

  it.each([
    ['49', 'a split 2 for 1'],
    ['51', 'a split 2 for 1'],
    ['48.9999', 'a gap'],
    ['51.0001', 'a gap'],
    ['204', 'a split 1 for 2'],
    ['204.0001', 'a gap'],
    ['392', 'a split 1 for 4'],
    ['391.9999', 'a gap'],
    ['66.67', 'a gap'],
    ['700', 'a gap'],
  ])('%s: within 2%% of such a ratio it is named, beyond it is not: %s', (at, expected) => {
    expect(gap(at)).toBe(expected);
  });

  it('a ratio of two inside of what may move is no gap at all', () => {
    expect(gap('50', ratio('0.50'))).toBe('none');
    expect(gap('200', ratio('1'))).toBe('none');
  });
});
