import type { OrderBook } from '../orders/order-book.ts';
import type { Problem } from '../units/problem.ts';
import type { ConversionOrder } from '../orders/tracked-order.ts';
import type { ApprovedFacts, Ceiling, FxCeiling } from './ceiling.ts';

/** Why a line is not sent whose prices are too old, or are none to trade at. */
export const STALE_QUOTE = 'the quote is stale';
export const NO_MARKET = 'no market';

/** An approved line that was not sent, and why. */
export interface SkippedLine {
  readonly ceiling: Ceiling;
  /** Undefined when the run stopped before the line had its turn. */
  readonly reason: string | undefined;
}

/** What became of the approved conversion. */
export interface ConversionReport {
  readonly approved: FxCeiling;
  /** Undefined when nothing was sent. */
  readonly order: ConversionOrder | undefined;
  /** Why nothing was sent; undefined too when the run stopped before it had its turn. */
  readonly reason: string | undefined;
}

/** What became of an approved plan. */
export interface ExecutionReport {
  readonly approved: ApprovedFacts;
  /** Undefined when none was approved. */
  readonly conversion: ConversionReport | undefined;
  /** The orders of the lines and of the conversion. */
  readonly book: OrderBook;
  readonly skipped: readonly SkippedLine[];
  /** Why the run stopped early; undefined when it went through to the end. */
  readonly stopped: Problem | undefined;
  /** Why the journal does not hold all of it, whatever stopped the run; undefined when it does. */
  readonly unwritten: Problem | undefined;
}
