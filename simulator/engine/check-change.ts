import { formatShares, ONE_SHARE } from '../../src/core/units/shares.ts';
import type { Order, OrderTerms } from './order.ts';
import { invalid, type Refusal } from './refusal.ts';

export const DUPLICATE_ID: Refusal = { code: 103, text: 'Duplicate order id' };

/** Whether the order is in a state in which it can be changed. */
export function checkModifiable(order: Order): Refusal | undefined {
  switch (order.status) {
    case 'Filled':
      return { code: 104, text: 'Cannot modify a filled order.' };
    case 'PendingCancel':
      return { code: 2102, text: 'Unable to modify this order as it is still being processed.' };
    case 'Cancelled':
    case 'Inactive':
      return DUPLICATE_ID;
    case 'Staged':
    case 'PreSubmitted':
    case 'Submitted':
      return undefined;
  }
}

/** A smaller quantity must leave something to do; cancelling is said by cancelling. */
export function checkStillOpen(terms: OrderTerms, working: Order): Refusal | undefined {
  if (terms.quantity > working.filled) return undefined;
  return invalid(`${formatShares(working.filled)} shares are already filled.`);
}

/** Whether the change is one that the API can bring. */
export function checkSameKind(terms: OrderTerms, working: OrderTerms): Refusal | undefined {
  if (terms.quantity % ONE_SHARE !== 0n && terms.quantity !== working.quantity) {
    return { code: 10242, text: 'Fractional-sized order cannot be modified via API.' };
  }
  if (terms.adaptive === working.adaptive) return undefined;
  return { code: 440, text: 'Order modify failed. Algorithm cannot be modified.' };
}

/** Whether a ticket that re-sends a working order changes only what a modification may change. */
export function checkSameOrder(terms: OrderTerms, working: OrderTerms): Refusal | undefined {
  const same =
    terms.contract.conId === working.contract.conId &&
    terms.account === working.account &&
    terms.side === working.side;
  if (same) return undefined;
  const text = 'Order being modified does not match original order.';
  return { code: 105, text };
}
