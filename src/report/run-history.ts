import { nameOf } from '../core/orders/ticket.ts';
import { isInterrupted, type RunRecord } from '../core/journal/run-record.ts';
import {
  commissionsOf,
  filledOf,
  filledValueOf,
  rejectionOf,
  stateOf,
  type TrackedOrder,
} from '../core/orders/tracked-order.ts';
import { formatShares } from '../core/units/shares.ts';
import { formatUsd } from '../core/units/usd.ts';
import { describeLimit } from './describe-fill.ts';

/** Within this many columns. */
const COLUMNS = 80;

/** The runs of an account, one line each, in the order given. */
export function listRuns(records: readonly RunRecord[]): string {
  const rows = records.flatMap((record) => {
    const { facts, book } = record;
    if (facts === undefined) return [];
    const filled = book.orders.filter((order) => stateOf(order) === 'filled').length;
    const counts = `${filled} of ${book.orders.length}`.padStart(9);
    return [
      cut(`${facts.runId.padEnd(12)} ${when(facts.startedAt)} ${counts}  ${outcomeOf(record)}`),
    ];
  });
  return [`${'RUN'.padEnd(12)} ${'STARTED (UTC)'.padEnd(19)}    FILLED  OUTCOME`, ...rows].join(
    '\n',
  );
}

/** One run, order by order. */
export function describeRun(record: RunRecord): string {
  const { facts, book } = record;
  if (facts === undefined) return 'The run had not begun.';
  const { sells, buys, fx } = facts.approved;
  const approved = sells.length + buys.length + (fx === undefined ? 0 : 1);
  return [
    `Run        ${facts.runId}, account ${facts.accountId}${facts.simulated ? ' on the simulator' : ''}`,
    `Started    ${when(facts.startedAt)} UTC, client ${facts.clientId}, plan ${facts.approved.digest.slice(0, 12)}`,
    ...(facts.recovers === undefined ? [] : [`Finishes   run ${facts.recovers}`]),
    `Outcome    ${outcomeOf(record)}`,
    `Orders     ${book.orders.length} sent of ${approved} approved`,
    '',
    ...book.orders.flatMap(describeOrder),
  ].join('\n');
}

function describeOrder(order: TrackedOrder): readonly string[] {
  const { side, quantity } = order.ticket;
  const shares = `${formatShares(filledOf(order))} of ${formatShares(quantity)}`;
  const { amount, complete } = commissionsOf(order);
  const cost = `commission ${formatUsd(amount)}${complete ? '' : ' (estimated)'}`;
  const value = `value ${formatUsd(filledValueOf(order), { grouped: true })}, ${cost}`;
  const rejection = rejectionOf(order);
  const { settled } = order;
  return [
    `${String(order.orderId).padStart(6)}  ${side.padEnd(4)} ${nameOf(order.ticket).padEnd(6)} ${shares} ${describeLimit(order.ticket)}: ${stateOf(order)}`,
    ...(order.executions.size === 0 ? [] : [`        ${value}`]),
    ...(settled === undefined
      ? []
      : [`        ${formatShares(settled)} of it by the position, as a person confirmed`]),
    ...(rejection === undefined ? [] : [`        ${rejection}`]),
  ].map(cut);
}

function outcomeOf(record: RunRecord): string {
  const { book, stopped, recovered } = record;
  if (isInterrupted(record)) return 'interrupted: run rebalance recover';
  const after = recovered ? ', recovered' : '';
  if (stopped !== undefined) return `stopped: ${stopped.code}${after}`;
  const whole = book.orders.every((order) => stateOf(order) === 'filled');
  return `${whole ? 'went through' : 'not everything filled'}${after}`;
}

function when(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}

function cut(line: string): string {
  return line.length <= COLUMNS ? line : `${line.slice(0, COLUMNS - 3)}...`;
}
