import { expect, it } from 'vitest';
import { isFxOpen } from './fx-hours.ts';

it.each([
  // In winter New York is five hours behind, in summer four.
  ['2026-01-09T21:59:59Z', true, 'Friday 16:59:59 in winter'],
  ['2026-01-09T22:00:00Z', false, 'Friday 17:00 in winter'],
  ['2026-07-10T20:59:59Z', true, 'Friday 16:59:59 in summer'],
  ['2026-07-10T21:00:00Z', false, 'Friday 17:00 in summer'],
  ['2026-07-11T16:00:00Z', false, 'Saturday noon'],
  ['2026-07-12T04:00:00Z', false, 'Sunday midnight, written 00 and not 24'],
  ['2026-07-12T21:14:59Z', false, 'Sunday 17:14:59 in summer'],
  ['2026-07-12T21:15:00Z', true, 'Sunday 17:15 in summer'],
  ['2026-01-11T22:14:59Z', false, 'Sunday 17:14:59 in winter'],
  ['2026-01-11T22:15:00Z', true, 'Sunday 17:15 in winter'],
  ['2026-01-14T03:00:00Z', true, 'Tuesday 22:00'],
  // The clocks change in the night to this Sunday: it is 17:15 an hour earlier than a week before.
  ['2026-03-08T21:14:59Z', false, 'Sunday 17:14:59, the first day of summer time'],
  ['2026-03-08T21:15:00Z', true, 'Sunday 17:15, the first day of summer time'],
])('%s: currencies trade: %s (%s)', (instant, open) => {
  expect(isFxOpen(Date.parse(instant))).toBe(open);
});
