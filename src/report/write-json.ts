import type { Problem } from '../core/units/problem.ts';
import { combinedDriftBps } from './combine-reports.ts';
import type { CombinedReport, RunReport, RunReports } from './run-report.ts';
import { timesAsData } from './time-table.ts';

/** A change of what is in it, other than something more, needs a new number. */
const VERSION = 2;

/**
 * The reports of a run as one JSON object. Figures are texts, so that no reader turns them into
 * binary fractions; they have the names of the CSV's columns.
 */
export function writeJson(reports: RunReports): string {
  return `${JSON.stringify(jsonOf(reports), null, 2)}\n`;
}

/** What `writeJson` writes, as an object. */
export function jsonOf({
  kind,
  runId,
  startedAt,
  accounts,
  combined,
  spans,
}: RunReports): Readonly<Record<string, unknown>> {
  return {
    format: 'report of ibkr-etf-rebalancer',
    version: VERSION,
    kind: kind === 'pre' ? 'pre-trade' : 'post-trade',
    run_id: runId,
    timestamp_run: new Date(startedAt).toISOString(),
    accounts: accounts.map(accountJson),
    ...(combined !== undefined && { combined: combinedJson(combined) }),
    ...(spans !== undefined && { timings: timesAsData(spans) }),
  };
}

function accountJson({
  head,
  headline,
  remarks,
  ...report
}: RunReport): Readonly<Record<string, unknown>> {
  const { mode, digest, warnings, problems, gates } = head;
  return {
    account_id: report.shared.account_id,
    headline,
    mode,
    digest,
    remarks,
    warnings,
    problems,
    ...(gates !== undefined && { gates: gates.map(gateJson) }),
    figures: report.shared,
    totals: report.totals,
    rows: report.rows.map((row) => ({ kind: row.kind, ...row.cells })),
    trades: report.trades,
    orders: report.orders.map(({ steps, ...order }) => ({
      symbol: order.symbol,
      side: order.side,
      quantity: order.quantity,
      status: order.status,
      order_ref: order.orderRef,
      sent_at: order.sentAt,
      steps: steps.map(({ afterMs, ...step }) => ({ after_ms: afterMs, ...step })),
    })),
  };
}

function gateJson({ code, where, found, expected, fix }: Problem): Problem {
  return { code, where, found, expected, fix };
}

function combinedJson(combined: CombinedReport): Readonly<Record<string, unknown>> {
  return {
    total_drift_bps: combinedDriftBps(combined),
    accounts: combined.accounts,
    account_totals: combined.accountTotals,
    symbols: combined.symbols,
    symbol_totals: combined.symbolTotals,
  };
}
