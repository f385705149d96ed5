import { ZERO_RATIO } from '../core/units/ratio.ts';
import {
  MOST_PROBLEMS,
  problemAt,
  tooManyProblems,
  type LocatedProblem,
} from './located-problem.ts';
import {
  readAssetWeight,
  readRowSymbol,
  readWideCash,
  repeatedSymbol,
  type CellForm,
} from './portfolio-weight.ts';
import type { ModelColumn } from './wide-columns.ts';
import type { WrittenWeight } from './portfolio-model.ts';
import type { CsvRow } from './read-csv.ts';
import { CASH } from './symbol.ts';

/** A row of a wide file: one symbol, with its weight in each column. */
interface WideRow {
  readonly symbol: string | undefined;
  readonly weights: readonly WrittenWeight['weight'][];
}

/** What the rows of a wide file are read against. */
export interface WideForm extends CellForm {
  readonly file: string;
  readonly symbolAt: number;
  readonly columns: readonly ModelColumn[];
  /** How many cells the header has. */
  readonly width: number;
}

/** The weights of each column in turn, and everything that is wrong with each of the rows. */
export function readWideRows(
  rows: readonly CsvRow[],
  form: WideForm,
): {
  readonly weights: readonly (readonly WrittenWeight[])[];
  readonly problems: readonly LocatedProblem[];
  readonly isWhole: boolean;
} {
  const problems: LocatedProblem[] = [];
  const lineOf = new Map<string, number>();
  const read: WideRow[] = [];
  for (const row of rows) {
    const place = { file: form.file, line: row.line };
    if (problems.length > MOST_PROBLEMS) {
      problems.push(tooManyProblems(place, 'portfolios.syntax'));
      return { weights: [], problems, isWhole: false };
    }
    const { row: wideRow, problems: own } = readRow(row, form);
    problems.push(...own);
    const { symbol } = wideRow;
    const first = symbol === undefined ? undefined : lineOf.get(symbol);
    if (symbol !== undefined && first !== undefined) {
      problems.push(repeatedSymbol(symbol, { first, place: { ...place, what: symbol } }));
      read.push(withoutMeaning(wideRow));
    } else {
      if (symbol !== undefined) lineOf.set(symbol, row.line);
      read.push(wideRow);
    }
  }
  const weights = form.columns.map((_, at) =>
    read.map(({ symbol, weights: own }) => ({ symbol, weight: own[at] })),
  );
  return { weights, problems, isWhole: true };
}

function readRow(
  row: CsvRow,
  form: WideForm,
): { readonly row: WideRow; readonly problems: readonly LocatedProblem[] } {
  const { file, symbolAt, columns, width } = form;
  const { line, cells } = row;
  if (cells.length !== width) {
    const weights = columns.map(() => undefined);
    return { row: { symbol: undefined, weights }, problems: [wrongWidth(row, form)] };
  }
  const { symbol, problems: symbolProblems } = readRowSymbol(cells[symbolAt] ?? '', { file, line });
  const problems = [...symbolProblems];
  const weights = columns.map(({ name, at }) => {
    const cell = cells[at] ?? '';
    if (cell === '') return ZERO_RATIO;
    const place = { file, line, what: [symbol, name].filter((part) => part).join(', ') };
    const { weight, problem } =
      symbol === CASH ? readWideCash(cell, place, form) : readAssetWeight(cell, place, form);
    if (problem !== undefined) problems.push(problem);
    return weight;
  });
  return { row: { symbol, weights }, problems };
}

/** The problem of a row that has more or fewer cells than the header. */
export function wrongWidth(
  { line, cells }: CsvRow,
  { file, width, mark }: Pick<WideForm, 'file' | 'width' | 'mark'>,
): LocatedProblem {
  const decimals = mark === 'point' ? ', and decimals behind a point: 12.5, not 12,5' : '';
  return problemAt({ file, line }, 'portfolios.syntax', {
    found: `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`,
    expected: `${width}, as many as the header has`,
    fix: `Write every cell, an empty one too${decimals}.`,
  });
}

/** Which of two rows counts is not known; only a column where this one says 0 can still be summed. */
function withoutMeaning(row: WideRow): WideRow {
  return { ...row, weights: row.weights.map((weight) => (weight === 0n ? weight : undefined)) };
}
