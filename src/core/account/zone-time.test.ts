import { describe, expect, it } from 'vitest';
import { describeInstant, instantAt, isTimeZone } from './zone-time.ts';

const NEW_YORK = 'America/New_York';

describe('the instant of a time on the wall', () => {
  const at = (text: string, zone = NEW_YORK): string | undefined => {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/\D/).map(Number);
    const instant = instantAt({ year, month, day, hour, minute }, zone);
    return instant === undefined ? undefined : new Date(instant).toISOString().slice(0, 16);
  };

  it.each([
    ['in winter', '2026-01-15 09:30', '2026-01-15T14:30'],
    ['in summer', '2026-07-15 09:30', '2026-07-15T13:30'],
    ['the last minute of winter time', '2026-03-08 01:59', '2026-03-08T06:59'],
    ['the first minute of summer time', '2026-03-08 03:00', '2026-03-08T07:00'],
    ['the evening of the change to winter time', '2026-11-01 20:00', '2026-11-02T01:00'],
    ['an hour that comes twice, the first time', '2026-11-01 01:30', '2026-11-01T05:30'],
    ['a leap day', '2028-02-29 00:00', '2028-02-29T05:00'],
  ])('%s', (_, wall, utc) => {
    expect(at(wall)).toBe(utc);
  });

  it('does not exist in the hour that is left out, nor on a day that the calendar lacks', () => {
    expect(at('2026-03-08 02:30')).toBeUndefined();
    expect(at('2026-02-29 12:00')).toBeUndefined();
    expect(at('2026-13-05 12:00')).toBeUndefined();
    expect(at('2026-04-31 12:00')).toBeUndefined();
  });

  it('is found east of Greenwich too, where the days begin earlier', () => {
    expect(at('2026-01-15 00:10', 'Asia/Tokyo')).toBe('2026-01-14T15:10');
    expect(at('2026-01-15 00:10', 'Asia/Kolkata')).toBe('2026-01-14T18:40');
  });
});

it('a zone is a name of the IANA list', () => {
  expect([NEW_YORK, 'US/Eastern', 'UTC'].map(isTimeZone)).toEqual([true, true, true]);
  expect(['', 'Mars/Base', 'Eastern Standard Time'].map(isTimeZone)).toEqual([false, false, false]);
});

it('an instant is told with its weekday and its zone, midnight as 00:00', () => {
  const instant = Date.parse('2026-11-23T14:30:00Z');
  expect(describeInstant(instant, NEW_YORK)).toBe('Mon 2026-11-23 09:30 America/New_York');
  expect(describeInstant(instant, 'Asia/Tokyo')).toBe('Mon 2026-11-23 23:30 Asia/Tokyo');
  const midnight = Date.parse('2026-11-23T05:00:00Z');
  expect(describeInstant(midnight, NEW_YORK)).toBe('Mon 2026-11-23 00:00 America/New_York');
});
