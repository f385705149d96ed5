import { describe, expect, it } from 'vitest';
import { readHours, type WrittenHours } from './read-hours.ts';

const week: WrittenHours = {
  timeZoneId: 'US/Eastern',
  tradingHours:
    '20261125:0400-20261125:2000;20261126:CLOSED;20261127:0400-20261127:1700;20261128:CLOSED',
  liquidHours:
    '20261125:0930-20261125:1600;20261126:CLOSED;20261127:0930-20261127:1300;20261128:CLOSED',
};

const utc = (instant: number | undefined): string =>
  instant === undefined ? '' : new Date(instant).toISOString().slice(0, 16);

/** The regular sessions of a list, in UTC: `2026-11-25T14:30/2026-11-25T21:00`. */
function regular(liquidHours: string, timeZoneId = 'US/Eastern'): readonly string[] | undefined {
  const hours = readHours({ timeZoneId, liquidHours, tradingHours: liquidHours });
  return hours?.regular.map(({ opens, closes }) => `${utc(opens)}/${utc(closes)}`);
}

describe('the hours in contract details', () => {
  it('are sessions as instants, of the days that are listed', () => {
    const hours = readHours(week);
    expect(hours?.timeZone).toBe('America/New_York');
    expect(utc(hours?.knownFrom)).toBe('2026-11-25T05:00');
    expect(utc(hours?.knownUntil)).toBe('2026-11-29T05:00');
    expect(hours?.regular).toEqual([
      { opens: Date.UTC(2026, 10, 25, 14, 30), closes: Date.UTC(2026, 10, 25, 21) },
      { opens: Date.UTC(2026, 10, 27, 14, 30), closes: Date.UTC(2026, 10, 27, 18) },
    ]);
    expect(hours?.extended).toEqual([
      { opens: Date.UTC(2026, 10, 25, 9), closes: Date.UTC(2026, 10, 26, 1) },
      { opens: Date.UTC(2026, 10, 27, 9), closes: Date.UTC(2026, 10, 27, 22) },
    ]);
  });

  it.each([
    ['an end that names no day', '20261125:0930-1600', ['2026-11-25T14:30/2026-11-25T21:00']],
    [
      'two sessions in a day',
      '20261125:0930-20261125:1200,20261125:1300-20261125:1600',
      ['2026-11-25T14:30/2026-11-25T17:00', '2026-11-25T18:00/2026-11-25T21:00'],
    ],
    [
      'the same where only the first names the day',
      '20261125:0930-1200,1300-1600',
      ['2026-11-25T14:30/2026-11-25T17:00', '2026-11-25T18:00/2026-11-25T21:00'],
    ],
    [
      'a session that ends on the day after',
      '20261125:2000-20261126:0350',
      ['2026-11-26T01:00/2026-11-26T08:50'],
    ],
    [
      'days that touch, as one session',
      '20261126:0000-20261127:0000;20261125:0000-20261126:0000;',
      ['2026-11-25T05:00/2026-11-27T05:00'],
    ],
    [
      'the days around a change of the clocks',
      '20261030:0930-20261030:1600;20261102:0930-20261102:1600',
      ['2026-10-30T13:30/2026-10-30T20:00', '2026-11-02T14:30/2026-11-02T21:00'],
    ],
    ['closed days only', '20261126:CLOSED', []],
  ])('may list %s', (_, written, sessions) => {
    expect(regular(written)).toEqual(sessions);
  });

  it('reach as far as a session that goes beyond the days that are named', () => {
    const liquidHours = '20261125:2000-20261127:0350';
    const hours = readHours({ ...week, liquidHours, tradingHours: liquidHours });
    expect(utc(hours?.knownUntil)).toBe('2026-11-27T08:50');
  });

  it('are known where both lists say something', () => {
    const hours = readHours({ ...week, liquidHours: '20261126:CLOSED;20261127:CLOSED' });
    expect([utc(hours?.knownFrom), utc(hours?.knownUntil)]).toEqual([
      '2026-11-26T05:00',
      '2026-11-28T05:00',
    ]);
  });
});

describe('a zone', () => {
  it.each(['US/Eastern', 'America/New_York', 'EST5EDT', 'EST', 'EST (Eastern Standard Time)'])(
    '%s is that of New York, with its summer time',
    (timeZoneId) => {
      expect(regular('20260715:0930-20260715:1600', timeZoneId)).toEqual([
        '2026-07-15T13:30/2026-07-15T20:00',
      ]);
    },
  );

  it('of another exchange is read as such', () => {
    expect(regular('20260715:0830-20260715:1500', 'CST (Central Standard Time)')).toEqual([
      '2026-07-15T13:30/2026-07-15T20:00',
    ]);
    expect(regular('20260715:0800-20260715:1630', 'Europe/London')).toEqual([
      '2026-07-15T07:00/2026-07-15T15:30',
    ]);
  });

  it.each(['', 'IST', 'Mars/Base', 'Eastern', 'EST -0500'])(
    '"%s" is not guessed at',
    (timeZoneId) => {
      expect(regular('20260715:0930-20260715:1600', timeZoneId)).toBeUndefined();
    },
  );
});

it.each([
  '',
  ';',
  'CLOSED',
  '20261126',
  '20261126:',
  '20261126:closed',
  '20261126:0930',
  '20261126:0930-20261126:2560',
  '20261126:0930-20261126:2400',
  '20261126:930-1600',
  '20261126:0930-1600-1700',
  '20261126:1600-20261126:0930',
  '20261126:1715-1700',
  '20261126:0930-20261126:0930',
  '20261131:CLOSED',
  '20261301:CLOSED',
  '20261125:0930-20261125:1600;20261126:NORMAL',
  '20261125:0930-20261125:1600,CLOSED',
  '20260308:0230-20260308:1600',
  '2026-11-26:0930-1600',
])('"%s" is not understood, so nothing of it counts', (written) => {
  expect(regular(written)).toBeUndefined();
  expect(readHours({ ...week, tradingHours: written })).toBeUndefined();
  expect(readHours({ ...week, liquidHours: written })).toBeUndefined();
});

it('without any of its parts there are no hours', () => {
  expect(readHours({})).toBeUndefined();
  expect(readHours({ ...week, liquidHours: undefined })).toBeUndefined();
});
