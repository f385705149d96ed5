import { dayOf } from '../account/zone-time.ts';
import { filledOf, filledValueOf, isShareOrder, stateOf } from '../orders/tracked-order.ts';
import { asShares, valueOf } from '../units/shares.ts';
import { asUsd, sumUsd, ZERO_USD, type Usd } from '../units/usd.ts';
import type { RunRecord } from './run-record.ts';

/** Where US ETFs trade: a day of trading is a day there. */
const EXCHANGE_ZONE = 'America/New_York';

/**
 * What a run has bought and sold on the exchange's day of an instant; nothing when it began on
 * another one. What may still be filled, or may have been, counts as if it were.
 */
export function tradedOnDayOf(now: number, { facts, book }: RunRecord): Usd {
  if (facts === undefined) return ZERO_USD;
  if (dayOf(facts.startedAt, EXCHANGE_ZONE) !== dayOf(now, EXCHANGE_ZONE)) return ZERO_USD;
  return sumUsd(
    book.orders.filter(isShareOrder).map((order) => {
      const { quantity, countedAt } = order.ticket;
      const filled = filledValueOf(order);
      // What a person confirmed besides the executions has no price of its own.
      const confirmed = valueOf(order.settled ?? asShares(0n), countedAt);
      const state = stateOf(order);
      const over = state === 'filled' || state === 'cancelled' || state === 'rejected';
      const open = over ? ZERO_USD : valueOf(asShares(quantity - filledOf(order)), countedAt);
      return asUsd(filled + confirmed + open);
    }),
  );
}
