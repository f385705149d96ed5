/** Instants are milliseconds since 1970. Here they become the texts that the protocol shows. */

const newYork = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/New_York',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  weekday: 'short',
});

/** The clock on the wall of the exchange. */
export interface ExchangeTime {
  /** `20260413` */
  readonly date: string;
  /** `15:27:04` */
  readonly time: string;
  /** `Mon` */
  readonly weekday: string;
}

/** What was asked for last: one instant is looked up many times, and each takes microseconds. */
let latest: { readonly instant: number; readonly time: ExchangeTime } | null = null;

export function exchangeTime(instant: number): ExchangeTime {
  if (latest?.instant !== instant) latest = { instant, time: lookUp(instant) };
  return latest.time;
}

function lookUp(instant: number): ExchangeTime {
  const parts = new Map(newYork.formatToParts(instant).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  return {
    date: part('year') + part('month') + part('day'),
    time: `${part('hour')}:${part('minute')}:${part('second')}`,
    weekday: part('weekday'),
  };
}

/** `20260413 15:27:04 US/Eastern`: the time of an execution, in the instrument's zone. */
export function exchangeStamp(instant: number): string {
  const { date, time } = exchangeTime(instant);
  return `${date} ${time} US/Eastern`;
}

/** `2026-04-13 09:30:00 US/Eastern`: how a sentence writes a time. */
export function exchangeWords(instant: number): string {
  const { date, time } = exchangeTime(instant);
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)} ${time} US/Eastern`;
}

/** `20260413 19:27:04` in UTC. */
export function utcStamp(instant: number): string {
  const iso = new Date(instant).toISOString();
  return `${iso.slice(0, 10).replaceAll('-', '')} ${iso.slice(11, 19)}`;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** The day on the wall of the exchange, counted from 1970-01-01. */
export function exchangeDay(instant: number): number {
  const { date } = exchangeTime(instant);
  const part = (from: number, to: number): number => Number(date.slice(from, to));
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8)) / DAY_MS;
}

/**
 * The instant at which the clock at the exchange shows `hhmm` on a day. New York is four or five
 * hours behind UTC; of the hour that comes twice in November the first is meant, and the hour that
 * is left out in March is counted on from the one before it.
 */
export function exchangeInstant(day: number, hhmm: string): number {
  const wall =
    day * DAY_MS + Number(hhmm.slice(0, 2)) * HOUR_MS + Number(hhmm.slice(2)) * MINUTE_MS;
  const inSummer = wall + 4 * HOUR_MS;
  const shown = `${hhmm.slice(0, 2)}:${hhmm.slice(2)}:00`;
  return exchangeTime(inSummer).time === shown ? inSummer : wall + 5 * HOUR_MS;
}
