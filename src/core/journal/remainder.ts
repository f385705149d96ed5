/*
 * What of an approval is left: the one place where the ceilings of an interrupted run become those
 * of the run that goes on with it. For each line, filled + open + unknown + left <= approved.
 */
import type { ApprovedFacts, Ceiling } from '../approval/ceiling.ts';
import { filledOf, isSettled, type TrackedOrder } from '../orders/tracked-order.ts';
import { asShares, type Shares } from '../units/shares.ts';
import type { RunRecord } from './run-record.ts';

/**
 * The approval less everything that its orders have taken of it, or may still take. Prices and cash
 * limits stay as they were. Nothing is converted any more: what a conversion was for is not known.
 */
export function remainderOf(
  approved: ApprovedFacts,
  { book, lines }: Pick<RunRecord, 'book' | 'lines'>,
): ApprovedFacts {
  const left = (ceilings: readonly Ceiling[]): readonly Ceiling[] =>
    ceilings
      .map((ceiling): Ceiling => {
        const orders = book.orders.filter(({ orderId }) => lines.get(orderId) === ceiling.line);
        const taken = orders.reduce((sum, order) => sum + takenBy(order), 0n);
        return { ...ceiling, quantity: asShares(ceiling.quantity - taken) };
      })
      .filter(({ quantity }) => quantity > 0n);
  return { ...approved, fx: undefined, sells: left(approved.sells), buys: left(approved.buys) };
}

/** What an order has filled, once it has ended; before that all that it may still fill. */
export function takenBy(order: TrackedOrder): Shares {
  const filled = filledOf(order);
  const { quantity } = order.ticket;
  return isSettled(order) || filled > quantity ? filled : quantity;
}
