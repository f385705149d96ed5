import { formatPrice } from '../engine/price.ts';
import { formatShares } from '../../src/core/units/shares.ts';
import { formatExact } from '../../src/core/units/decimal.ts';
import { MONEY_DECIMALS, type Money } from '../engine/money.ts';
import type { Execution, Order } from '../engine/order.ts';
import type { Gateway } from '../gateway.ts';

/*
 * What the control face shows. Amounts, prices and shares are decimal text: a JSON number would be
 * read as a binary fraction.
 */

export function showState(gateway: Gateway) {
  const { engine, faults, scenario } = gateway;
  return {
    time: new Date(engine.clock.now()).toISOString(),
    server_version: scenario.serverVersion,
    clients: gateway.clients(),
    requests: gateway.requestCounts(),
    answers: gateway.answerCounts(),
    round_trips: gateway.roundTrips(),
    latency: { in_ms: gateway.latency.inMs, out_ms: gateway.latency.outMs },
    faults: faults.counts(),
    link: faults.isLinkDown ? 'down' : 'up',
    restarting: faults.isDown,
    open_orders: engine.openOrders().length,
    executions: engine.executions().length,
  };
}

export function showAudit({ engine }: Gateway) {
  const { ok, differences, accounts } = engine.audit();
  return {
    ok,
    differences,
    accounts: accounts.map(({ account, cash, positions }) => ({
      account,
      cash: mapValues(cash, showMoney),
      positions: mapValues(positions, formatShares),
    })),
  };
}

/** Every order that is working or ended, each with its executions; in the order of their start. */
export function showOrders({ engine }: Gateway) {
  const executions = engine.executions();
  const orders = [...engine.openOrders(), ...engine.completedOrders()];
  return {
    orders: orders
      .sort((left, right) => left.permId - right.permId)
      .map((order) => showOrder(order, executions)),
  };
}

function showOrder(order: Order, executions: readonly Execution[]) {
  return {
    client_id: order.clientId,
    order_id: order.orderId,
    perm_id: order.permId,
    order_ref: order.orderRef,
    account: order.account,
    symbol: order.contract.localSymbol,
    side: order.side,
    type: order.type,
    quantity: formatShares(order.quantity),
    limit: order.limit === null ? null : formatPrice(order.limit),
    status: order.status,
    filled: formatShares(order.filled),
    executions: executions
      .filter((execution) => execution.order.permId === order.permId)
      .map((execution) => ({
        exec_id: execution.execId,
        time: new Date(execution.instant).toISOString(),
        shares: formatShares(execution.shares),
        price: formatPrice(execution.price),
        commission: showMoney(execution.commission),
      })),
  };
}

function showMoney(amount: Money): string {
  return formatExact(amount, MONEY_DECIMALS);
}

function mapValues<V>(
  record: Readonly<Partial<Record<string, V>>>,
  show: (value: V) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, show(value)]],
    ),
  );
}
