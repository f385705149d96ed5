import type {
  Contract as TwsContract,
  Order as TwsOrder,
  OrderState as TwsOrderState,
} from '@stoqey/ib';
import type { CompletedOrder, OpenOrder } from '../core/account/snapshot.ts';
import { asShares } from '../core/units/shares.ts';
import { sharesOf } from './exact.ts';
import type { TwsSession } from './tws-session.ts';

/** How long each list of orders may take to its end. */
const ORDERS_TIMEOUT_MS = 10_000;

/** The orders of every client that are alive. */
export function readOpenOrders(session: TwsSession): Promise<readonly OpenOrder[]> {
  return session.request('open orders', ORDERS_TIMEOUT_MS, (exchange) => {
    const { names } = exchange;
    const orders = new Map<string, OpenOrder>();
    exchange.on(
      names.openOrder,
      (orderId: number, contract: TwsContract, order: TwsOrder, state: TwsOrderState) => {
        // The late part of an answer to a what-if: there is no such order.
        if (order.whatIf === true) return;
        const open = openOrderOf(orderId, contract, order, state);
        const key = `${open.clientId} ${orderId} ${open.permId}`;
        if (isAlive(open.status)) orders.set(key, open);
        else orders.delete(key);
      },
    );
    exchange.on(names.openOrderEnd, () => {
      exchange.done([...orders.values()]);
    });
    exchange.send((api) => api.reqAllOpenOrders());
  });
}

/** The orders of every client that have ended; complete on its end marker. */
export function readCompletedOrders(session: TwsSession): Promise<readonly CompletedOrder[]> {
  return session.request('completed orders', ORDERS_TIMEOUT_MS, (exchange) => {
    const { names } = exchange;
    const orders: CompletedOrder[] = [];
    exchange.on(
      names.completedOrder,
      (contract: TwsContract, order: TwsOrder, state: TwsOrderState) => {
        orders.push({
          permId: order.permId ?? 0,
          accountId: order.account ?? '',
          conId: contract.conId ?? 0,
          orderRef: order.orderRef ?? '',
          status: state.status,
        });
      },
    );
    exchange.on(names.completedOrdersEnd, () => {
      exchange.done(orders);
    });
    exchange.send((api) => api.reqCompletedOrders(false));
  });
}

function openOrderOf(
  orderId: number,
  contract: TwsContract,
  order: TwsOrder,
  state: TwsOrderState,
): OpenOrder {
  return {
    orderId,
    clientId: order.clientId ?? 0,
    permId: order.permId ?? 0,
    accountId: order.account ?? '',
    conId: contract.conId ?? 0,
    symbol: contract.symbol ?? '',
    side: String(order.action) === 'SELL' ? 'SELL' : 'BUY',
    quantity: sharesOf(order.totalQuantity) ?? asShares(0n),
    orderRef: order.orderRef ?? '',
    status: state.status,
  };
}

/** Inactive may come back to life, so it counts as open. */
function isAlive(status: string): boolean {
  return status !== 'Filled' && status !== 'Cancelled' && status !== 'ApiCancelled';
}
