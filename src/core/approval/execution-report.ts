import type { OrderBook } from '../orders/order-book.ts';
import type { Problem } from '../units/problem.ts';
import type { Ceiling } from './ceiling.ts';

/** An approved line that was not sent, and why. */
export interface SkippedLine {
  readonly ceiling: Ceiling;
  /** Undefined when the run stopped before the line had its turn. */
  readonly reason: string | undefined;
}

/** What became of an approved plan. */
export interface ExecutionReport {
  readonly book: OrderBook;
  readonly skipped: readonly SkippedLine[];
  /** Why the run stopped early; undefined when it went through to the end. */
  readonly stopped: Problem | undefined;
}
