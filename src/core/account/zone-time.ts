/*
 * Instants (ms since 1970) and the clocks on the walls of a time zone. Which zone is always said by
 * the caller: nothing here depends on where the program runs.
 */

/** What a clock on the wall shows. Months count from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** To make one takes longer than to use it a hundred times. Only zones that exist get a place. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, format);
  return format;
}

/** Whether this is a zone of the IANA list, as `America/New_York`. */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function partsAt(instant: number, timeZone: string): ReadonlyMap<string, string> {
  const parts = formatOf(timeZone).formatToParts(instant);
  return new Map(parts.map(({ type, value }) => [type, value]));
}

/** How far the clocks of the zone are ahead of UTC at this instant. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = partsAt(instant, timeZone);
  const [year = 0, month = 0, day = 0, hour, minute, second] = [
    'year',
    'month',
    'day',
    'hour',
    'minute',
    'second',
  ].map((name) => Number(parts.get(name)));
  const wall = Date.UTC(year, month - 1, day, hour, minute, second);
  return wall - Math.floor(instant / 1000) * 1000;
}

/**
 * The instant at which the clocks of a zone show this. Of an hour that comes twice, in autumn, the
 * first is meant; of one that is left out, in spring, and of a day that does not exist: undefined.
 */
export function instantAt(wall: WallTime, timeZone: string): number | undefined {
  const { year, month, day, hour, minute } = wall;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  const shown = new Date(asUtc);
  if (shown.getUTCMonth() + 1 !== month || shown.getUTCDate() !== day) return undefined;
  // The clocks change once in two days at most: one of these two offsets holds.
  const offsets = [asUtc - DAY_MS, asUtc + DAY_MS].map((near) => offsetAt(near, timeZone));
  return offsets
    .map((offset) => asUtc - offset)
    .find((instant) => instant + offsetAt(instant, timeZone) === asUtc);
}

/** The calendar day of an instant in a zone: `2026-11-23`. */
export function dayOf(instant: number, timeZone: string): string {
  const parts = partsAt(instant, timeZone);
  return ['year', 'month', 'day'].map((name) => parts.get(name)).join('-');
}

/** An instant in words, with the zone that they are of: `Mon 2026-11-23 09:30 America/New_York`. */
export function describeInstant(instant: number, timeZone: string): string {
  const parts = partsAt(instant, timeZone);
  const [weekday = '', hour = '', minute = ''] = ['weekday', 'hour', 'minute'].map((name) =>
    parts.get(name),
  );
  return `${weekday} ${dayOf(instant, timeZone)} ${hour}:${minute} ${timeZone}`;
}
