import { expect, test } from 'vitest';
import { ClosableClock, ManualClock } from './clock.ts';
import { exchangeStamp, utcStamp } from './instant.ts';
import { describeHours } from './trading-hours.ts';

test('an instant is shown on the clock of the exchange, in summer and in winter', () => {
  expect(exchangeStamp(Date.UTC(2026, 3, 13, 19, 27, 4))).toBe('20260413 15:27:04 US/Eastern');
  expect(exchangeStamp(Date.UTC(2026, 0, 13, 2, 0, 0))).toBe('20260112 21:00:00 US/Eastern');
  expect(utcStamp(Date.UTC(2026, 3, 13, 19, 27, 4))).toBe('20260413 19:27:04');
});

test('trading hours list six days, weekends closed, also over a change of the clocks', () => {
  const { liquid, trading } = describeHours('us-stocks', Date.UTC(2026, 2, 7, 4, 30));
  expect(liquid.split(';')).toEqual([
    '20260306:0930-20260306:1600',
    '20260307:CLOSED',
    '20260308:CLOSED',
    '20260309:0930-20260309:1600',
    '20260310:0930-20260310:1600',
    '20260311:0930-20260311:1600',
  ]);
  expect(trading.split(';')[0]).toBe('20260306:0400-20260306:2000');
});

test('a manual clock runs what is due in the order of time, also what is added meanwhile', () => {
  const clock = new ManualClock(0);
  const seen: string[] = [];
  clock.after(20, () => seen.push('20'));
  clock.after(10, () => {
    seen.push('10');
    clock.after(5, () => seen.push('15'));
  });
  const takeBack = clock.after(12, () => seen.push('12'));
  takeBack();
  clock.advance(20);
  expect([seen, clock.now()]).toEqual([['10', '15', '20'], 20]);
});

test('a closed clock runs nothing any more', () => {
  const manual = new ManualClock(0);
  const clock = new ClosableClock(manual);
  const seen: string[] = [];
  clock.after(10, () => seen.push('before'));
  clock.close();
  clock.after(10, () => seen.push('after'));
  manual.advance(100);
  expect(seen).toEqual([]);
});
