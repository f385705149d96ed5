import { CsvError, parse } from 'csv-parse/sync';

/** A row of a CSV file, its cells without the white space around them. */
export interface CsvRow {
  /** The line it begins on. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** What stands between the cells of a row. */
export type Separator = ',' | ';' | '\t';

/** The rows of a CSV file that say anything. */
export interface CsvTable {
  readonly rows: readonly CsvRow[];
  readonly separator: Separator;
  /** The line of the row whose quotes make no sense; nothing after it can be told apart. */
  readonly brokenAt: number | undefined;
  /** The line where the reading was given up: too many rows are not as wide as the header. */
  readonly unevenAt: number | undefined;
}

/** The parser takes its time over each row of another width; a file of nothing else is no table. */
export const MOST_UNEVEN_ROWS = 2000;

/** Ends the parsing early. */
class TooUneven extends Error {
  readonly line: number;

  constructor(line: number) {
    super('too many rows of another width');
    this.line = line;
  }
}

/**
 * Splits CSV text into rows and cells, at commas, or at the semicolons or tabs that spreadsheets
 * write where the comma belongs to the numbers. Blank lines, `#` comment lines and rows of empty
 * cells are left out; a row may have any number of cells.
 */
export function readCsv(text: string): CsvTable {
  // With one kind of line end, mixed files cannot put the parser's line count out of step.
  // Rows of empty cells say nothing, and cost most where they are not as wide as the others.
  const plain = text.replace(/\r\n?/g, '\n').replace(/^[ \t,;]+$/gm, '');
  const separator = separatorOf(plain);
  const rows: CsvRow[] = [];
  let lastLine = 0;
  let uneven = 0;
  try {
    parse(plain, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: string[], { lines }) => {
        lastLine = lines;
        const inside = record.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
        const cells = record.map((cell) => cell.trim());
        const [header] = rows;
        if (header !== undefined && header.cells.length !== cells.length) uneven += 1;
        if (uneven > MOST_UNEVEN_ROWS) throw new TooUneven(lines);
        if (saysAnything(cells)) rows.push({ line: lines - inside, cells });
        return null;
      },
    });
  } catch (error) {
    if (error instanceof TooUneven) {
      return { rows, separator, brokenAt: undefined, unevenAt: error.line };
    }
    if (!(error instanceof CsvError)) throw error;
    const brokenAt = firstRowAfter(lastLine, plain);
    return { rows, separator, brokenAt, unevenAt: undefined };
  }
  return { rows, separator, brokenAt: undefined, unevenAt: undefined };
}

/** A spreadsheet puts quotes around a comment that contains a separator; it stays a comment. */
function saysAnything(cells: readonly string[]): boolean {
  return cells.some((cell) => cell !== '') && cells[0]?.startsWith('#') !== true;
}

const separators: readonly Separator[] = [',', ';', '\t'];

/** The separator that the header uses most; of two that are used alike, the earlier of the list. */
function separatorOf(text: string): Separator {
  const header = headerOf(text).replace(/"[^"]*"/g, '');
  const count = (separator: Separator): number => header.split(separator).length;
  return separators.reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** The first line that is neither blank, a comment, nor nothing but separators. */
function headerOf(text: string): string {
  const isHeader = (line: string): boolean => /^[\s,;"]*[^\s,;"#]/.test(line);
  return text.split('\n').find(isHeader) ?? '';
}

/** The parser tells where it gave up, which for a quote that never closes is the end of the file. */
function firstRowAfter(line: number, text: string): number {
  const rest = text.split('\n').slice(line);
  const at = rest.findIndex((content) => !/^\s*(#|$)/.test(content));
  return line + at + 1;
}
