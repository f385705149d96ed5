import { exchangeTime } from './instant.ts';

/** Sessions of the coming days as a gateway writes them, in the exchange's time zone. */
export interface TradingHours {
  /** With the sessions before and after the regular one. */
  readonly trading: string;
  readonly liquid: string;
}

const DAYS_AHEAD = 6;
const DAY_MS = 86_400_000;

/** The hours of US stocks from today on. Weekends are closed; holidays are not known here. */
export function usStockHours(instant: number): TradingHours {
  const days = Array.from({ length: DAYS_AHEAD }, (_, day) =>
    exchangeTime(noonOf(instant) + day * DAY_MS),
  );
  const list = (opens: string, closes: string): string =>
    days
      .map(({ date, weekday }) =>
        weekday.startsWith('S') ? `${date}:CLOSED` : `${date}:${opens}-${date}:${closes}`,
      )
      .join(';');
  return { trading: list('0400', '2000'), liquid: list('0930', '1600') };
}

/** Noon at the exchange, so that days of 23 and 25 hours cannot make a date come twice. */
function noonOf(instant: number): number {
  const { date } = exchangeTime(instant);
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6, 8)].map(Number);
  return Date.UTC(year ?? 1970, (month ?? 1) - 1, day, 17);
}
