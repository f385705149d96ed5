import { USD_CAD, type RateMarket } from '../core/account/fx-market.ts';
import type { Market } from '../core/account/quote.ts';
import type { Ceiling, FxCeiling } from '../core/approval/ceiling.ts';
import { quantityOf, type ConversionTicket, type ShareTicket } from '../core/orders/ticket.ts';
import type { Algo } from '../core/settings.ts';
import { assert } from '../core/units/assert.ts';
import type { Price } from '../core/units/price.ts';
import type { Rate } from '../core/units/rate.ts';
import type { Shares } from '../core/units/shares.ts';
import type { Usd } from '../core/units/usd.ts';

/** What is sent for a line. */
export interface PricedQuantity {
  readonly quantity: Shares;
  /** Undefined for a market order. */
  readonly limit: Price | undefined;
  /** What one share is counted with while the order is open. */
  readonly countedAt: Price;
  readonly algo: Algo | undefined;
  /** The market that this was decided on. */
  readonly arrival?: Market | undefined;
}

/** What is sent for the approved conversion. */
export interface RatedQuantity {
  /** In whole US dollars. */
  readonly quantity: Usd;
  /** Undefined for a market order. */
  readonly limit: Rate | undefined;
  /** When it is not filled by then it is cancelled. */
  readonly fillTimeoutMs: number;
  /** The market that this was decided on. */
  readonly arrival?: RateMarket | undefined;
}

type Unnamed<Ticket> = Omit<Ticket, 'orderRef' | 'accountId'>;

/** A ticket that has no reference yet. */
export type UnnamedTicket = Unnamed<ShareTicket> | Unnamed<ConversionTicket>;

/** The order of an approved line: never more than was approved, and never worse. */
export function shareTicket(ceiling: Ceiling, order: PricedQuantity): Unnamed<ShareTicket> {
  const { contract, side } = ceiling;
  const { quantity, limit } = order;
  assert(quantity > 0n && quantity <= ceiling.quantity, 'no more than was approved');
  assertNoWorse(ceiling, limit);
  return { kind: 'shares', contract, side, ...order };
}

/** No limit of an approved line is worse than was approved, and no market order unless one was. */
export function assertNoWorse(
  { side, worstPrice, mayEndAtMarket }: Ceiling,
  limit: Price | undefined,
): void {
  if (worstPrice === undefined) return;
  if (limit === undefined) {
    assert(mayEndAtMarket, 'no market order where only limits were approved');
    return;
  }
  assert(side === 'BUY' ? limit <= worstPrice : limit >= worstPrice, 'no worse than approved');
}

/** The order of the approved conversion: never more dollars, and never a dearer limit. */
export function conversionTicket(
  approved: FxCeiling,
  { quantity, limit, arrival }: RatedQuantity,
): Unnamed<ConversionTicket> {
  assert(quantity > 0n && quantity <= approved.quantity, 'no more than was approved');
  if (approved.limit !== undefined) {
    assert(limit !== undefined, 'no market order where a limit was approved');
    assert(limit <= approved.limit, 'no dearer than approved');
  }
  return {
    kind: 'conversion',
    contract: USD_CAD,
    side: 'BUY',
    quantity: quantityOf(quantity),
    limit,
    arrival,
  };
}
