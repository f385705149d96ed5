import type { AccountReading, Snapshot } from '../core/account/snapshot.ts';
import {
  commissionsOf,
  filledOf,
  rejectionOf,
  stateOf,
  type OrderState,
  type TrackedOrder,
} from '../core/orders/tracked-order.ts';
import { asShares, formatShares, type Shares } from '../core/units/shares.ts';
import type { PlanLine, TradePlan } from '../core/plan/trade-plan.ts';
import { describeReasons } from './describe-reason.ts';
import type { ConversionReport, ExecutionReport } from '../core/approval/execution-report.ts';

/** The status column of the report: the requirement text's words, and two of ours. */
export type LineStatus =
  'Submitted' | 'PartiallyFilled' | 'Filled' | 'Cancelled' | 'Rejected' | 'Skipped' | 'Unknown';

/** What became of one managed holding. */
export interface PostTradeLine {
  readonly symbol: string;
  readonly name: string;
  /** The holding in the plan that was shown. */
  readonly before: PlanLine;
  /** In the order of sending; a later one is for what the ones before it left. */
  readonly orders: readonly TrackedOrder[];
  readonly status: LineStatus | undefined;
  /** Why the broker refused or we did not send. */
  readonly error: string | undefined;
  readonly now: HeldNow;
}

/** The holding as read again afterwards. */
export type HeldNow =
  /** With its drift and the reasons for it. */
  | { readonly kind: 'managed'; readonly line: PlanLine }
  /** All of it is sold, and no model portfolio lists it. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'unread' };

/** One model behind every form of the post-trade report. */
export interface PostTrade {
  readonly plan: TradePlan;
  readonly lines: readonly PostTradeLine[];
  /** Undefined when no conversion was approved. */
  readonly conversion: ConversionReport | undefined;
  /** The account planned anew, as it stands now; undefined when it could not be read again. */
  readonly after: TradePlan | undefined;
  readonly account: AccountReading | undefined;
}

/** What of an execution a report is made of. */
export type Done = Pick<ExecutionReport, 'book' | 'conversion' | 'skipped'>;

/** Puts what was planned beside what was done and what is held now. */
export function gatherPostTrade(
  plan: TradePlan,
  execution: Done,
  after: { readonly plan: TradePlan; readonly snapshot: Snapshot } | undefined,
): PostTrade {
  const lines = plan.lines.map((line): PostTradeLine => {
    const { contract } = line.holding;
    const orders = execution.book.orders.filter(
      ({ ticket }) => ticket.contract.conId === contract.conId,
    );
    const skipped = execution.skipped.find(
      ({ ceiling }) => ceiling.contract.conId === contract.conId,
    );
    return {
      symbol: contract.symbol,
      name: contract.name,
      before: line,
      orders,
      status: statusOfLine(orders) ?? (skipped === undefined ? undefined : 'Skipped'),
      error: errorOf(orders) ?? (skipped && (skipped.reason ?? 'the run was stopped')),
      now: after === undefined ? { kind: 'unread' } : heldNow(contract.conId, after.plan),
    };
  });
  const { conversion } = execution;
  return {
    plan,
    lines,
    conversion,
    after: after?.plan,
    account: after?.snapshot.account,
  };
}

function heldNow(conId: number, after: TradePlan): HeldNow {
  const line = after.lines.find(({ holding }) => holding.contract.conId === conId);
  return line === undefined ? { kind: 'gone' } : { kind: 'managed', line };
}

/** Whether the holding ended inside its band; one that is sold out did. */
export function isInBand({ now }: PostTradeLine): boolean {
  if (now.kind === 'managed') return now.line.reasons.some(({ kind }) => kind === 'in-band');
  return now.kind === 'gone';
}

/** Why the holding is where it is: what became of the order first, then its drift now. */
export function explainLine(line: PostTradeLine): string {
  const { orders, now } = line;
  const notes = [...describeFate(line)];
  if (orders.some((order) => !commissionsOf(order).complete)) {
    notes.push('commission not reported, estimated');
  }
  if (now.kind === 'managed') notes.push(describeReasons(now.line));
  else notes.push(now.kind === 'gone' ? 'all sold' : 'the account could not be read again');
  return notes.join('; ');
}

/** What kept the holding from getting all that was planned for it; nothing when it got all. */
function describeFate({ before, orders, error, status }: PostTradeLine): readonly string[] {
  const { trade: planned } = before;
  if (planned === undefined) return [];
  const [first] = orders;
  if (first === undefined) return [`not sent: ${error ?? 'not approved'}`];
  const fate: string[] = [];
  const { quantity } = first.ticket;
  if (quantity < planned.quantity) {
    fate.push(
      `${formatShares(quantity)} of ${formatShares(planned.quantity)} shares sent, for lack of cash or holding at that time`,
    );
  }
  if (status !== 'Filled') {
    const filled = `${formatShares(filledTogether(orders))} of ${formatShares(quantity)} filled`;
    fate.push(error === undefined ? filled : `${filled}, ${error}`);
  }
  return fate;
}

/** How many lines, the conversion among them, are filled. */
export function countFilled({ lines, conversion }: PostTrade): number {
  const converted = conversion?.order !== undefined && stateOf(conversion.order) === 'filled';
  return lines.filter(({ status }) => status === 'Filled').length + (converted ? 1 : 0);
}

/** What the orders of a line filled together. */
export function filledTogether(orders: readonly TrackedOrder[]): Shares {
  return asShares(orders.reduce((sum, order) => sum + filledOf(order), 0n));
}

/**
 * The word for what became of a line: what nobody knows comes first, and it is filled when all its
 * orders together filled what the first one was sent for. Undefined when nothing was sent.
 */
function statusOfLine(orders: readonly TrackedOrder[]): LineStatus | undefined {
  const [first] = orders;
  const last = orders.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const words = orders.map(statusOf);
  if (words.includes('Unknown')) return 'Unknown';
  const filled = filledTogether(orders);
  if (filled >= first.ticket.quantity) return 'Filled';
  return filled > 0n ? 'PartiallyFilled' : statusOf(last);
}

/** The broker's newest words of refusal; none once all is filled. */
function errorOf(orders: readonly TrackedOrder[]): string | undefined {
  if (statusOfLine(orders) === 'Filled') return undefined;
  return orders.flatMap((order) => rejectionOf(order) ?? []).at(-1);
}

/** The word for the state of an order. */
export function statusOf(order: TrackedOrder): LineStatus {
  const state: OrderState = stateOf(order);
  switch (state) {
    case 'sent':
    case 'working':
      return 'Submitted';
    case 'partially-filled':
      return 'PartiallyFilled';
    case 'filled':
      return 'Filled';
    case 'cancelled':
      return filledOf(order) > 0n ? 'PartiallyFilled' : 'Cancelled';
    case 'rejected':
      return 'Rejected';
    case 'unknown':
      return 'Unknown';
  }
}
