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

export function exchangeTime(instant: number): ExchangeTime {
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

/** `20260413 19:27:04` in UTC. */
export function utcStamp(instant: number): string {
  const iso = new Date(instant).toISOString();
  return `${iso.slice(0, 10).replaceAll('-', '')} ${iso.slice(11, 19)}`;
}
