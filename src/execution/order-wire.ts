import { concerns, type OrderEvent } from '../core/orders/order-event.ts';
import type { OrderTicket, ShareTicket } from '../core/orders/ticket.ts';
import { assert } from '../core/units/assert.ts';
import { BrokerError, type Broker } from '../ports.ts';
import type { RunNotes } from './run-notes.ts';

/** What became of a message to the broker. Of the order itself nothing is known yet. */
export type Sending =
  | { readonly kind: 'sent' }
  /** The journal could not be written, so nothing left. */
  | { readonly kind: 'unwritten' }
  | { readonly kind: 'lost'; readonly reason: string };

type Wire = Pick<Broker, 'placeOrder' | 'modifyOrder' | 'cancelOrder' | 'nextOrderEvents'>;

/**
 * Everything that is said to the broker about orders: written down first, and then said once. And
 * what it says of the orders of one account: a connection tells of all that the login sees.
 */
export class OrderWire {
  readonly #broker: Wire;
  readonly #notes: RunNotes;
  readonly #accountId: string;

  constructor(broker: Wire, notes: RunNotes, accountId: string) {
    this.#broker = broker;
    this.#notes = notes;
    this.#accountId = accountId;
  }

  /** What has happened since the last call; waits for something no longer than `waitMs`. */
  async hear(waitMs: number): Promise<readonly OrderEvent[]> {
    const events = await this.#broker.nextOrderEvents(waitMs);
    return events.filter((event) => concerns(event, this.#accountId));
  }

  /** Sends a new order. One that found no connection is known never to have been sent. */
  async place(orderId: number, line: number, ticket: OrderTicket): Promise<Sending> {
    if (!this.#notes.note({ kind: 'intent', orderId, line, ticket })) return { kind: 'unwritten' };
    const sending = await said(this.#broker.placeOrder(orderId, ticket));
    if (sending.kind === 'lost') this.#notes.note({ kind: 'not-sent', orderId });
    return sending;
  }

  /** Changes the limit of an open order; `ticket` is the order with its new one. */
  async reprice(orderId: number, ticket: ShareTicket): Promise<Sending> {
    const { limit } = ticket;
    assert(limit !== undefined, 'only a limit is changed');
    if (!this.#notes.note({ kind: 'reprice', orderId, limit })) return { kind: 'unwritten' };
    return said(this.#broker.modifyOrder(orderId, ticket));
  }

  /** Asks for the end of an order. Asked even when it cannot be written down: a cancel harms nobody. */
  async cancel(orderId: number): Promise<Sending> {
    this.#notes.note({ kind: 'cancel', orderId });
    return said(this.#broker.cancelOrder(orderId));
  }
}

async function said(message: Promise<void>): Promise<Sending> {
  try {
    await message;
    return { kind: 'sent' };
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return { kind: 'lost', reason: error.message };
  }
}
