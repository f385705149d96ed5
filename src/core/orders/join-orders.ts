import { asShares } from '../units/shares.ts';
import type { TrackedOrder } from './tracked-order.ts';

/**
 * The orders of one approved line as one, for telling what became of the line: it was sent for what
 * the first was sent for, has filled what all have filled, and stands where the last stands. All of
 * them but the last have ended. Undefined when there is none.
 */
export function joinOrders(orders: readonly TrackedOrder[]): TrackedOrder | undefined {
  const [first] = orders;
  const last = orders.at(-1);
  if (first === undefined || last === undefined || first === last) return last;
  const { quantity } = first.ticket;
  return {
    ...last,
    ticket: { ...last.ticket, quantity },
    executions: new Map(orders.flatMap(({ executions }) => [...executions])),
    commissions: new Map(orders.flatMap(({ commissions }) => [...commissions])),
    reportedFilled: asShares(orders.reduce((sum, each) => sum + each.reportedFilled, 0n)),
  };
}
