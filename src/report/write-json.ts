import type { RunReport } from './run-report.ts';

/** A change of what is in it, other than something more, needs a new number. */
const VERSION = 1;

/**
 * The report as one JSON object. Figures are texts, so that no reader turns them into binary
 * fractions; they have the names of the CSV's columns.
 */
export function writeJson({ kind, head, headline, remarks, ...report }: RunReport): string {
  const { mode, digest, warnings, problems } = head;
  const written = {
    format: 'report of ibkr-etf-rebalancer',
    version: VERSION,
    kind: kind === 'pre' ? 'pre-trade' : 'post-trade',
    headline,
    mode,
    digest,
    remarks,
    warnings,
    problems,
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
  return `${JSON.stringify(written, null, 2)}\n`;
}
