import { groupThousands, percentText, signed } from './figure-text.ts';
import { combinedDriftBps } from './combine-reports.ts';
import type { Cells } from './report-columns.ts';
import type { CombinedReport } from './run-report.ts';
import { textTable } from './text-table.ts';
import { styles } from './styles.ts';

const WIDE = 100;

/** Several accounts side by side and together, for the screen. */
export function writeCombined(
  { accounts, accountTotals, symbols, ...rest }: CombinedReport,
  columns: number,
): string {
  const isWide = columns >= WIDE;
  const dollars = (figure: string | undefined): string =>
    figure === undefined ? '' : groupThousands(figure.replace(/\.\d+$/, ''));
  const line = (name: string, cells: Cells): readonly string[] => [
    name,
    dollars(cells.netliq_usd),
    cells.pre_total_drift_bps ?? '',
    cells.post_total_drift_bps ?? '',
    ...(isWide ? [dollars(cells.cash_before_usd)] : []),
    dollars(cells.cash_sells_usd),
    dollars(cells.cash_buys_usd),
    dollars(cells.cash_after_usd),
  ];
  const head = [
    'Account',
    'Value $',
    'Drift bps',
    'After',
    ...(isWide ? ['Cash before $'] : []),
    'Sells $',
    'Buys $',
    'Cash after $',
  ];
  const rows = accounts.map((cells) => line(cells.account_id ?? '', cells));
  const all = [...rows, line('Together', accountTotals)];
  const drifts = symbols
    .filter(({ drift_pct: drift = '' }) => /[1-9]/.test(percentText(drift === '' ? '0' : drift)))
    .map(({ symbol = '', drift_pct: drift = '0' }) => `${symbol} ${signed(percentText(drift))}%`);
  const shown = drifts.length === 0 ? 'none' : drifts.join(', ');
  const together = combinedDriftBps({ accounts, accountTotals, symbols, ...rest });
  return [
    styles.bold(`${accounts.length} accounts`),
    textTable(head, all),
    `Drift of all together: ${together} bps (${shown}).`,
  ].join('\n');
}
