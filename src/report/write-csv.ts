import { stringify } from 'csv-stringify/sync';
import type { Column } from './report-columns.ts';
import type { RunReports } from './run-report.ts';

/** What may come from outside: everything else is a number or a word of our own. */
const TEXT: ReadonlySet<Column> = new Set<Column>([
  'account_id',
  'symbol',
  'error',
  'notes',
  'reasons',
  'name',
  'order_ref',
]);

/** The reports as CSV: for each account one row for each symbol, for the conversion and for cash. */
export function writeCsv({ accounts }: Pick<RunReports, 'accounts'>): string {
  const records = accounts.flatMap(({ columns, rows, shared }) =>
    rows.map(({ cells }) =>
      columns.map((column) => {
        const cell = cells[column] ?? shared[column] ?? '';
        return TEXT.has(column) ? safeText(cell) : cell;
      }),
    ),
  );
  const columns = accounts[0]?.columns ?? [];
  return stringify([[...columns], ...records]);
}

/**
 * Text that came from outside, safe to open in a spreadsheet: what would be read as a formula is
 * quoted with an apostrophe. Numbers are not touched, or a negative drift would become text.
 */
export function safeText(text: string): string {
  const oneLine = text.replace(/[\r\n\t]+/g, ' ');
  return /^\s*[=+\-@]/.test(oneLine) ? `'${oneLine}` : oneLine;
}
