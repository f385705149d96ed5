import { combinedDriftBps } from './combine-reports.ts';
import { spec, tableOf, type ReportTable } from './report-tables.ts';
import type { CombinedReport } from './run-report.ts';

/** The accounts of a run side by side. */
export function accountsTable(combined: CombinedReport, kind: 'pre' | 'post'): ReportTable {
  const rows = combined.accounts.map((cells) => ({ cells }));
  return tableOf(
    [
      spec('Account', 'account_id', 'text'),
      spec('Value $', 'netliq_usd', 'money'),
      spec('Drift bps', 'pre_total_drift_bps', 'count'),
      spec(kind === 'pre' ? 'Planned bps' : 'Now bps', 'post_total_drift_bps', 'count'),
      spec('Cash before $', 'cash_before_usd', 'money'),
      spec('Sells $', 'cash_sells_usd', 'money'),
      spec('Buys $', 'cash_buys_usd', 'money'),
      spec(kind === 'pre' ? 'Cash after $' : 'Cash now $', 'cash_after_usd', 'money'),
    ],
    rows,
    { totals: combined.accountTotals },
    {
      title: 'Accounts',
      caption: 'The sum of all drifts of each account, and its way of the cash.',
      total: ['netliq_usd', 'cash_before_usd', 'cash_sells_usd', 'cash_buys_usd', 'cash_after_usd'],
    },
  );
}

/** All accounts as if they were one. */
export function togetherTable(combined: CombinedReport, kind: 'pre' | 'post'): ReportTable {
  const rows = combined.symbols.map((cells) => ({ cells }));
  const pre = kind === 'pre';
  return tableOf(
    [
      spec('Symbol', 'symbol', 'text'),
      spec('Value $', 'value_usd', 'money'),
      spec(pre ? 'Sells $' : 'Sold $', 'cash_sells_usd', 'money'),
      spec(pre ? 'Buys $' : 'Bought $', 'cash_buys_usd', 'money'),
      // The last two stay beside the chart where the screen is narrow.
      spec('Drift $', 'drift_usd', 'signed-money'),
      spec('Drift %', 'drift_pct', 'drift'),
    ],
    rows,
    { totals: combined.symbolTotals },
    {
      title: 'All accounts together',
      caption: `What the accounts hold of each symbol, and how far that is from their targets taken together${pre ? '' : ' now'}: ${combinedDriftBps(combined)} bps in all. Too much in one account may stand against too little in another.`,
      total: ['value_usd', 'drift_usd', 'drift_pct', 'cash_sells_usd', 'cash_buys_usd'],
    },
  );
}
