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

/** `BUY  VTI  `: the beginning of every line about an order. */
export function describeTicket(ticket: OrderTicket): string {
  return `${ticket.side.padEnd(4)} ${nameOf(ticket).padEnd(5)}`;
}

/** `at 99.95`, `at 1.36985`, or `at the market`. */
export function describeLimit(ticket: OrderTicket): string {
  if (ticket.limit === undefined) return 'at the market';
  return `at ${ticket.kind === 'conversion' ? formatRate(ticket.limit) : formatPrice(ticket.limit)}`;
}

/** The average price, or rate, of what was filled; undefined as long as nothing was. */
export function averageOf(order: TrackedOrder): string | undefined {
  const filled = filledOf(order);
  if (filled === 0n) return undefined;
  const value = filledValueOf(order);
  return isConversion(order)
    ? formatRate(asRate(divide(cadPaidOf(order) * ONE_RATE, value, 'halfAway')))
    : formatPrice(asPrice(divide(value, filled, 'halfAway')));
}
