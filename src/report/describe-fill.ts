import { nameOf, type OrderTicket } from '../core/orders/ticket.ts';
import {
  cadPaidOf,
  filledOf,
  filledValueOf,
  isConversion,
  type TrackedOrder,
} from '../core/orders/tracked-order.ts';
import { asPrice, formatPrice } from '../core/units/price.ts';
import { asRate, formatRate, ONE_RATE } from '../core/units/rate.ts';
import { divide } from '../core/units/rounding.ts';
import { sumUsd } from '../core/units/usd.ts';

/** `BUY  VTI  `: the beginning of every line about an order. */
export function describeTicket(ticket: OrderTicket): string {
  return `${ticket.side.padEnd(4)} ${nameOf(ticket).padEnd(5)}`;
}

/** `at 99.95`, `at 1.36985`, or `at the market`. */
export function describeLimit(ticket: OrderTicket): string {
  if (ticket.kind === 'conversion') {
    return ticket.limit === undefined ? 'at the market' : `at ${formatRate(ticket.limit)}`;
  }
  const { limit, algo } = ticket;
  const at = limit === undefined ? 'at the market' : `at ${formatPrice(limit)}`;
  switch (algo?.kind) {
    case undefined:
      return at;
    case 'adaptive':
      return `${at} by Adaptive, ${algo.priority}`;
    case 'midprice':
      return limit === undefined ? 'at the middle' : `at the middle, capped ${at}`;
  }
}

/** The average price, or rate, of what the orders filled; undefined as long as nothing was. */
export function averageOf(orders: readonly TrackedOrder[]): string | undefined {
  const filled = orders.reduce((sum, order) => sum + filledOf(order), 0n);
  if (filled === 0n) return undefined;
  const value = sumUsd(orders.map(filledValueOf));
  const [first] = orders;
  return first !== undefined && isConversion(first)
    ? formatRate(asRate(divide(cadPaidOf(first) * ONE_RATE, value, 'halfAway')))
    : formatPrice(asPrice(divide(value, filled, 'halfAway')));
}
