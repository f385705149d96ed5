import type { ModelPortfolio } from '../core/account/model-portfolio.ts';
import { failure, success, type Result } from '../core/units/result.ts';
import { NO_BORROWING, type BorrowingRule } from './borrowing.ts';
import { inFileOrder, problemAt, type LocatedProblem } from './located-problem.ts';
import { LONG_COLUMNS, readLong } from './long-rows.ts';
import type { DecimalMark } from './percent.ts';
import { checkModel, modelPortfolio, type WrittenPortfolios } from './portfolio-model.ts';
import { MOST_UNEVEN_ROWS, readCsv, type CsvRow, type CsvTable } from './read-csv.ts';
import { readWideColumns, SYMBOLS } from './wide-columns.ts';
import { readWideRows } from './wide-rows.ts';

/** More columns than anybody has model portfolios, and few enough to be told one by one. */
const MOST_COLUMNS = 1000;

/** What a portfolios file is read against. */
interface FileForm {
  readonly file: string;
  readonly modelNames: readonly string[];
  readonly otherNames: ReadonlySet<string>;
  readonly mark: DecimalMark;
  readonly borrowing: BorrowingRule;
}

/** What besides its model portfolios decides how a portfolios file is read. */
export interface PortfoliosRule {
  readonly borrowing?: BorrowingRule;
  /** Model portfolios of other accounts that may stand in the same file; they are not read. */
  readonly otherNames?: readonly string[];
}

/**
 * Reads a portfolios file of either shape, told apart by the header: wide, with the column `ETF`
 * and one for each of `modelNames`, or long, with the columns `portfolio,symbol,target_pct`. Gives
 * the model portfolios in the order of the names, or all problems of the file. An ETF with 0% is
 * managed, and not wanted.
 */
export function readPortfolios(
  text: string,
  file: string,
  modelNames: readonly string[],
  { borrowing = NO_BORROWING, otherNames: others = [] }: PortfoliosRule = {},
): Result<readonly ModelPortfolio[]> {
  const table = readCsv(text);
  const broken = [...brokenQuotes(table, file), ...unevenRows(table, file)];
  const [header, ...body] = table.rows;
  if (header === undefined) {
    return failure(inFileOrder(broken.length > 0 ? broken : [emptyFile(file, modelNames)]));
  }
  if (header.cells.length > MOST_COLUMNS) {
    return failure(inFileOrder([tooWide(header, file)]));
  }
  // Where the comma is not needed between cells, spreadsheets write it before decimals.
  const mark = table.separator === ',' ? 'point' : 'point-or-comma';
  const otherNames = new Set(others.map((name) => name.toLowerCase()));
  const form: FileForm = { file, modelNames, otherNames, mark, borrowing };
  const written = isLong(header, modelNames)
    ? readLong(header, body, form)
    : readWide(header, body, form);
  const problems = [...broken, ...written.problems];
  // Of the whole of a model portfolio is only spoken when all rows of the file could be told apart.
  if (broken.length === 0 && written.isWhole && written.models.length > 0) {
    if (body.length === 0) problems.push(noRows(header, file));
    else for (const model of written.models) problems.push(...checkModel(model));
  }
  if (problems.length > 0) return failure(inFileOrder(problems));
  return success(written.models.map(modelPortfolio));
}

/**
 * A header with the three names of the long shape is long, unless it belongs to model portfolios of
 * those names; with two of them and no column `ETF`, the third was forgotten.
 */
function isLong(header: CsvRow, modelNames: readonly string[]): boolean {
  const names = new Set(header.cells.map((cell) => cell.toLowerCase()));
  const models = new Set(modelNames.map((name) => name.toLowerCase()));
  const ofLong = LONG_COLUMNS.filter((name) => names.has(name));
  if (!names.has(SYMBOLS)) return ofLong.length >= 2 || names.has('target_pct');
  return ofLong.length === LONG_COLUMNS.length && !LONG_COLUMNS.some((name) => models.has(name));
}

function readWide(header: CsvRow, body: readonly CsvRow[], form: FileForm): WrittenPortfolios {
  const { file, modelNames, otherNames } = form;
  const used = body.map(({ cells }) => cells.findLastIndex((cell) => cell !== '') + 1);
  const emptyFrom = used.reduce((most, each) => Math.max(most, each), 0);
  const found = readWideColumns(header, { file, modelNames, otherNames, emptyFrom });
  const { symbolAt, models: columns } = found;
  if (symbolAt === undefined) return { models: [], problems: found.problems, isWhole: false };
  const width = header.cells.length;
  const read = readWideRows(body, { ...form, symbolAt, columns, width });
  return {
    models: columns.map(({ name }, at) => ({
      name,
      place: { file, line: header.line, what: name },
      weights: read.weights[at] ?? [],
    })),
    problems: [...found.problems, ...read.problems],
    isWhole: read.isWhole,
  };
}

function noRows(header: CsvRow, file: string): LocatedProblem {
  return problemAt({ file, line: header.line }, 'portfolios.empty', {
    found: 'a header and no rows',
    expected: 'a row for each ETF',
    fix: 'Write the ETFs below the header: an empty file is not an order to sell everything.',
  });
}

function tooWide(header: CsvRow, file: string): LocatedProblem {
  return problemAt({ file, line: header.line }, 'portfolios.columns', {
    found: `${header.cells.length} columns`,
    expected: `at most ${MOST_COLUMNS}`,
    fix: 'Check that it is the right file.',
  });
}

function emptyFile(file: string, modelNames: readonly string[]): LocatedProblem {
  return problemAt({ file }, 'portfolios.syntax', {
    found: 'an empty file',
    expected: `a table that begins with ETF,${modelNames.slice(0, 20).join(',')}`,
    fix: 'Write the header and a row for each ETF.',
  });
}

function unevenRows({ unevenAt: line }: CsvTable, file: string): LocatedProblem[] {
  if (line === undefined) return [];
  return [
    problemAt({ file, line }, 'portfolios.syntax', {
      found: `more than ${MOST_UNEVEN_ROWS} rows that are not as wide as the header`,
      expected: 'a table',
      fix: 'Check that it is the right file. The rows below this one were not read.',
    }),
  ];
}

function brokenQuotes({ brokenAt: line }: CsvTable, file: string): LocatedProblem[] {
  if (line === undefined) return [];
  return [
    problemAt({ file, line }, 'portfolios.syntax', {
      found: 'a double quote that does not enclose one whole cell',
      expected: 'no quotes, or a pair of them around a cell',
      fix: 'Correct the quotes in this row; the rows below it were not read.',
    }),
  ];
}
