import type { EngineEvent } from '../engine/events.ts';
import { isLive, type Order } from '../engine/order.ts';
import type { Message } from '../wire/messages.ts';
import {
  commissionReport,
  executionData,
  openOrder,
  orderPreview,
  orderStatus,
} from '../wire/order-messages.ts';
import type { SessionContext } from './session-context.ts';

type OrderEvent = Exclude<EngineEvent, { kind: 'books' | 'quote' }>;

/** Which orders one client is told of, and which orders of others it may cancel. */
export class OrderScope {
  private readonly context: SessionContext;
  /** Orders of other clients that this one has seen in a list: their owner, by order id. */
  private readonly listed = new Map<number, number>();
  /** Orders of others that this client is cancelling, as `owner/orderId`. */
  private readonly cancelling = new Set<string>();

  constructor(context: SessionContext) {
    this.context = context;
  }

  /** Remembers that the client has seen this order of another one. */
  list({ clientId, orderId }: Order): void {
    if (clientId !== this.context.clientId) this.listed.set(orderId, clientId);
  }

  /**
   * Cancels the client's own order, or the order of another one that it has listed: then it gets
   * the answers too, with its own client id in the status, as was captured.
   */
  cancel(orderId: number): void {
    const { engine, clientId, clients } = this.context;
    const owner = this.listed.get(orderId);
    const isWorking = (whose: number): boolean =>
      engine.openOrders().some((order) => order.clientId === whose && order.orderId === orderId);
    const isForeign = owner !== undefined && !isWorking(clientId) && isWorking(owner);
    if (!isForeign || clients.cancelOthers === 'never') {
      engine.cancel(clientId, orderId);
      return;
    }
    this.cancelling.add(`${owner}/${orderId}`);
    engine.cancel(owner, orderId);
  }

  onEvent(event: OrderEvent): void {
    const { clientId, clients } = this.context;
    const order = orderOf(event);
    if (order.clientId === clientId || this.isMaster(clients.masterClientId, event)) {
      this.tell(event);
      return;
    }
    const name = `${order.clientId}/${order.orderId}`;
    if (!this.cancelling.has(name)) return;
    if (event.kind === 'status') {
      this.context.send(orderStatus({ ...event.order, clientId }));
      if (!isLive(event.order)) this.listed.delete(order.orderId);
    } else if (event.kind === 'refusal') {
      this.cancelling.delete(name);
      this.tell(event);
    }
  }

  /** The master is told of everybody's orders and executions, not of everybody's mistakes and questions. */
  private isMaster(masterClientId: number | null, event: OrderEvent): boolean {
    const isPrivate = event.kind === 'refusal' || event.kind === 'preview';
    return masterClientId === this.context.clientId && !isPrivate;
  }

  private tell(event: OrderEvent): void {
    if (event.kind === 'refusal') this.context.sendError(event.orderId, event.code, event.text);
    else this.context.send(encodeOrderEvent(event, this.context));
  }
}

function orderOf(event: OrderEvent): Pick<Order, 'clientId' | 'orderId'> {
  switch (event.kind) {
    case 'execution':
    case 'commission':
      return event.execution.order;
    case 'order':
    case 'status':
    case 'preview':
      return event.order;
    case 'refusal':
      return event;
  }
}

function encodeOrderEvent(
  event: Exclude<OrderEvent, { kind: 'refusal' }>,
  { version }: SessionContext,
): Message {
  switch (event.kind) {
    case 'execution':
      return executionData(-1, event.execution, version);
    case 'commission':
      return commissionReport(event.execution);
    case 'order':
      return openOrder(event.order, event.settled, version);
    case 'status':
      return orderStatus(event.order);
    case 'preview':
      return orderPreview(event.order, event.preview, version);
  }
}
