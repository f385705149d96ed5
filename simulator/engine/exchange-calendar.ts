/**
 * Days are counted from 1970-01-01, which was a Thursday; they have no time zone. The holidays are
 * those of the New York Stock Exchange as its rule 7.2 and its practice since 2022 set them. Days
 * that it closed for a single occasion follow from no rule and are open here.
 */

/** How the exchange trades on a day. */
export type TradingDay = 'closed' | 'half' | 'full';

const DAY_MS = 86_400_000;
const [SUNDAY, MONDAY, THURSDAY, SATURDAY] = [0, 1, 4, 6];

/** The number of a day; months count from 1. */
export function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / DAY_MS;
}

/** 0 for a Sunday to 6 for a Saturday. */
export function weekdayOf(day: number): number {
  return (((day + THURSDAY) % 7) + 7) % 7;
}

/** `20260413` */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
}

/** Whether US stocks trade on the day, until 16:00 or only until 13:00. */
export function usTradingDay(day: number): TradingDay {
  if (isWeekend(day) || isHoliday(day)) return 'closed';
  const { month, date } = partsOf(day);
  // The day before Independence Day and Christmas Eve, unless they are the holiday themselves.
  const isEve = (month === 7 && date === 3) || (month === 12 && date === 24);
  return isEve || isDayAfterThanksgiving(day) ? 'half' : 'full';
}

function isHoliday(day: number): boolean {
  const { year } = partsOf(day);
  // A New Year's Day on a Saturday is kept on no other day; the others move to the Friday.
  const newYear = dayNumber(year, 1, 1);
  return (
    day === (weekdayOf(newYear) === SUNDAY ? newYear + 1 : newYear) ||
    day === nth(3, MONDAY, year, 1) || // Martin Luther King
    day === nth(3, MONDAY, year, 2) || // Washington's Birthday
    day === easterSunday(year) - 2 ||
    day === nth(1, MONDAY, year, 6) - 7 || // Memorial Day: the last Monday of May
    (year >= 2022 && day === observed(dayNumber(year, 6, 19))) || // Juneteenth
    day === observed(dayNumber(year, 7, 4)) ||
    day === nth(1, MONDAY, year, 9) || // Labor Day
    day === nth(4, THURSDAY, year, 11) || // Thanksgiving
    day === observed(dayNumber(year, 12, 25))
  );
}

function isDayAfterThanksgiving(day: number): boolean {
  return day - 1 === nth(4, THURSDAY, partsOf(day).year, 11);
}

export function isSunday(day: number): boolean {
  return weekdayOf(day) === SUNDAY;
}

export function isWeekend(day: number): boolean {
  return [SUNDAY, SATURDAY].includes(weekdayOf(day));
}

/** On a Saturday a holiday is kept the day before, on a Sunday the day after. */
function observed(day: number): number {
  if (weekdayOf(day) === SATURDAY) return day - 1;
  return weekdayOf(day) === SUNDAY ? day + 1 : day;
}

/** The first, second, ... of a weekday in a month. */
function nth(count: number, weekday: number, year: number, month: number): number {
  const first = dayNumber(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (count - 1);
}

/** Easter of the Gregorian calendar, by the anonymous algorithm that Meeus gives. */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const leap = 2 * (century % 4) + 2 * Math.floor(inCentury / 4);
  const toSunday = (32 + leap - epact - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451);
  const sum = epact + toSunday - 7 * late + 114;
  return dayNumber(year, Math.floor(sum / 31), (sum % 31) + 1);
}

function partsOf(day: number): { readonly year: number; month: number; date: number } {
  const instant = new Date(day * DAY_MS);
  return {
    year: instant.getUTCFullYear(),
    month: instant.getUTCMonth() + 1,
    date: instant.getUTCDate(),
  };
}
