import type { Price } from './price.ts';
import type { Order } from './order.ts';
import type { Quote } from './quote.ts';

/**
 * The price at which the order trades against this quote, or undefined when it does not. What comes
 * to the market takes the far side of the quote, even when its limit would have allowed worse; what
 * was waiting in the book is met at its own limit.
 */
export function fillPrice(
  order: Pick<Order, 'side' | 'limit' | 'resting'>,
  quote: Quote,
): Price | undefined {
  const farSide = order.side === 'BUY' ? quote.ask : quote.bid;
  if (farSide === null) return undefined;
  if (order.limit === null) return farSide;
  const reached = order.side === 'BUY' ? farSide <= order.limit : farSide >= order.limit;
  if (!reached) return undefined;
  return order.resting ? order.limit : farSide;
}
