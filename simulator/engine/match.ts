import { divide } from '../../src/core/units/rounding.ts';
import { asPrice, type Price } from './price.ts';
import type { Order } from './order.ts';
import type { Quote } from './quote.ts';

export type Matched = Pick<Order, 'side' | 'type' | 'limit' | 'stop' | 'triggered' | 'resting'>;

/**
 * The price at which the order trades against this quote, or undefined when it does not. What comes
 * to the market takes the far side of the quote, even when its limit would have allowed worse; what
 * was waiting in the book is met at its own limit.
 */
export function fillPrice(order: Matched, quote: Quote): Price | undefined {
  if (quote.halted !== 'no') return undefined;
  if (order.type === 'STP' && !order.triggered) return undefined;
  const offered = order.type === 'MIDPRICE' ? middle(order, quote) : farSide(order, quote);
  if (offered === null) return undefined;
  if (order.limit === null) return offered;
  const reached = order.side === 'BUY' ? offered <= order.limit : offered >= order.limit;
  if (!reached) return undefined;
  return order.resting ? order.limit : offered;
}

/** Whether the last trade has come to the price at which a stop order begins. */
export function reachesStop({ side, stop }: Matched, { last, halted }: Quote): boolean {
  if (stop === null || last === null || halted !== 'no') return false;
  return side === 'BUY' ? last >= stop : last <= stop;
}

function farSide({ side }: Matched, { bid, ask }: Quote): Price | null {
  return side === 'BUY' ? ask : bid;
}

/** Halfway between bid and ask; a middle between two prices is never rounded for the client. */
function middle({ side }: Matched, { bid, ask }: Quote): Price | null {
  if (bid === null || ask === null) return null;
  return asPrice(divide(bid + ask, 2n, side === 'BUY' ? 'ceil' : 'floor'));
}
