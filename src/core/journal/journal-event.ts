import type { ApprovedFacts } from '../approval/ceiling.ts';
import type { OrderEvent } from '../orders/order-event.ts';
import type { OrderTicket } from '../orders/ticket.ts';
import type { Price } from '../units/price.ts';
import type { Problem } from '../units/problem.ts';
import type { Shares } from '../units/shares.ts';

/** What a run was when it began to send. */
export interface RunFacts {
  readonly runId: string;
  readonly accountId: string;
  /** The connection's number: only the same one may change or cancel these orders. */
  readonly clientId: number;
  /** The orders went to our own simulator. */
  readonly simulated: boolean;
  /** ms since 1970. */
  readonly startedAt: number;
  /** Every order id of this run is higher, and so was every one before it lower. */
  readonly orderIdsAbove: number;
  /** The first order id that the gateway offered: one that offers a lower one later has forgotten. */
  readonly nextOrderId: number;
  /** What was held of each approved contract before the first order. */
  readonly held: readonly HeldBefore[];
  /** The run whose rest this one trades; undefined for a run of its own. */
  readonly recovers: string | undefined;
  /** What the person said yes to. */
  readonly approved: ApprovedFacts;
}

export interface HeldBefore {
  readonly conId: number;
  readonly quantity: Shares;
}

/**
 * One entry of a run's journal. The state of a run is what its entries add up to, nothing else: an
 * entry that means to send something is durable before it is sent.
 */
export type JournalEvent =
  | { readonly kind: 'started'; readonly facts: RunFacts }
  /** An order of an approved line is about to be sent. From here on it may be at the broker. */
  | {
      readonly kind: 'intent';
      readonly orderId: number;
      /** 0 for the approved conversion. */
      readonly line: number;
      readonly ticket: OrderTicket;
    }
  /**
   * The limit of an open order is about to be changed. From here on its fills may come at the old
   * limit or the new one.
   */
  | {
      readonly kind: 'reprice';
      readonly orderId: number;
      readonly limit: Price;
    }
  /** The connection was gone before the order left: it was never sent. */
  | { readonly kind: 'not-sent'; readonly orderId: number }
  /** The broker is about to be asked to cancel the order. */
  | { readonly kind: 'cancel'; readonly orderId: number }
  /** What the broker said, as it came. */
  | { readonly kind: 'told'; readonly event: OrderEvent }
  /** The order is neither open nor executed any further, by the broker's own complete lists. */
  | { readonly kind: 'concluded'; readonly orderId: number; readonly refused: boolean }
  /** We stopped watching before the broker gave a last word: what became of it is unknown. */
  | { readonly kind: 'abandoned'; readonly orderId: number }
  /** A later run looks into what became of the orders. ms since 1970. */
  | { readonly kind: 'recovering'; readonly at: number }
  /**
   * The broker cannot say any more what became of the order. So much more of it was filled by the
   * change of the position, and a person confirmed it.
   */
  | { readonly kind: 'settled'; readonly orderId: number; readonly filled: Shares }
  /** Nothing more is sent, and why. */
  | { readonly kind: 'stopped'; readonly problem: Problem }
  /** The run went through to its end: every order has a state, known or unknown. */
  | { readonly kind: 'ended' };
