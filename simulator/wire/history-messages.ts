import { PRICE_DECIMALS } from '../engine/price.ts';
import { divide } from '../../src/core/units/rounding.ts';
import type { DailyBar } from '../engine/daily-history.ts';
import type { Message } from './messages.ts';
import { barVolume } from './sizes.ts';
import { since } from './versions.ts';
import { wireDouble } from './wire-number.ts';

export interface HistoryAnswer {
  readonly requestId: number;
  /** The oldest first. */
  readonly bars: readonly DailyBar[];
  /** `20260401 00:00:00 US/Eastern` */
  readonly start: string;
  readonly end: string;
}

/** HISTORICAL_DATA, and from 196 on the end of it, which names the dates then. */
export function historicalData(answer: HistoryAnswer, version: number): readonly Message[] {
  const { bars, start, end } = answer;
  const id = String(answer.requestId);
  const isSplit = version >= since.historicalDataEnd;
  const rows = bars.flatMap((bar) => barFields(bar, version));
  return [
    ['17', id, ...(isSplit ? [] : [start, end]), String(bars.length), ...rows],
    ...(isSplit ? [['108', id, start, end]] : []),
  ];
}

function barFields(bar: DailyBar, version: number): readonly string[] {
  const { open, high, low, close } = bar;
  // What the day's trades cost on average is invented too: the middle of its prices, to the nearest.
  const average = divide(open + high + low + close, 4n, 'halfAway');
  return [
    bar.date,
    ...[open, high, low, close].map((price) => wireDouble(price, PRICE_DECIMALS)),
    barVolume(bar.volume, version),
    wireDouble(average, PRICE_DECIMALS),
    String(bar.trades),
  ];
}

export function headTimestamp(requestId: number, stamp: string): Message {
  return ['88', String(requestId), stamp];
}

/** The message ids of past ticks, by what they are of. */
const tickIds: ReadonlyMap<string, string> = new Map([
  ['MIDPOINT', '96'],
  ['BID_ASK', '97'],
  ['TRADES', '98'],
]);

/** HISTORICAL_TICKS of some kind, without any; undefined for a kind that does not exist. */
export function noHistoricalTicks(requestId: number, whatToShow: string): Message | undefined {
  const id = tickIds.get(whatToShow);
  return id === undefined ? undefined : [id, String(requestId), '0', '1'];
}
