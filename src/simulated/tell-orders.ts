import type { CompletedOrder, OpenOrder } from '../core/account/snapshot.ts';
import type { OrderEvent } from '../core/orders/order-event.ts';
import { asPrice } from '../core/units/price.ts';
import { asRate } from '../core/units/rate.ts';
import { divide } from '../core/units/rounding.ts';
import type { EngineEvent } from '../../simulator/engine/events.ts';
import { exchangeStamp } from '../../simulator/engine/instant.ts';
import type { Execution, Order } from '../../simulator/engine/order.ts';

/** The client that an event of the engine is for, what kind of message it is, and what it says. */
export interface OrderNews {
  readonly clientId: number;
  readonly message: 'status' | 'execution' | 'commission' | 'refusal';
  readonly event: OrderEvent;
}

/** What a client is told of an order; undefined for events that say nothing to this port. */
export function newsOf(event: EngineEvent): OrderNews | undefined {
  switch (event.kind) {
    case 'status': {
      const { clientId } = event.order;
      return { clientId, message: 'status', event: statusOf(event.order) };
    }
    case 'execution': {
      const { clientId } = event.execution.order;
      return { clientId, message: 'execution', event: executionOf(event.execution) };
    }
    case 'commission': {
      const { clientId } = event.execution.order;
      return { clientId, message: 'commission', event: commissionOf(event.execution) };
    }
    case 'refusal': {
      const { clientId, orderId, code, text } = event;
      return { clientId, message: 'refusal', event: { kind: 'message', orderId, code, text } };
    }
    case 'order':
    case 'preview':
    case 'books':
    case 'quote':
      return undefined;
  }
}

export function statusOf({ orderId, permId, status, filled }: Order): OrderEvent {
  return { kind: 'status', orderId, permId, status, filled };
}

/** Prices of the engine count 1e-5: a share price is rounded against us, a rate is exact. */
export function executionOf({ execId, order, instant, shares, price }: Execution): OrderEvent {
  const { orderId, permId, orderRef, account, contract, side } = order;
  const filled = {
    execId,
    orderId,
    permId,
    orderRef,
    accountId: account,
    conId: contract.conId,
    side,
    quantity: shares,
    time: exchangeStamp(instant),
  };
  if (contract.secType === 'CASH') {
    const execution = { kind: 'conversion', ...filled, rate: asRate(price * 10n) } as const;
    return { kind: 'execution', execution };
  }
  const rounded = asPrice(divide(price, 10n, side === 'BUY' ? 'ceil' : 'floor'));
  return { kind: 'execution', execution: { kind: 'shares', ...filled, price: rounded } };
}

export function commissionOf({ execId, order, commission }: Execution): OrderEvent {
  const charged = { currency: order.commissionCurrency, amount: commission };
  return { kind: 'commission', execId, commission: charged };
}

/** An order that is alive, as the list of open orders shows it. */
export function openOrderOf(order: Order): OpenOrder {
  const { orderId, clientId, permId, account, contract, side, quantity, orderRef, status } = order;
  const { conId, symbol } = contract;
  const ids = { orderId, clientId, permId, accountId: account, conId, symbol };
  return { ...ids, side, quantity, orderRef, status };
}

/** An order that has ended, as the list of completed orders shows it. */
export function completedOrderOf(order: Order): CompletedOrder {
  const { permId, account, contract, orderRef, status } = order;
  return { permId, accountId: account, conId: contract.conId, orderRef, status };
}
