import type { Engine } from '../../simulator/engine/engine.ts';
import { formatUsd, asUsd } from '../core/units/usd.ts';
import { formatShares } from '../core/units/shares.ts';
import { divide } from '../core/units/rounding.ts';
import { averageFillPrice, type Order } from '../../simulator/engine/order.ts';
import { asPrice, formatPrice } from '../../simulator/engine/price.ts';
import { HAND } from './trade-by-hand.ts';

/** `SELL 20 VTI LMT 249.99`; of a change, with its new limit. */
function describeAsked(order: Order): string {
  const { side, quantity, contract, type, limit, adaptive, exchange, outsideRth } = order;
  const words = [
    order.clientId === HAND ? 'by hand:' : '',
    side,
    formatShares(quantity),
    contract.localSymbol,
    type,
    limit === null ? '' : formatPrice(limit),
    adaptive === null ? '' : `Adaptive ${adaptive}`,
    exchange === 'SMART' ? '' : `on ${exchange}`,
    outsideRth ? 'outside regular hours' : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** `SELL 20 VTI LMT 249.99: Filled, 20 at 249.99` */
export function describeOrder(order: Order): string {
  const average = asPrice(divide(averageFillPrice(order), 1_000n, 'halfAway'));
  const filled =
    order.filled === 0n ? 'nothing' : `${formatShares(order.filled)} at ${formatPrice(average)}`;
  return `${describeAsked(order)}: ${order.status}, ${filled}`;
}

/** Every order that the gateway took, in the order in which they came. */
export function ordersOf(engine: Engine): readonly string[] {
  return [...engine.openOrders(), ...engine.completedOrders()]
    .sort((left, right) => left.permId - right.permId)
    .map(describeOrder);
}

/** Cash and positions of each account, to the cent and to the share. */
export function booksOf(
  engine: Engine,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries(
    engine.audit().accounts.map(({ account, cash, positions }) => [
      account,
      {
        ...Object.fromEntries(
          Object.entries(cash).map(([currency, amount]) => [currency, formatUsd(asUsd(amount))]),
        ),
        ...Object.fromEntries(
          Object.entries(positions).map(([symbol, held]) => [symbol, formatShares(held)]),
        ),
      },
    ]),
  );
}

/** Writes down what happens to orders from now on, with the seconds since then. */
export function listenToStory(engine: Engine, startMs: number): readonly string[] {
  const story: string[] = [];
  const seen = new Map<number, string>();
  const note = (text: string): void => {
    const seconds = ((engine.clock.now() - startMs) / 1000).toFixed(1);
    story.push(`${seconds}s ${text}`);
  };
  engine.listen((event) => {
    if (event.kind === 'execution') {
      const { order, shares, price } = event.execution;
      note(`${formatShares(shares)} ${order.contract.localSymbol} at ${formatPrice(price)}`);
    } else if (event.kind === 'order' || event.kind === 'status') {
      const { order } = event;
      const asked = describeAsked(order);
      const before = seen.get(order.permId);
      const ended = ['Cancelled', 'Inactive'].includes(order.status) ? ` ${order.status}` : '';
      const text = `${asked}${ended}`;
      if (before === text) return;
      seen.set(order.permId, text);
      note(before === undefined || ended !== '' ? text : `changed to ${text}`);
    }
  });
  return story;
}
