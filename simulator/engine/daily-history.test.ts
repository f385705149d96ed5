import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asPrice, price, type Price } from './price.ts';
import { inventBars, weekdaysBefore } from './daily-history.ts';

const monday = Date.UTC(2026, 3, 13, 15);

test('the weekdays before a Monday begin with the Friday before it', () => {
  expect(weekdaysBefore(monday, 6)).toEqual([
    ...['20260410', '20260409', '20260408', '20260407', '20260406', '20260403'],
  ]);
  expect(weekdaysBefore(monday, 0)).toEqual([]);
});

test('prices are on the grid, above zero, in order, and within 1% of each other', () => {
  const property = fc.property(
    fc.integer({ min: 1, max: 9_000_000 }),
    fc.constantFrom(price('0.01'), price('0.0001'), price('0.05')),
    fc.integer({ min: 1, max: 2 ** 31 }),
    (ticks, increment, seed) => {
      const close = asPrice(BigInt(ticks) * increment);
      const bars = inventBars(weekdaysBefore(monday, 30), { close, increment, seed });
      expect(bars[0]?.close).toBe(close);
      for (const bar of bars) {
        for (const each of [bar.open, bar.high, bar.low, bar.close]) {
          expect(each % increment).toBe(0n);
          expect(each > 0n).toBe(true);
        }
        expect(bar.high >= bar.open && bar.high >= bar.close).toBe(true);
        expect(bar.low <= bar.open && bar.low <= bar.close).toBe(true);
        expect(distance(bar.open, bar.close) * 100n <= bar.close).toBe(true);
      }
    },
  );
  fc.assert(property, { numRuns: 200, seed: 20260413 });
});

test('a day is the same whatever number of days is asked for, and another with another seed', () => {
  const history = { close: price('498.25'), increment: price('0.01'), seed: 5 };
  const short = inventBars(weekdaysBefore(monday, 3), history);
  const long = inventBars(weekdaysBefore(monday, 300), history);
  expect(long.slice(0, 3)).toEqual(short);
  expect(inventBars(weekdaysBefore(monday, 3), { ...history, seed: 6 })).not.toEqual(short);
});

function distance(left: Price, right: Price): bigint {
  return left > right ? left - right : right - left;
}
