import { asPrice, type Price } from './price.ts';
import { divide } from '../../src/core/units/rounding.ts';
import { exchangeTime } from './instant.ts';
import { seededDraw } from './random.ts';

/** One day of trading, invented. */
export interface DailyBar {
  /** `20260413` */
  readonly date: string;
  readonly open: Price;
  readonly high: Price;
  readonly low: Price;
  readonly close: Price;
  /** Whole shares. */
  readonly volume: bigint;
  readonly trades: number;
}

export interface History {
  /** The close of the last whole day; what came before wanders away from it. */
  readonly close: Price;
  readonly increment: Price;
  readonly seed: number;
}

const DAY_MS = 86_400_000;
/** The largest step from one price of a day to the next, as a part of the close: 1 in 100. */
const LARGEST_STEP = 100n;

/** The dates of the last so many weekdays before the day of an instant, the newest first. */
export function weekdaysBefore(instant: number, count: number): readonly string[] {
  const dates: string[] = [];
  for (let back = 1; dates.length < count; back += 1) {
    const { date, weekday } = exchangeTime(noonOf(instant) - back * DAY_MS);
    if (!weekday.startsWith('S')) dates.push(date);
  }
  return dates;
}

/**
 * Bars for the given dates, the newest first, made backwards from the last close: the same seed and
 * last close give the same day whatever number of days is asked for. Prices are on the grid, above
 * zero, and within 1% from one to the next.
 */
export function inventBars(dates: readonly string[], history: History): readonly DailyBar[] {
  const draw = seededDraw(history.seed);
  const step = (from: Price): Price => {
    const ticks = divide(from, LARGEST_STEP * history.increment, 'floor');
    const moved = BigInt(draw(Number(ticks) * 2 + 1)) - ticks;
    const price = asPrice(from + moved * history.increment);
    return price > 0n ? price : from;
  };
  let close = history.close;
  return dates.map((date) => {
    const open = step(close);
    const bar = {
      date,
      open,
      high: asPrice(max(open, close) + history.increment * BigInt(draw(20))),
      low: asPrice(max(min(open, close) - history.increment * BigInt(draw(20)), history.increment)),
      close,
      volume: 100_000n + BigInt(draw(5_000_000)),
      trades: 1_000 + draw(50_000),
    };
    close = step(open);
    return bar;
  });
}

function noonOf(instant: number): number {
  const { date } = exchangeTime(instant);
  return Date.UTC(
    Number(date.slice(0, 4)),
    Number(date.slice(4, 6)) - 1,
    Number(date.slice(6)),
    17,
  );
}

function max(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}

function min(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}
