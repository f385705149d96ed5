import type { MarketHours, TradingSession } from './market-hours.ts';
import { instantAt, isTimeZone, type WallTime } from './zone-time.ts';

/** What contract details say about the hours of a contract. */
export interface WrittenHours {
  readonly timeZoneId?: string | undefined;
  /** With what is before and after the regular sessions. */
  readonly tradingHours?: string | undefined;
  readonly liquidHours?: string | undefined;
}

/**
 * Older gateways write abbreviations. To the broker they mean the clocks on the wall, summer time
 * included; on the IANA list `EST` has none.
 */
const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ['EST', 'America/New_York'],
  ['EDT', 'America/New_York'],
  ['EST5EDT', 'America/New_York'],
  ['US/Eastern', 'America/New_York'],
  ['CST', 'America/Chicago'],
  ['CST6CDT', 'America/Chicago'],
  ['US/Central', 'America/Chicago'],
]);

/**
 * The hours of a contract; undefined unless every word of them is understood. Half a list would
 * make a closed market look open, or name the wrong opening.
 *
 * Days stand between semicolons, sessions between commas:
 *
 *     20260405:CLOSED;20260406:0930-20260406:1600      each end with its day
 *     20260405:CLOSED;20260406:0700-1200,1300-1600     before 2018, without
 */
export function readHours(written: WrittenHours): MarketHours | undefined {
  const timeZone = zoneOf(written.timeZoneId ?? '');
  if (timeZone === undefined) return undefined;
  const regular = readList(written.liquidHours ?? '', timeZone);
  const extended = readList(written.tradingHours ?? '', timeZone);
  if (regular === undefined || extended === undefined) return undefined;
  return {
    timeZone,
    knownFrom: Math.max(regular.from, extended.from),
    knownUntil: Math.min(regular.until, extended.until),
    regular: regular.sessions,
    extended: extended.sessions,
  };
}

/** `US/Eastern`, `America/New_York`, `EST5EDT`, `EST`, `EST (Eastern Standard Time)` */
function zoneOf(written: string): string | undefined {
  const name = written.replace(/\s*\(.*\)$/, '').trim();
  const zone = ABBREVIATIONS.get(name);
  if (zone !== undefined) return zone;
  // A place is one thing everywhere; an abbreviation, as IST or CST, is not.
  return name.includes('/') && isTimeZone(name) ? name : undefined;
}

interface SessionList {
  readonly from: number;
  readonly until: number;
  readonly sessions: readonly TradingSession[];
}

function readList(text: string, timeZone: string): SessionList | undefined {
  const sessions: TradingSession[] = [];
  const bounds: number[] = [];
  for (const day of text.split(';').filter((each) => each !== '')) {
    const read = readDay(day, timeZone);
    if (read === undefined) return undefined;
    sessions.push(...read.sessions);
    bounds.push(read.from, read.until);
  }
  if (bounds.length === 0) return undefined;
  return { from: Math.min(...bounds), until: Math.max(...bounds), sessions: joined(sessions) };
}

function readDay(text: string, timeZone: string): SessionList | undefined {
  const colon = text.indexOf(':');
  const date = text.slice(0, colon);
  const from = at(`${date}:0000`, timeZone);
  const until = from === undefined ? undefined : nextMidnight(date, timeZone);
  if (from === undefined || until === undefined) return undefined;
  if (text.slice(colon + 1) === 'CLOSED') return { from, until, sessions: [] };
  const sessions = text
    .slice(colon + 1)
    .split(',')
    .map((each) => readSession(each, date, timeZone));
  if (!sessions.every((each) => each !== undefined)) return undefined;
  const ends = sessions.flatMap(({ opens, closes }) => [opens, closes]);
  return { from: Math.min(from, ...ends), until: Math.max(until, ...ends), sessions };
}

/** `0930-1600`, `0930-20260406:1600`, or with a day at its start, as every session but the first has. */
function readSession(text: string, date: string, timeZone: string): TradingSession | undefined {
  const [start = '', end = '', ...others] = text.split('-');
  const dated = (each: string): string => (each.includes(':') ? each : `${date}:${each}`);
  const [opens, closes] = [at(dated(start), timeZone), at(dated(end), timeZone)];
  if (opens === undefined || closes === undefined || others.length > 0) return undefined;
  return opens < closes ? { opens, closes } : undefined;
}

/** The instant of `20260406:0930`; undefined for what is no time. */
function at(text: string, timeZone: string): number | undefined {
  const wall = wallOf(text);
  return wall && instantAt(wall, timeZone);
}

function wallOf(text: string): WallTime | undefined {
  const match = /^(\d{4})(\d\d)(\d\d):([01]\d|2[0-3])([0-5]\d)$/.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  return { year, month, day, hour, minute };
}

/** When the day ends that a list names. */
function nextMidnight(date: string, timeZone: string): number | undefined {
  const noon = wallOf(`${date}:1200`);
  if (noon === undefined) return undefined;
  const next = new Date(Date.UTC(noon.year, noon.month - 1, noon.day + 1));
  return at(`${next.toISOString().slice(0, 10).replaceAll('-', '')}:0000`, timeZone);
}

/** In rising order; sessions that touch are one, or a market would close for no time at all. */
function joined(sessions: readonly TradingSession[]): readonly TradingSession[] {
  const result: TradingSession[] = [];
  for (const session of [...sessions].sort((a, b) => a.opens - b.opens)) {
    const last = result.at(-1);
    if (last === undefined || last.closes < session.opens) result.push(session);
    else result.splice(-1, 1, { ...last, closes: Math.max(last.closes, session.closes) });
  }
  return result;
}
