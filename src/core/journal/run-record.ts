import {
  addOrder,
  applyToBook,
  EMPTY_BOOK,
  replaceOrder,
  withoutOrder,
  type OrderBook,
} from '../orders/order-book.ts';
import { isDone, stateOf, type TrackedOrder } from '../orders/tracked-order.ts';
import type { Problem } from '../units/problem.ts';
import type { JournalEvent, RunFacts } from './journal-event.ts';

/** What the entries of a journal add up to. */
export interface RunRecord {
  /** Undefined until the run has begun. */
  readonly facts: RunFacts | undefined;
  /** Every order that may have reached the broker. */
  readonly book: OrderBook;
  /** The line of the approved plan that an order belongs to, by order id. */
  readonly lines: ReadonlyMap<number, number>;
  /** The first reason why nothing more is sent. */
  readonly stopped: Problem | undefined;
  readonly ended: boolean;
  /** A later run has looked into it. */
  readonly recovered: boolean;
}

export const EMPTY_RECORD: RunRecord = {
  facts: undefined,
  book: EMPTY_BOOK,
  lines: new Map(),
  stopped: undefined,
  ended: false,
  recovered: false,
};

/** The record of a whole journal. */
export function recordOf(events: readonly JournalEvent[]): RunRecord {
  return events.reduce(applyToRecord, EMPTY_RECORD);
}

/** The record after one more entry. */
export function applyToRecord(record: RunRecord, event: JournalEvent): RunRecord {
  switch (event.kind) {
    case 'started':
      return { ...record, facts: event.facts };
    case 'intent': {
      const book = addOrder(record.book, event.ticket, event.orderId);
      return { ...record, book, lines: new Map(record.lines).set(event.orderId, event.line) };
    }
    case 'reprice':
      return { ...record, book: repriced(record.book, event) };
    case 'not-sent':
      return { ...record, book: withoutOrder(record.book, event.orderId) };
    case 'cancel':
      return record;
    case 'told':
      return { ...record, book: applyToBook(record.book, event.event) };
    case 'concluded':
      return { ...record, book: concluded(record.book, event) };
    case 'abandoned':
      return { ...record, book: abandoned(record.book, event.orderId) };
    case 'recovering':
      return { ...record, recovered: true };
    case 'settled':
      return { ...record, book: settled(record.book, event) };
    case 'stopped':
      return { ...record, stopped: record.stopped ?? event.problem };
    case 'ended':
      return { ...record, ended: true };
  }
}

/** The highest order id that the run may have used. */
export function highestOrderId({ facts, lines }: RunRecord): number {
  return Math.max(facts?.orderIdsAbove ?? 0, ...lines.keys());
}

/**
 * Whether the run left something to settle: it did not go through to its end, or the outcome of an
 * order is unknown.
 */
export function isInterrupted(record: RunRecord): boolean {
  if (record.facts === undefined) return false;
  return !record.ended || unsettledOrders(record).length > 0;
}

/** The orders of which nobody knows what became of them. */
export function unsettledOrders({ book }: RunRecord): readonly TrackedOrder[] {
  return book.orders.filter((order) => !isDone(order) || stateOf(order) === 'unknown');
}

/** The order with its new limit; counted with the worse of the two, because both can fill. */
function repriced(
  book: OrderBook,
  { orderId, limit }: Extract<JournalEvent, { kind: 'reprice' }>,
): OrderBook {
  const order = book.orders.find((each) => each.orderId === orderId);
  if (order?.ticket.kind !== 'shares') return book;
  const { ticket } = order;
  const countedAt = limit > ticket.countedAt ? limit : ticket.countedAt;
  return replaceOrder(book, { ...order, ticket: { ...ticket, limit, countedAt } });
}

function concluded(
  book: OrderBook,
  { orderId, refused }: Extract<JournalEvent, { kind: 'concluded' }>,
): OrderBook {
  const order = book.orders.find((each) => each.orderId === orderId);
  if (order === undefined) return book;
  return replaceOrder(book, refused ? { ...order, refused } : { ...order, status: 'Cancelled' });
}

function abandoned(book: OrderBook, orderId: number): OrderBook {
  const order = book.orders.find((each) => each.orderId === orderId);
  return order === undefined ? book : replaceOrder(book, { ...order, abandoned: true });
}

function settled(
  book: OrderBook,
  { orderId, filled }: Extract<JournalEvent, { kind: 'settled' }>,
): OrderBook {
  const order = book.orders.find((each) => each.orderId === orderId);
  return order === undefined ? book : replaceOrder(book, { ...order, settled: filled });
}
