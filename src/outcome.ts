import { NO_MARKET, STALE_QUOTE, type ExecutionReport } from './core/approval/execution-report.ts';
import { USD_CAD } from './core/account/fx-market.ts';
import { fixForRefusal } from './core/orders/broker-codes.ts';
import { nameOf, quantityOf } from './core/orders/ticket.ts';
import {
  filledOf,
  rejectionOf,
  stateOf,
  type OrderState,
  type TrackedOrder,
} from './core/orders/tracked-order.ts';
import { bugProblem } from './core/units/bug-problem.ts';
import { describeProblem, type Problem } from './core/units/problem.ts';
import { asShares, formatShares } from './core/units/shares.ts';
import { formatUsd } from './core/units/usd.ts';
import { BrokerError } from './ports.ts';

/** How a run can end, from what matters most to what matters least where accounts end differently. */
const KINDS = [
  'traded',
  'settled',
  'refused',
  'declined',
  'read-only',
  'dry-run',
  'report-only',
  'preview',
  'nothing-to-do',
] as const;

/** How a run ended. */
export interface Outcome {
  readonly kind: (typeof KINDS)[number];
  /** Everything that went wrong; empty when all is well. */
  readonly problems: readonly Problem[];
}

export function refused(problems: readonly Problem[]): Outcome {
  return { kind: 'refused', problems };
}

/** The outcomes of several accounts as the outcome of their run; the same problem is told once. */
export function together(outcomes: readonly Outcome[]): Outcome {
  const kinds = outcomes.map(({ kind }) => kind);
  const problems = new Map(
    outcomes.flatMap((each) => each.problems.map((problem) => [describeProblem(problem), problem])),
  );
  return {
    kind: KINDS.find((kind) => kinds.includes(kind)) ?? 'refused',
    problems: [...problems.values()],
  };
}

/**
 * Every order that did not end as approved, every line that was not sent or only in part, and an
 * early stop.
 */
export function failuresOf(report: ExecutionReport): readonly Problem[] {
  const { conversion, book, skipped, stopped, unwritten } = report;
  const orders = book.orders.flatMap((order, at): Problem[] => {
    const state = stateOf(order);
    // What an ended order left, the one that followed on it was for.
    const followed = state !== 'unknown' && book.orders.slice(at + 1).some(sameLine(order));
    if (state === 'filled' || followed) return [];
    const { side, quantity, orderRef } = order.ticket;
    const filled = `${formatShares(filledOf(order))} of ${formatShares(quantity)} filled`;
    const refusal = rejectionOf(order);
    const why = refusal === undefined ? '' : `, ${refusal}`;
    return [
      {
        code: state === 'unknown' ? 'orders.unknown' : 'orders.incomplete',
        where: `${nameOf(order.ticket)} ${side} ${orderRef}`,
        found: `${state}, ${filled}${why}`,
        expected: 'filled',
        fix: fixForRefusal(why) ?? fixForOrder(state),
      },
    ];
  });
  const denied = skipped.flatMap(({ ceiling, reason }): Problem[] =>
    reason === undefined
      ? []
      : [
          {
            // Without prices a line is stopped by us: nothing of it was refused or left unfilled.
            code: isWithoutPrice(reason) ? 'data.line-denied' : 'orders.incomplete',
            where: `${ceiling.contract.symbol} ${ceiling.side}`,
            found: `not sent: ${reason}`,
            expected: `an order for ${formatShares(ceiling.quantity)} shares`,
            fix: 'Run again to plan what is left.',
          },
        ],
  );
  return [
    ...(stopped === undefined ? [] : [stopped]),
    ...(unwritten === undefined || unwritten === stopped ? [] : [unwritten]),
    ...unconverted(conversion),
    ...orders,
    ...curtailed(report),
    ...denied,
    ...unreached(skipped),
  ];
}

function isWithoutPrice(reason: string): boolean {
  return reason === STALE_QUOTE || reason === NO_MARKET;
}

function fixForOrder(state: OrderState): string {
  switch (state) {
    case 'unknown':
      return 'Look it up in TWS before you run again: it may still be open, or filled.';
    case 'sent':
    case 'working':
    case 'partially-filled':
      return 'It was left at the broker: run rebalance recover when it has ended.';
    case 'filled':
    case 'cancelled':
    case 'rejected':
      return 'Run again to plan what is left.';
  }
}

/** Another order of the same approved line: a plan trades a contract on one side only. */
function sameLine({ ticket }: TrackedOrder): (other: TrackedOrder) => boolean {
  return (other) =>
    other.ticket.contract.conId === ticket.contract.conId && other.ticket.side === ticket.side;
}

