import { dayText, isSunday, isWeekend, usTradingDay } from './exchange-calendar.ts';
import { exchangeDay, exchangeInstant } from './instant.ts';

/** Which clockwork a contract trades by. */
export type Schedule = 'us-stocks' | 'forex' | 'always';

/** Sessions of the coming days as a gateway writes them, in the exchange's time zone. */
export interface TradingHours {
  /** With the sessions before and after the regular one. */
  readonly trading: string;
  readonly liquid: string;
}

/** One session, in instants. */
export interface TradingSession {
  readonly opens: number;
  readonly closes: number;
}

/** Which sessions count: the regular ones, or with what comes before and after them. */
export type SessionKind = 'liquid' | 'trading';

/** `hhmm` on the day of the close, and of the open, which can be the day before. */
interface WallSession {
  readonly opensDaysBefore: 0 | 1;
  readonly opens: string;
  readonly closes: string;
}

/** A gateway lists today and the five days after it. */
const DAYS_LISTED = 6;
/** No closure is longer than this. */
const DAYS_SEARCHED = 10;

/** The session that ends on the day; null where none does. */
function sessionOf(day: number, schedule: Schedule, kind: SessionKind): WallSession | null {
  // A day ends when the next begins: there is no minute between them at which it is closed.
  if (schedule === 'always') return { opensDaysBefore: 1, opens: '0000', closes: '0000' };
  if (schedule === 'forex') {
    // From Sunday 17:15 to Friday 17:00, with a quarter of an hour's break every day.
    return isWeekend(day) ? null : { opensDaysBefore: 1, opens: '1715', closes: '1700' };
  }
  const tradingDay = usTradingDay(day);
  if (tradingDay === 'closed') return null;
  const isHalf = tradingDay === 'half';
  const [opens, closes] =
    kind === 'liquid' ? ['0930', isHalf ? '1300' : '1600'] : ['0400', isHalf ? '1700' : '2000'];
  return { opensDaysBefore: 0, opens, closes };
}

/** `20260413:0930-20260413:1600;20260414:CLOSED`, from today on. */
export function describeHours(schedule: Schedule, instant: number): TradingHours {
  // The session that ends tomorrow is the one of today.
  const today = exchangeDay(instant) + (schedule === 'always' ? 1 : 0);
  const list = (kind: SessionKind): string =>
    Array.from({ length: DAYS_LISTED }, (_, at) => {
      const day = today + at;
      const session = sessionOf(day, schedule, kind);
      if (session === null) return `${dayText(day)}:CLOSED`;
      const start = `${dayText(day - session.opensDaysBefore)}:${session.opens}`;
      return `${start}-${dayText(day)}:${session.closes}`;
    })
      // Sunday evening belongs to Monday's session of foreign exchange.
      .filter((_, at) => schedule !== 'forex' || !isSunday(today + at))
      .join(';');
  return { trading: list('trading'), liquid: list('liquid') };
}

/** The session that is on, or else the next one. A session begins at its open and ends before its close. */
export function nextSession(
  schedule: Exclude<Schedule, 'always'>,
  kind: SessionKind,
  instant: number,
): TradingSession {
  const today = exchangeDay(instant);
  for (let day = today; day < today + DAYS_SEARCHED; day += 1) {
    const session = sessionOf(day, schedule, kind);
    if (session === null) continue;
    const opens = exchangeInstant(day - session.opensDaysBefore, session.opens);
    const closes = exchangeInstant(day, session.closes);
    if (closes > instant) return { opens, closes };
  }
  throw new Error('no session opens within the days that are searched');
}
