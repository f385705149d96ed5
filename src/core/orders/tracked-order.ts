/*
 * What is known about one order at the broker. The facts are kept as they arrive; the state is
 * derived from them each time it is asked for, so that the order of arrival cannot matter.
 *
 * Executions are the truth. A status is a hint: "Filled" without executions is not a fill yet, and
 * "Cancelled" ends an order only when the executions that we have add up to what the broker says
 * was filled before. Both may arrive in either order, twice, or not at all.
 */
import { commissionOf } from '../plan/costs.ts';
import { fxCommission } from '../plan/fx-terms.ts';
import { divide } from '../units/rounding.ts';
import { asShares, valueOf, type Shares } from '../units/shares.ts';
import { asUsd, sumUsd, ZERO_USD, type Usd } from '../units/usd.ts';
import { isForLater, meaningOf } from './broker-codes.ts';
import type { Commission, Execution, OrderEvent } from './order-event.ts';
import { dollarsOf, type ConversionTicket, type OrderTicket, type ShareTicket } from './ticket.ts';

export interface TrackedOrder {
  readonly ticket: OrderTicket;
  readonly orderId: number;
  /** 0 until the broker has named it. */
  readonly permId: number;
  /** The newest status word, and what the broker then said was filled. */
  readonly status: string | undefined;
  readonly reportedFilled: Shares;
  /** By execution id without its correction counter. */
  readonly executions: ReadonlyMap<string, Execution>;
  /** By the whole execution id: the report of a correction is one of its own. */
  readonly commissions: ReadonlyMap<string, Commission>;
  /** Every message that named the order. */
  readonly messages: readonly { readonly code: number; readonly text: string }[];
  /**
   * A refusal that no status confirmed, but the lists of open orders and executions did. A fill
   * that comes later contradicts them: the order is alive again.
   */
  readonly refused: boolean;
  /** We stopped watching before the broker gave a final word. */
  readonly abandoned: boolean;
  /** What a person confirmed was filled besides the executions; then the order has ended. */
  readonly settled: Shares | undefined;
}

/** An order for shares: only these are purchases and sales. */
export type ShareOrder = TrackedOrder & { readonly ticket: ShareTicket };
/** An order of USD.CAD: it changes the cash and nothing else. */
export type ConversionOrder = TrackedOrder & { readonly ticket: ConversionTicket };

export function isShareOrder(order: TrackedOrder): order is ShareOrder {
  return order.ticket.kind === 'shares';
}

export function isConversion(order: TrackedOrder): order is ConversionOrder {
  return order.ticket.kind === 'conversion';
}

export type OrderState =
  'sent' | 'working' | 'partially-filled' | 'filled' | 'cancelled' | 'rejected' | 'unknown';

/** A new order, at the moment it is sent. */
export function trackOrder(ticket: OrderTicket, orderId: number): TrackedOrder {
  return {
    ticket,
    orderId,
    permId: 0,
    status: undefined,
    reportedFilled: asShares(0n),
    executions: new Map(),
    commissions: new Map(),
    messages: [],
    refused: false,
    abandoned: false,
    settled: undefined,
  };
}

/** The order after one event; events of other orders leave it as it is. */
export function applyEvent<Order extends TrackedOrder>(order: Order, event: OrderEvent): Order {
  switch (event.kind) {
    case 'status': {
      if (event.orderId !== order.orderId) return order;
      const permId = event.permId === 0 ? order.permId : event.permId;
      const reportedFilled =
        event.filled > order.reportedFilled ? event.filled : order.reportedFilled;
      // A late duplicate of an earlier status must not bring a finished order back to life.
      const ended = order.status !== undefined && isFinal(order.status);
      return { ...order, permId, status: ended ? order.status : event.status, reportedFilled };
    }
    case 'execution': {
      const { execution } = event;
      if (execution.orderRef !== order.ticket.orderRef) return order;
      const known = order.executions.get(keyOf(execution.execId));
      if (known !== undefined && known.execId >= execution.execId) return order;
      const executions = new Map(order.executions).set(keyOf(execution.execId), execution);
      return { ...order, executions };
    }
    case 'commission': {
      if (!order.executions.has(keyOf(event.execId))) return order;
      const commissions = new Map(order.commissions).set(event.execId, event.commission);
      return { ...order, commissions };
    }
    case 'message': {
      if (event.orderId !== order.orderId) return order;
      const { code, text } = event;
      return { ...order, messages: [...order.messages, { code, text }] };
    }
    case 'lost':
      return order;
  }
}

/** Where the order stands, by all that is known. */
export function stateOf(order: TrackedOrder): OrderState {
  const filled = filledOf(order);
  if (filled >= order.ticket.quantity) return 'filled';
  if (order.settled !== undefined) return 'cancelled';
  const rejection = rejectionOf(order) !== undefined;
  const ended =
    (order.refused && filled === 0n) ||
    (order.status !== undefined &&
      (isFinal(order.status) || (order.status === 'Inactive' && rejection)));
  if (ended && isAccountedFor(order)) return rejection && filled === 0n ? 'rejected' : 'cancelled';
  if (order.abandoned) return 'unknown';
  if (filled > 0n) return 'partially-filled';
  return order.status === undefined ? 'sent' : 'working';
}

