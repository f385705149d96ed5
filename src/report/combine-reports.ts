import { formatDecimal } from '../core/units/decimal.ts';
import { asUsd } from '../core/units/usd.ts';
import { formatPercent, ratioOf } from '../core/units/ratio.ts';
import { withoutGaps } from './gather-pre-trade.ts';
import { sumFigures, unitsOf } from './figures.ts';
import type { Cells, Column } from './report-columns.ts';
import type { CombinedReport, ReportRow, RunReport } from './run-report.ts';

/** Of each account, what stands on its row of cash. */
const WALK: readonly Column[] = [
  'cash_before_usd',
  'cash_fx_usd',
  'cash_sells_usd',
  'cash_buys_usd',
  'cash_fees_usd',
  'cash_after_usd',
];

/**
 * Several accounts side by side, and as if they were one: what they hold of each symbol together,
 * how far that is from what their targets come to, and what is traded of it. Every figure is a sum
 * of figures as the accounts' own reports show them, so that whoever adds those up gets it too.
 */
export function combineReports(reports: readonly RunReport[]): CombinedReport {
  const accounts = reports.map(accountCells);
  const symbols = combineSymbols(reports);
  const sums = (rows: readonly Cells[], columns: readonly Column[]): Cells =>
    withoutGaps(Object.fromEntries(columns.map((column) => [column, sumFigures(rows, column, 2)])));
  return {
    accounts,
    accountTotals: sums(accounts, ['netliq_usd', ...WALK]),
    symbols,
    symbolTotals: {
      ...sums(symbols, ['value_usd', 'drift_usd', 'cash_sells_usd', 'cash_buys_usd']),
      ...withoutGaps({ drift_pct: sumFigures(symbols, 'drift_pct', 4) }),
    },
  };
}

function accountCells(report: RunReport): Cells {
  const { shared, rows } = report;
  const cash = rows.find(({ kind }) => kind === 'cash')?.cells ?? {};
  return withoutGaps({
    account_id: shared.account_id,
    netliq_usd: shared.netliq_usd,
    pre_total_drift_bps: shared.pre_total_drift_bps,
    post_total_drift_bps: shared.post_total_drift_bps,
    ...Object.fromEntries(WALK.map((column) => [column, cash[column]])),
    notes: report.headline,
  });
}

/** One row for each symbol in the order of the alphabet, then for cash, which leaves out the buffers. */
function combineSymbols(reports: readonly RunReport[]): readonly Cells[] {
  const investable = asUsd(
    unitsOf(
      sumFigures(
        reports.map(({ shared }) => shared),
        'investable_usd',
        2,
      ) ?? '0',
      2,
    ),
  );
  const bySymbol = new Map<string, ReportRow[]>();
  for (const row of reports.flatMap(({ rows }) => rows)) {
    const { symbol = '' } = row.cells;
    if (row.kind === 'unmanaged' || row.kind === 'conversion') continue;
    bySymbol.set(symbol, [...(bySymbol.get(symbol) ?? []), row]);
  }
  const named = [...bySymbol].sort(([a, [one]], [b, [other]]) => {
    if (one?.kind !== other?.kind) return one?.kind === 'cash' ? 1 : -1;
    return a < b ? -1 : 1;
  });
  return named.map(([symbol, rows]) => {
    const cells = rows.map((row) => row.cells);
    const drift = sumFigures(cells, 'drift_usd', 2);
    const isCash = rows[0]?.kind === 'cash';
    return withoutGaps({
      symbol,
      value_usd: sumFigures(cells, 'value_usd', 2),
      drift_usd: drift,
      drift_pct:
        drift === undefined || investable <= 0n
          ? undefined
          : formatPercent(ratioOf(asUsd(unitsOf(drift, 2)), investable, 'halfAway'), 4),
      cash_sells_usd: isCash ? undefined : tradedTogether(cells, 'SELL'),
      cash_buys_usd: isCash ? undefined : tradedTogether(cells, 'BUY'),
    });
  });
}

/** What is planned to be traded of a symbol on one side, or was. */
function tradedTogether(rows: readonly Cells[], side: 'BUY' | 'SELL'): string | undefined {
  const values = rows
    .filter(({ action }) => action === side)
    .map((cells): Cells => ({ value_usd: cells.exec_value_usd ?? cells.est_value_usd ?? '0.00' }));
  return sumFigures(values, 'value_usd', 2);
}

/** The sum of all drifts of several accounts together, in bps of what they invest; without signs. */
export function combinedDriftBps({ symbols }: CombinedReport): string {
  const total = symbols.reduce((sum, { drift_pct: drift = '0' }) => {
    const units = unitsOf(drift, 4);
    return sum + (units < 0n ? -units : units);
  }, 0n);
  return formatDecimal(total, { scale: 2, decimals: 1 });
}
