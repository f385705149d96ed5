import { parse } from 'csv-parse/sync';

/** Columns that stand apart by two blanks or more, as in a table that is written by hand. */
const GAP = /\s{2,}|\t+/;

/** The columns that a table asks for: its first line. */
export function columnsOf(table: string): readonly string[] {
  const [head = ''] = table.trim().split('\n');
  return head.trim().split(GAP);
}

/**
 * The rows of a report in the columns that a table asks for, laid out as a table. A cell without a
 * figure is a dash; a column that the report does not have is `?`.
 */
export function tableOf(csv: string, columns: readonly string[]): string {
  const rows: Readonly<Record<string, string>>[] = parse(csv, { columns: true });
  const cells = rows.map((row) => columns.map((column) => shown(row[column])));
  const widths = columns.map((column, at) =>
    Math.max(column.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  return [columns, ...cells]
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function shown(cell: string | undefined): string {
  if (cell === undefined) return '?';
  return cell === '' ? '-' : cell.replaceAll(/\s{2,}/g, ' ');
}

/** The rows of a written table without regard to how wide its columns are. */
export function rowsOf(table: string): readonly string[] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(GAP).join('  '));
}