/** Whether nothing more is expected of the order. */
export function isDone(order: TrackedOrder): boolean {
  const state = stateOf(order);
  return state === 'filled' || state === 'cancelled' || state === 'rejected' || state === 'unknown';
}

/** Whether it is known what became of the order: it has ended, and not as unknown. */
export function isSettled(order: TrackedOrder): boolean {
  return isDone(order) && stateOf(order) !== 'unknown';
}

/** Whether the broker said that it will send the order to the exchange at a later session only. */
export function isHeldForLater({ messages }: TrackedOrder): boolean {
  return messages.some(({ code, text }) => isForLater(code, text));
}

/** Whether the executions that we have are all that a status has spoken of. */
export function isAccountedFor(order: TrackedOrder): boolean {
  const filled = filledOf(order);
  if (order.status === 'Filled' && filled < order.ticket.quantity) return false;
  return order.reportedFilled <= filled;
}

/** How many messages of the broker, taken at their word, have ended the order. */
export function endingsOf({ messages }: TrackedOrder): number {
  return messages.filter(({ code }) => meaningOf(code) !== 'warning').length;
}

/** What was filled, by the executions and by what a person confirmed besides them. */
export function filledOf({ executions, settled }: TrackedOrder): Shares {
  const confirmed: bigint = settled ?? 0n;
  return asShares(
    [...executions.values()].reduce((sum, { quantity }) => sum + quantity, confirmed),
  );
}

/** US dollars that changed hands, without commissions. */
export function filledValueOf(order: TrackedOrder): Usd {
  if (isConversion(order)) return dollarsOf(filledOf(order));
  return sumUsd([...order.executions.values()].map(valueOfExecution));
}

/** Canadian dollars that a conversion took, in 1e-8, without commissions; rounded up. */
export function cadPaidOf({ executions }: ConversionOrder): bigint {
  let paid = 0n;
  for (const execution of executions.values()) {
    if (execution.kind === 'conversion') paid += execution.quantity * execution.rate;
  }
  // 1e-4 dollars at rates of 1e-6 are 1e-10.
  return divide(paid, 100n, 'ceil');
}

/**
 * Commissions as reported; where a report is missing, the most that it can be. `amount` is what was
 * charged in US dollars, `other` what was charged in another currency.
 */
export function commissionsOf(order: TrackedOrder): {
  readonly amount: Usd;
  readonly other: readonly Commission[];
  readonly complete: boolean;
} {
  let amount = 0n;
  let complete = true;
  const other: Commission[] = [];
  for (const execution of order.executions.values()) {
    const reported = reportedFor(execution.execId, order.commissions);
    complete &&= reported !== undefined;
    if (reported === undefined) amount += mostCommissionOf(execution);
    else if (reported.currency === 'USD') amount += reported.amount;
    else other.push(reported);
  }
  return { amount: asUsd(amount), other, complete };
}

function valueOfExecution(execution: Execution): Usd {
  return execution.kind === 'shares' ? valueOf(execution.quantity, execution.price) : ZERO_USD;
}

function mostCommissionOf(execution: Execution): Usd {
  return execution.kind === 'shares'
    ? commissionOf(execution.quantity, execution.price)
    : fxCommission(dollarsOf(execution.quantity));
}

/** The broker's words of refusal, if it refused. */
export function rejectionOf(order: TrackedOrder): string | undefined {
  const refusal = order.messages.find(({ code }) => meaningOf(code) === 'rejection');
  return refusal && `${refusal.code}: ${refusal.text}`;
}

/** The US dollars that the order has brought (positive) or taken (negative), commissions included. */
export function cashEffectOf(order: TrackedOrder): Usd {
  const value = filledValueOf(order);
  const { amount } = commissionsOf(order);
  const brings = isConversion(order) || order.ticket.side === 'SELL';
  return asUsd(brings ? value - amount : 0n - value - amount);
}

/** The most cash that a buy of shares may still turn out to have taken; what is filled counts as it was. */
export function mostCashOf(order: ShareOrder): Usd {
  const taken = asUsd(0n - cashEffectOf(order));
  const state = stateOf(order);
  if (state === 'filled' || state === 'cancelled' || state === 'rejected') return taken;
  const { quantity, countedAt } = order.ticket;
  const open = asShares(quantity - filledOf(order));
  const { amount } = commissionsOf(order);
  const whole = commissionOf(quantity, countedAt);
  const commission = amount > whole ? amount : whole;
  return asUsd(filledValueOf(order) + valueOf(open, countedAt) + commission);
}

/** The commission of this very execution; before it comes, that of its newest other version. */
function reportedFor(
  execId: string,
  commissions: ReadonlyMap<string, Commission>,
): Commission | undefined {
  const newest = [...commissions.keys()]
    .filter((other) => keyOf(other) === keyOf(execId))
    .sort()
    .at(-1);
  return commissions.get(execId) ?? (newest === undefined ? undefined : commissions.get(newest));
}

function isFinal(status: string): boolean {
  return status === 'Filled' || status === 'Cancelled' || status === 'ApiCancelled';
}

/** What an execution is, whatever its correction: `0000e0d5.69dd7411.01.02` is the second version of `0000e0d5.69dd7411.01`. */
export function keyOf(execId: string): string {
  const dot = execId.lastIndexOf('.');
  return dot < 0 ? execId : execId.slice(0, dot);
}
