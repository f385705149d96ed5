import type { Commission, OrderEvent } from './order-event.ts';
import { applyEvent, keyOf, trackOrder, type TrackedOrder } from './tracked-order.ts';
import type { OrderTicket } from './ticket.ts';

/** All orders of a run that may have reached the broker. */
export interface OrderBook {
  readonly orders: readonly TrackedOrder[];
  /** Commissions by execution id: a report may arrive before the execution that it belongs to. */
  readonly commissions: ReadonlyMap<string, Commission>;
}

export const EMPTY_BOOK: OrderBook = { orders: [], commissions: new Map() };

/** The book with one more order, at the moment it is sent. */
export function addOrder(book: OrderBook, ticket: OrderTicket, orderId: number): OrderBook {
  return { ...book, orders: [...book.orders, trackOrder(ticket, orderId)] };
}

/** The book after one event of the broker. */
export function applyToBook(book: OrderBook, event: OrderEvent): OrderBook {
  const orders = book.orders.map((order) => applyEvent(order, event));
  if (event.kind === 'commission') {
    const commissions = new Map(book.commissions).set(event.execId, event.commission);
    return { orders, commissions };
  }
  if (event.kind !== 'execution') return { ...book, orders };
  const key = keyOf(event.execution.execId);
  const early = [...book.commissions]
    .filter(([execId]) => keyOf(execId) === key)
    .map(([execId, commission]): OrderEvent => ({ kind: 'commission', execId, commission }));
  return { ...book, orders: orders.map((order) => early.reduce(applyEvent, order)) };
}

/** The book with one order replaced by what has become of it. */
export function replaceOrder(book: OrderBook, changed: TrackedOrder): OrderBook {
  const orders = book.orders.map((order) => (order.orderId === changed.orderId ? changed : order));
  return { ...book, orders };
}

/** The book without an order that is known never to have been sent. */
export function withoutOrder(book: OrderBook, orderId: number): OrderBook {
  return { ...book, orders: book.orders.filter((order) => order.orderId !== orderId) };
}
