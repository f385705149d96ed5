import { formatShares, wholeShares } from '../../src/core/units/shares.ts';
import { asPrice, price, type Price } from './price.ts';
import type { Quote } from './quote.ts';
import type { Refusal } from './refusal.ts';
import type { OrderTerms } from './order.ts';

/** Below this many US dollars IDEALPRO takes an order as an odd lot. */
const LEAST_LOT = wholeShares(25_000n);

/**
 * How much worse than the quote an odd lot trades on either side: one pip. That it is worse is the
 * broker's word; how much is this simulator's own guess.
 */
const ODD_LOT_DISTANCE = price('0.0001');

type Sized = Pick<OrderTerms, 'contract' | 'quantity'>;

function isOddLot({ contract, quantity }: Sized): boolean {
  return contract.secType === 'CASH' && quantity < LEAST_LOT;
}

/** The quote that an order of this size meets: of an odd lot wider than what is shown. */
export function quoteFor(order: Sized, shown: Quote): Quote {
  if (!isOddLot(order)) return shown;
  const { bid, ask } = shown;
  return { ...shown, bid: lower(bid), ask: ask === null ? null : asPrice(ask + ODD_LOT_DISTANCE) };
}

/** There is no bid where it would not be above zero. */
function lower(bid: Price | null): Price | null {
  return bid === null || bid <= ODD_LOT_DISTANCE ? null : asPrice(bid - ODD_LOT_DISTANCE);
}

/** What a gateway says of a small conversion, which works all the same; undefined for any other. */
export function oddLotWarning({ contract, side, quantity }: OrderTerms): Refusal | undefined {
  if (!isOddLot({ contract, quantity })) return undefined;
  const text =
    `Order Message:\n${side} ${formatShares(quantity)} ${contract.localSymbol} Forex\n` +
    `Warning: Your order size is below the ${contract.symbol} 25000 IdealPro minimum ` +
    'and will be routed as an odd lot order.';
  return { code: 399, text };
}
