import { divide } from '../../src/core/units/rounding.ts';
import { asShares, ONE_SHARE, type Shares } from '../../src/core/units/shares.ts';
import { remaining, type AdaptivePriority, type Order } from './order.ts';
import type { Quote } from './quote.ts';

/** How the market gives what orders ask for. */
export interface FillModel {
  readonly delayMs: number;
  /** The most that one execution takes; null when it takes all there is. */
  readonly maxSharesPerFill: Shares | null;
  /** With `quote` one execution takes at most the size that is shown; it is there again afterwards. */
  readonly depth: 'unlimited' | 'quote';
}

/** An Adaptive order works in pieces of a third of it. */
const ADAPTIVE_PIECES = 3n;

const patience: Readonly<Record<AdaptivePriority, number>> = { Urgent: 1, Normal: 2, Patient: 4 };

/** What the next execution of the order takes; 0 when nothing is offered. */
export function nextPiece(order: Order, quote: Quote, model: FillModel): Shares {
  const offered = order.side === 'BUY' ? quote.askSize : quote.bidSize;
  const bounds = [
    remaining(order),
    ...(model.maxSharesPerFill === null ? [] : [model.maxSharesPerFill]),
    ...(model.depth === 'quote' ? [offered] : []),
    ...(order.adaptive === null ? [] : [third(order.quantity)]),
  ];
  return bounds.reduce((least, next) => (next < least ? next : least));
}

/** Whole shares, rounded up, so that three pieces are enough. */
function third(quantity: Shares): Shares {
  return asShares(divide(quantity, ADAPTIVE_PIECES * ONE_SHARE, 'ceil') * ONE_SHARE);
}

/** How long the order takes to its next execution. */
export function pause(order: Order, { delayMs }: FillModel): number {
  return order.adaptive === null ? delayMs : delayMs * patience[order.adaptive];
}

/** Whether the order works for a while before it trades: it is told as resting at once. */
export function takesItsTime({ type, adaptive }: Order): boolean {
  return type === 'MIDPRICE' || adaptive !== null;
}

/** Whether the order is given up once what the market offers at its time is taken. */
export function givesUpTheRest({ timeInForce, type }: Order): boolean {
  return timeInForce === 'IOC' || timeInForce === 'OPG' || type === 'MOC';
}

/** Whether what cannot be had at once is given up. */
export function isImmediate({ timeInForce }: Order): boolean {
  return timeInForce === 'IOC' || timeInForce === 'FOK';
}
