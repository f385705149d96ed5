import type { Opening } from './market-hours.ts';
import type { Order } from './order.ts';
import { rejected, type Refusal } from './refusal.ts';

/** Orders for the closing auction come at least this long before it. */
const CLOSING_CUTOFF_MS = 10 * 60_000;

const CLOSED = rejected('Exchange is closed.');
const TOO_LATE = rejected('Exchange is closed for orders of this auction.');

/** Whether the order comes at a time of day at which its kind can still be worked. */
export function checkHours(
  { type, timeInForce }: Pick<Order, 'type' | 'timeInForce'>,
  opening: Opening,
  instant: number,
): Refusal | undefined {
  if (!opening.isOpen && ['IOC', 'FOK'].includes(timeInForce)) return CLOSED;
  if (type === 'MOC') {
    // A market that never closes has no auction at its close.
    const inTime = opening.closes !== null && instant < opening.closes - CLOSING_CUTOFF_MS;
    return inTime ? undefined : TOO_LATE;
  }
  return timeInForce === 'OPG' && opening.isOpen ? TOO_LATE : undefined;
}
