import type { RunRecord } from '../core/journal/run-record.ts';
import {
  commissionsOf,
  filledValueOf,
  isShareOrder,
  type TrackedOrder,
} from '../core/orders/tracked-order.ts';
import { formatBps, formatPercent, ratioOf } from '../core/units/ratio.ts';
import { formatUsd, sumUsd } from '../core/units/usd.ts';
import type { DriftMeasure, RunMeasure } from '../ports.ts';
import { slippageOf, slippageShare } from './measure-slippage.ts';

/** What a run cost and what it changed, as the texts that are shown; undefined where it is not known. */
export interface RunFigures {
  readonly runId: string;
  /** ms since 1970. */
  readonly startedAt: number;
  /** The sum of all drifts in basis points of the investable base, cash included. */
  readonly driftBeforeBps: string | undefined;
  readonly driftAfterBps: string | undefined;
  /** What was bought and sold; a conversion is neither. */
  readonly turnoverUsd: string;
  /** The same, of the account's value before it. */
  readonly turnoverPct: string | undefined;
  readonly commissionUsd: string;
  /** The same in basis points of what was bought and sold. */
  readonly commissionBps: string | undefined;
  /** Every commission was reported; otherwise the most that it can be is in the sum. */
  readonly isCommissionKnown: boolean;
  /** Against the markets that the orders were decided on; above zero it cost money. */
  readonly slippageUsd: string | undefined;
  readonly slippageBps: string | undefined;
}

/** The figures of the runs of an account that sent something, in the order given. */
export function runFigures(
  records: readonly RunRecord[],
  measures: readonly RunMeasure[],
): readonly RunFigures[] {
  return records.flatMap((record) => {
    const { facts, book } = record;
    if (facts === undefined || book.orders.length === 0) return [];
    const { runId, startedAt } = facts;
    const measure = measures.find((each) => each.runId === runId && each.startedAt === startedAt);
    const turnover = sumUsd(book.orders.filter(isShareOrder).map(filledValueOf));
    const commissions = book.orders.map(commissionsOf);
    const commission = sumUsd(commissions.map(({ amount }) => amount));
    const slippages = linesOf(record).flatMap((orders) => slippageOf(orders) ?? []);
    const slippage = {
      cost: sumUsd(slippages.map(({ cost }) => cost)),
      atMid: sumUsd(slippages.map(({ atMid }) => atMid)),
    };
    const share = slippages.length === 0 ? undefined : slippageShare(slippage);
    const netLiq = measure?.before.netLiq;
    return [
      {
        runId,
        startedAt,
        driftBeforeBps: driftOf(measure?.before),
        driftAfterBps: driftOf(measure?.after),
        turnoverUsd: formatUsd(turnover),
        turnoverPct:
          netLiq === undefined || netLiq <= 0n
            ? undefined
            : formatPercent(ratioOf(turnover, netLiq, 'halfAway'), 2),
        commissionUsd: formatUsd(commission),
        commissionBps:
          turnover === 0n ? undefined : formatBps(ratioOf(commission, turnover, 'halfAway'), 2),
        isCommissionKnown: commissions.every(({ complete }) => complete),
        slippageUsd: slippages.length === 0 ? undefined : formatUsd(slippage.cost),
        slippageBps: share === undefined ? undefined : formatBps(share, 2),
      },
    ];
  });
}

function driftOf(measure: DriftMeasure | undefined): string | undefined {
  if (measure === undefined || measure.investable <= 0n) return undefined;
  return formatBps(ratioOf(measure.totalDrift, measure.investable, 'halfAway'));
}

/** The orders of each line of the plan together: slippage is measured from the first of them. */
function linesOf({ book, lines }: RunRecord): readonly (readonly TrackedOrder[])[] {
  const numbers = new Set(book.orders.map(({ orderId }) => lines.get(orderId)));
  return [...numbers].map((line) =>
    book.orders.filter(({ orderId }) => lines.get(orderId) === line),
  );
}
