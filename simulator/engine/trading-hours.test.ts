import { describe, expect, test } from 'vitest';
import { exchangeInstant, exchangeStamp } from './instant.ts';
import { dayNumber } from './exchange-calendar.ts';
import { describeHours, nextSession, type SessionKind } from './trading-hours.ts';

const utc = (text: string): number => Date.parse(`${text}:00Z`);

describe('the hours of US stocks', () => {
  test('list weekends, holidays and half days of the week of Thanksgiving', () => {
    const { liquid, trading } = describeHours('us-stocks', utc('2026-11-24T18:00'));
    expect(liquid.split(';')).toEqual([
      '20261124:0930-20261124:1600',
      '20261125:0930-20261125:1600',
      '20261126:CLOSED',
      '20261127:0930-20261127:1300',
      '20261128:CLOSED',
      '20261129:CLOSED',
    ]);
    expect(trading.split(';').slice(1, 4)).toEqual([
      '20261125:0400-20261125:2000',
      '20261126:CLOSED',
      '20261127:0400-20261127:1700',
    ]);
  });

  const sessions: readonly (readonly [string, SessionKind, string, string, string])[] = [
    ['before the open', 'liquid', '2026-04-13T13:29', '20260413 09:30:00', '20260413 16:00:00'],
    ['at the open', 'liquid', '2026-04-13T13:30', '20260413 09:30:00', '20260413 16:00:00'],
    ['at the close', 'liquid', '2026-04-13T20:00', '20260414 09:30:00', '20260414 16:00:00'],
    ['before hours', 'trading', '2026-04-13T08:00', '20260413 04:00:00', '20260413 20:00:00'],
    ['over a long weekend', 'liquid', '2026-04-02T20:00', '20260406 09:30:00', '20260406 16:00:00'],
    ['into summer time', 'liquid', '2026-03-06T22:00', '20260309 09:30:00', '20260309 16:00:00'],
    ['into winter time', 'liquid', '2026-10-30T21:00', '20261102 09:30:00', '20261102 16:00:00'],
    ['of a half day', 'liquid', '2026-12-24T17:59', '20261224 09:30:00', '20261224 13:00:00'],
  ];
  test.each(sessions)('the session %s', (_, kind, now, opens, closes) => {
    const session = nextSession('us-stocks', kind, utc(now));
    expect([exchangeStamp(session.opens), exchangeStamp(session.closes)]).toEqual([
      `${opens} US/Eastern`,
      `${closes} US/Eastern`,
    ]);
  });

  test('an open is an hour earlier in UTC after the clocks went forward', () => {
    expect(
      new Date(nextSession('us-stocks', 'liquid', utc('2026-03-06T22:00')).opens).toISOString(),
    ).toBe('2026-03-09T13:30:00.000Z');
    expect(
      new Date(nextSession('us-stocks', 'liquid', utc('2026-10-30T21:00')).opens).toISOString(),
    ).toBe('2026-11-02T14:30:00.000Z');
  });
});

describe('the hours of foreign exchange', () => {
  test('run from Sunday 17:15 to Friday 17:00 with a break each day', () => {
    expect(describeHours('forex', utc('2026-04-12T12:00')).trading.split(';')).toEqual([
      '20260412:1715-20260413:1700',
      '20260413:1715-20260414:1700',
      '20260414:1715-20260415:1700',
      '20260415:1715-20260416:1700',
      '20260416:1715-20260417:1700',
    ]);
  });

  test.each([
    ['on a weekday', '2026-04-14T15:00', '20260413 17:15:00', '20260414 17:00:00'],
    ['in the break', '2026-04-14T21:05', '20260414 17:15:00', '20260415 17:00:00'],
    ['on Friday after the close', '2026-04-17T21:00', '20260419 17:15:00', '20260420 17:00:00'],
    ['on Sunday evening', '2026-04-19T21:15', '20260419 17:15:00', '20260420 17:00:00'],
  ])('the session %s', (_, now, opens, closes) => {
    const session = nextSession('forex', 'liquid', utc(now));
    expect([exchangeStamp(session.opens), exchangeStamp(session.closes)]).toEqual([
      `${opens} US/Eastern`,
      `${closes} US/Eastern`,
    ]);
  });
});

test('a market that is always open says so', () => {
  const { trading, liquid } = describeHours('always', utc('2026-04-11T12:00'));
  expect(trading.split(';').slice(0, 2)).toEqual([
    '20260411:0000-20260412:0000',
    '20260412:0000-20260413:0000',
  ]);
  expect(liquid).toBe(trading);
});

test('a time on the wall of the exchange is one instant, at the changes of the clocks too', () => {
  const at = (month: number, day: number, hhmm: string): string =>
    new Date(exchangeInstant(dayNumber(2026, month, day), hhmm)).toISOString().slice(5, 16);
  expect(at(1, 15, '0930')).toBe('01-15T14:30');
  expect(at(7, 15, '0930')).toBe('07-15T13:30');
  expect(at(7, 15, '2359')).toBe('07-16T03:59');
  expect(at(11, 1, '0130')).toBe('11-01T05:30');
  expect(at(3, 8, '0230')).toBe('03-08T07:30');
});
