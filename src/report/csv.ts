import { stringify } from 'csv-stringify/sync';

/** One row, by column name. Numbers are written by us; text goes through `safeText`. */
export type CsvRow = Readonly<Record<string, string>>;

/** Rows as CSV, with a header and exactly these columns. */
export function writeCsv(columns: readonly string[], rows: readonly CsvRow[]): string {
  return stringify(rows as CsvRow[], { header: true, columns: [...columns] });
}

/**
 * Text that came from outside, safe to open in a spreadsheet: what would be read as a formula is
 * quoted with an apostrophe. Numbers are not touched, or a negative drift would become text.
 */
export function safeText(text: string): string {
  const oneLine = text.replace(/[\r\n\t]+/g, ' ');
  return /^\s*[=+\-@]/.test(oneLine) ? `'${oneLine}` : oneLine;
}
