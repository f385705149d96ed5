import { assert } from '../../src/core/units/assert.ts';
import type { Clock } from './clock.ts';
import type { EngineListener } from './events.ts';
import { isLive, type Order, type OrderStatus } from './order.ts';
import type { Refusal } from './refusal.ts';

/** All orders as they stand, and the telling of them. */
export class OrderLedger {
  private readonly clock: Clock;
  private readonly tell: EngineListener;
  private readonly orders = new Map<number, Order>();
  /** Those of them at which something can still happen. */
  private readonly working = new Map<number, Order>();
  private readonly permIds = new Map<string, number>();

  constructor(clock: Clock, tell: EngineListener) {
    this.clock = clock;
    this.tell = tell;
  }

  all(): readonly Order[] {
    return [...this.orders.values()];
  }

  /** The orders at which something can still happen, in the order in which they came to work. */
  live(): readonly Order[] {
    return [...this.working.values()];
  }

  /** Those of one contract. */
  liveOf(conId: number): readonly Order[] {
    const found: Order[] = [];
    for (const order of this.working.values()) {
      if (order.contract.conId === conId) found.push(order);
    }
    return found;
  }

  /** The order that a client calls by this id, if there is one. */
  find(clientId: number, orderId: number): Order | undefined {
    const permId = this.permIds.get(`${clientId}/${orderId}`);
    return permId === undefined ? undefined : this.orders.get(permId);
  }

  get(permId: number): Order {
    const order = this.orders.get(permId);
    assert(order !== undefined, `order ${permId} is known`);
    return order;
  }

  /** A new order, known by its client's id from now on. */
  add(order: Order): void {
    this.permIds.set(`${order.clientId}/${order.orderId}`, order.permId);
    this.update(order);
  }

  /** The order as it stands from now on. */
  update(order: Order): Order {
    this.orders.set(order.permId, order);
    if (isLive(order)) this.working.set(order.permId, order);
    else this.working.delete(order.permId);
    return order;
  }

  /** The order at its end. */
  complete(order: Order, status: OrderStatus, completedText: string): Order {
    return this.update({ ...order, status, completedAt: this.clock.now(), completedText });
  }

  /** Forgets the ids of finished orders above the highest that each client has. */
  forgetAbove(highestOf: (clientId: number) => number): void {
    for (const [key, permId] of this.permIds) {
      const order = this.get(permId);
      const forgotten = order.orderId > highestOf(order.clientId);
      if (forgotten && !isLive(order)) this.permIds.delete(key);
    }
  }

  tellOrder(order: Order): void {
    this.tell({ kind: 'order', order, settled: false });
    this.tellStatus(order);
  }

  tellStatus(order: Order): void {
    this.tell({ kind: 'status', order });
  }

  refuse(to: Pick<Order, 'clientId' | 'orderId'>, { code, text }: Refusal): void {
    this.tell({ kind: 'refusal', clientId: to.clientId, orderId: to.orderId, code, text });
  }
}