/** Lines of which less was sent than approved, because nothing more was left to spend or to sell. */
function curtailed({ approved, book }: ExecutionReport): readonly Problem[] {
  const { fx, sells, buys } = approved;
  const lines = [
    ...(fx === undefined
      ? []
      : [{ name: 'USD.CAD', side: 'BUY', contract: USD_CAD, quantity: quantityOf(fx.quantity) }]),
    ...[...sells, ...buys].map((each) => ({ ...each, name: each.contract.symbol })),
  ];
  return lines.flatMap(({ name, side, contract, quantity }): Problem[] => {
    const orders = book.orders.filter(
      ({ ticket }) => ticket.contract.conId === contract.conId && ticket.side === side,
    );
    const filled = asShares(orders.reduce((sum, order) => sum + filledOf(order), 0n));
    // An order that did not fill has a problem of its own, save one that another followed on.
    const last = orders.at(-1);
    const isWhole = last !== undefined && stateOf(last) === 'filled';
    const unknown = orders.some((order) => stateOf(order) === 'unknown');
    if (!isWhole || unknown || filled >= quantity) return [];
    return [
      {
        code: 'orders.incomplete',
        where: `${name} ${side}`,
        found: `only ${formatShares(filled)} sent and filled`,
        expected: `an order for ${formatShares(quantity)}, as approved`,
        fix: 'The money or the holding did not reach for more. Run again to plan what is left.',
      },
    ];
  });
}

/** An approved conversion that was not sent. */
function unconverted(conversion: ExecutionReport['conversion']): readonly Problem[] {
  if (conversion === undefined || conversion.order !== undefined) return [];
  const { approved, reason = 'the run was stopped' } = conversion;
  return [
    {
      code: 'orders.incomplete',
      where: 'USD.CAD BUY',
      found: `not sent: ${reason}`,
      expected: `an order for ${formatUsd(approved.quantity, { decimals: 0 })} US dollars`,
      fix: 'Run again to plan what is left.',
    },
  ];
}

/** The lines that had no turn, in one sentence: the reason is the one that stopped the run. */
function unreached(skipped: ExecutionReport['skipped']): readonly Problem[] {
  const lines = skipped.filter(({ reason }) => reason === undefined);
  if (lines.length === 0) return [];
  const names = lines.map(({ ceiling }) => `${ceiling.side} ${ceiling.contract.symbol}`);
  return [
    {
      code: 'orders.incomplete',
      where: 'approved and not sent',
      found: names.join(', '),
      expected: 'the whole plan',
      fix: 'Run again to plan what is left.',
    },
  ];
}

/** A report that found no place, with the system's own words. */
export function unwrittenReport(kind: 'pre' | 'post', error: unknown): Problem {
  return {
    code: 'report.unwritten',
    where: `the ${kind}-trade report`,
    found: error instanceof Error ? error.message : String(error),
    expected: 'a folder that can be written',
    fix: 'Make room for it, or name another folder with report_dir under [io].',
  };
}

/** Orders were sent, so whatever went wrong after them, a bug too, must not keep the report back. */
export function unreadAfterwards(
  error: unknown,
  address: { readonly host: string; readonly port: number },
  accountId: string,
): Problem {
  return error instanceof BrokerError
    ? connectionProblem(error, address)
    : bugProblem(accountId, error);
}

/** A failed connection in words, with the next step. */
export function connectionProblem(
  error: BrokerError,
  { host, port }: { readonly host: string; readonly port: number },
): Problem {
  return {
    code: error.trouble === 'pacing' ? 'broker.pacing' : 'broker.connection',
    where: `${host}:${port}`,
    found: withoutStop(error.message),
    expected: 'TWS or IB Gateway, logged in, with its API enabled',
    fix: fixFor(error),
  };
}

/** What was found is followed by what was expected, in the same sentence. */
function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function fixFor({ trouble }: BrokerError): string {
  switch (trouble) {
    case 'refused':
      return 'Start TWS (ports 7496 live, 7497 paper) or IB Gateway (4001 live, 4002 paper) and check host and port under [ibkr]. rebalance doctor looks for it at the usual ports.';
    case 'no-answer':
      return 'Look for an open dialog or an unfinished login in TWS or IB Gateway. rebalance doctor says more.';
    case 'client-id-in-use':
      return 'End the other program that uses this client_id, or choose another under [ibkr].';
    case 'unsupported-version':
      return 'Update TWS or IB Gateway.';
    case 'lost':
      return 'Check the gateway, then run again.';
    case 'pacing':
      return 'Wait a minute, then run again.';
  }
}
