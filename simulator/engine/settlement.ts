import { dayText, usTradingDay } from './exchange-calendar.ts';
import { exchangeDay } from './instant.ts';

/** The exchange's date on which what is traded at an instant is paid: the next day of trading. */
export function settlementDate(instant: number): string {
  let day = exchangeDay(instant) + 1;
  while (usTradingDay(day) === 'closed') day += 1;
  return dayText(day);
}
