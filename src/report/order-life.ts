import type { Market } from '../core/account/quote.ts';
import type { JournalEvent } from '../core/journal/journal-event.ts';
import { applyToRecord, EMPTY_RECORD, type RunRecord } from '../core/journal/run-record.ts';
import type { Execution } from '../core/orders/order-event.ts';
import { nameOf, type OrderTicket } from '../core/orders/ticket.ts';
import { stateOf, type OrderState, type TrackedOrder } from '../core/orders/tracked-order.ts';
import { formatPrice } from '../core/units/price.ts';
import { formatRate } from '../core/units/rate.ts';
import { formatShares } from '../core/units/shares.ts';
import { statusOf, type LineStatus } from './post-trade.ts';

/** An entry of a run's journal, and the moment it was written. */
export interface TimedEvent {
  /** ms since 1970. */
  readonly at: number;
  readonly event: JournalEvent;
  /** The market of the order that the entry is about, where it is known. */
  readonly market: Market | undefined;
}

/** What happened to an order. */
export type StepKind =
  | 'sent'
  | 'acknowledged'
  | 'modified'
  | 'filled in part'
  | 'filled'
  | 'corrected'
  | 'cancel asked'
  | 'cancelled'
  | 'rejected'
  | 'unknown'
  | 'message';

/** One step in the life of an order. Prices are plain decimals; for a conversion they are rates. */
export interface OrderStep {
  readonly what: StepKind;
  /** ms after the order was sent. */
  readonly afterMs: number;
  /** The limit from here on; undefined for a market order. */
  readonly limit: string | undefined;
  readonly bid: string | undefined;
  readonly ask: string | undefined;
  /** What this step filled, and at what price. */
  readonly quantity: string | undefined;
  readonly price: string | undefined;
  /** What the broker said. */
  readonly text: string | undefined;
}

/** The life of one order from its sending to its end. */
export interface OrderLife {
  readonly symbol: string;
  readonly side: OrderTicket['side'];
  readonly quantity: string;
  readonly orderRef: string;
  readonly status: LineStatus;
  /** ISO 8601 in UTC, with ms. */
  readonly sentAt: string;
  readonly steps: readonly OrderStep[];
}

/**
 * The lives of all orders of a run, in the order of sending, from what its journal was told. A step
 * is a difference between what is known before an entry and after it, whatever the entry's kind: a
 * limit that changes is a step `modified`, however it came to change.
 */
export function orderLives(story: readonly TimedEvent[]): readonly OrderLife[] {
  const lives = new Map<number, { sentAt: number; steps: OrderStep[] }>();
  let record: RunRecord = EMPTY_RECORD;
  for (const { at, event, market } of story) {
    const next = applyToRecord(record, event);
    for (const after of next.book.orders) {
      const before = record.book.orders.find(({ orderId }) => orderId === after.orderId);
      const life = lives.get(after.orderId) ?? { sentAt: at, steps: [] };
      lives.set(after.orderId, life);
      if (before === after && event.kind !== 'cancel') continue;
      life.steps.push(
        ...changes(before, after, event).map((change) => ({
          ...PLAIN,
          limit: limitOf(after.ticket),
          ...marketThen(after.ticket, before === undefined, market),
          afterMs: at - life.sentAt,
          ...change,
        })),
      );
    }
    record = next;
  }
  return record.book.orders.flatMap((order): OrderLife[] => {
    const life = lives.get(order.orderId);
    if (life === undefined) return [];
    const { side, quantity, orderRef } = order.ticket;
    return [
      {
        symbol: nameOf(order.ticket),
        side,
        quantity: formatShares(quantity),
        orderRef,
        status: statusOf(order),
        sentAt: new Date(life.sentAt).toISOString(),
        steps: life.steps,
      },
    ];
  });
}

const PLAIN = { quantity: undefined, price: undefined, text: undefined };

type Change = Pick<OrderStep, 'what'> & Partial<OrderStep>;

/** What the entry changed about one order. */
function changes(
  before: TrackedOrder | undefined,
  after: TrackedOrder,
  event: JournalEvent,
): readonly Change[] {
  if (before === undefined) return [{ what: 'sent' }];
  if (event.kind === 'cancel') {
    return event.orderId === after.orderId ? [{ what: 'cancel asked' }] : [];
  }
  const state = stateOf(after);
  const found: Change[] = [];
  if (before.ticket.limit !== after.ticket.limit) found.push({ what: 'modified' });
  for (const said of after.messages.slice(before.messages.length)) {
    found.push({ what: 'message', text: `${said.code}: ${said.text}` });
  }
  for (const [key, execution] of after.executions) {
    const known = before.executions.get(key);
    if (known === execution) continue;
    const what =
      known !== undefined ? 'corrected' : state === 'filled' ? 'filled' : 'filled in part';
    const quantity = formatShares(execution.quantity);
    found.push({ what, quantity, price: priceOf(execution) });
  }
  const named = NAMES[state];
  const told = found.some(({ what }) => what === named);
  if (state !== stateOf(before) && named !== undefined && !told) found.push({ what: named });
  return found;
}

/** A state that is a step by itself; a fill in part is told by its execution. */
const NAMES: Readonly<Record<OrderState, StepKind | undefined>> = {
  sent: undefined,
  working: 'acknowledged',
  'partially-filled': undefined,
  filled: 'filled',
  cancelled: 'cancelled',
  rejected: 'rejected',
  unknown: 'unknown',
};

/** The limit of an order, or the rate of a conversion; undefined at the market. */
export function limitOf(ticket: OrderTicket): string | undefined {
  if (ticket.limit === undefined) return undefined;
  return ticket.kind === 'conversion' ? formatRate(ticket.limit) : formatPrice(ticket.limit);
}

function priceOf(execution: Execution): string {
  return execution.kind === 'shares' ? formatPrice(execution.price) : formatRate(execution.rate);
}

/** Bid and ask at the step: when it was sent, those that it was decided on. */
function marketThen(
  ticket: OrderTicket,
  isFirst: boolean,
  market: Market | undefined,
): Pick<OrderStep, 'bid' | 'ask'> {
  if (ticket.kind === 'conversion') {
    const { arrival } = ticket;
    return isFirst && arrival !== undefined
      ? { bid: formatRate(arrival.bid), ask: formatRate(arrival.ask) }
      : { bid: undefined, ask: undefined };
  }
  const shown = isFirst ? (ticket.arrival ?? market) : market;
  return shown === undefined
    ? { bid: undefined, ask: undefined }
    : { bid: formatPrice(shown.bid), ask: formatPrice(shown.ask) };
}
