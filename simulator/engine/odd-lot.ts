import { formatShares, wholeShares } from '../../src/core/units/shares.ts';
import type { Refusal } from './refusal.ts';
import type { OrderTerms } from './order.ts';

/** Below this many US dollars IDEALPRO takes an order as an odd lot. */
const LEAST_LOT = wholeShares(25_000n);

/** What a gateway says of a small conversion, which works all the same; undefined for any other. */
export function oddLotWarning({ contract, side, quantity }: OrderTerms): Refusal | undefined {
  if (contract.secType !== 'CASH' || quantity >= LEAST_LOT) return undefined;
  const text =
    `Order Message:\n${side} ${formatShares(quantity)} ${contract.localSymbol} Forex\n` +
    `Warning: Your order size is below the ${contract.symbol} 25000 IdealPro minimum ` +
    'and will be routed as an odd lot order.';
  return { code: 399, text };
}
