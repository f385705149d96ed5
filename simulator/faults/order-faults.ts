import { asPrice, type Price } from '../engine/price.ts';
import { asShares, ZERO_SHARES, type Shares } from '../../src/core/units/shares.ts';
import type { Clock } from '../engine/clock.ts';
import type { EngineEvent } from '../engine/events.ts';
import type { ForcedRefusal, Interference } from '../engine/interference.ts';
import type { Execution, Order } from '../engine/order.ts';
import type { ActionOf, OrderAction } from './fault-kinds.ts';

/** What the marks need of the gateway once it runs. */
export interface OrderFaultsParts {
  readonly clock: Clock;
  readonly correct: (execId: string, price: Price) => void;
  readonly wakeOrders: () => void;
}

/** What goes wrong with one order. */
interface Mark {
  reject: ActionOf<'reject'> | null;
  /** The most that it trades in all, while that holds. */
  most: Shares | null;
  /** When its commission is told after the execution; null never. */
  commissionMs: number | null;
  hides: 'nothing' | 'status' | 'execution';
  correct: ActionOf<'correct'> | null;
}

/** The faults of orders, by the client's number for the order. The engine asks it at every step. */
export class OrderFaults implements Interference {
  private readonly parts: OrderFaultsParts;
  private readonly marks = new Map<string, Mark>();

  constructor(parts: OrderFaultsParts) {
    this.parts = parts;
  }

  /** Lets a fault happen to an order that is about to be placed. */
  mark(clientId: number, orderId: number, action: OrderAction): void {
    const mark = this.marks.get(key({ clientId, orderId })) ?? unmarked();
    switch (action.do) {
      case 'reject':
        mark.reject = action;
        break;
      case 'partial':
        this.holdBack(mark, action);
        break;
      case 'late_commission':
        mark.commissionMs = action.for;
        break;
      case 'no_commission':
        mark.commissionMs = null;
        break;
      case 'no_status':
        mark.hides = 'status';
        break;
      case 'no_execution':
        mark.hides = 'execution';
        break;
      case 'correct':
        mark.correct = action;
        break;
    }
    this.marks.set(key({ clientId, orderId }), mark);
  }

  /** A gateway that hands out its numbers again must not let new orders inherit old faults. */
  forget(): void {
    this.marks.clear();
  }

  refusal(order: Order): ForcedRefusal | undefined {
    const mark = this.marks.get(key(order));
    if (mark?.reject == null) return undefined;
    const { code, text, status, status_first } = mark.reject;
    mark.reject = null;
    return {
      code,
      text: text ?? 'Order rejected - reason:The simulator was told to reject it.',
      status: status === 'none' ? null : status,
      statusFirst: status_first,
    };
  }

  fillRoom(order: Order): Shares | null {
    const most = this.marks.get(key(order))?.most ?? null;
    if (most === null) return null;
    return most > order.filled ? asShares(most - order.filled) : ZERO_SHARES;
  }

  toldAfter(event: EngineEvent): number | null {
    switch (event.kind) {
      case 'execution':
        return this.executionTold(event.execution);
      case 'commission':
        return this.commissionTold(event.execution.order);
      case 'order':
      case 'status': {
        const { order } = event;
        const mark = this.marks.get(key(order));
        if (mark?.hides === 'status' && order.filled > 0n) return null;
        return event.kind === 'order' && event.settled ? this.commissionTold(order) : 0;
      }
      case 'refusal':
      case 'preview':
      case 'books':
      case 'quote':
        return 0;
    }
  }

  knowsCommission(execution: Execution): boolean {
    const mark = this.marks.get(key(execution.order));
    if (mark === undefined) return true;
    const { commissionMs } = mark;
    return commissionMs !== null && this.parts.clock.now() - execution.instant >= commissionMs;
  }

  private holdBack(mark: Mark, { shares, for: spanMs }: ActionOf<'partial'>): void {
    mark.most = shares;
    if (spanMs === undefined) return;
    this.parts.clock.after(spanMs, () => {
      mark.most = null;
      this.parts.wakeOrders();
    });
  }

  private executionTold(execution: Execution): number | null {
    const mark = this.marks.get(key(execution.order));
    if (mark === undefined) return 0;
    const { correct } = mark;
    if (correct !== null) {
      // The first execution of the order is corrected, once.
      mark.correct = null;
      const price = asPrice(execution.price + correct.by);
      this.parts.clock.after(correct.for, () => {
        if (price > 0n) this.parts.correct(execution.execId, price);
      });
    }
    return mark.hides === 'execution' ? null : 0;
  }

  private commissionTold(order: Order): number | null {
    const mark = this.marks.get(key(order));
    if (mark === undefined) return 0;
    return mark.hides === 'execution' ? null : mark.commissionMs;
  }
}

function key({ clientId, orderId }: Pick<Order, 'clientId' | 'orderId'>): string {
  return `${clientId}/${orderId}`;
}

function unmarked(): Mark {
  return { reject: null, most: null, commissionMs: 0, hides: 'nothing', correct: null };
}
