import { exchangeTime } from './instant.ts';
import type { TradingHours } from './trading-hours.ts';

const DAYS_AHEAD = 6;
const DAY_MS = 86_400_000;

/**
 * The hours of currencies from today on: from Sunday 17:15 to Friday 17:00 with a pause of a quarter
 * of an hour each evening. A session counts to the day on which it ends.
 */
export function fxHours(instant: number): TradingHours {
  const days = Array.from({ length: DAYS_AHEAD + 1 }, (_, day) =>
    exchangeTime(noonOf(instant) + (day - 1) * DAY_MS),
  );
  const sessions = days.slice(1).flatMap(({ date, weekday }, at) => {
    if (weekday.startsWith('Sat')) return [`${date}:CLOSED`];
    // Sunday's evening belongs to Monday's session.
    if (weekday.startsWith('Sun')) return [];
    return [`${days[at]?.date ?? date}:1715-${date}:1700`];
  });
  const hours = sessions.join(';');
  return { trading: hours, liquid: hours };
}

/** Noon at the exchange, so that days of 23 and 25 hours cannot make a date come twice. */
function noonOf(instant: number): number {
  const { date } = exchangeTime(instant);
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6, 8)].map(Number);
  return Date.UTC(year ?? 1970, (month ?? 1) - 1, day, 17);
}
