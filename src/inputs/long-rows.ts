import { closestName } from './closest-name.ts';
import {
  MOST_PROBLEMS,
  problemAt,
  tooManyProblems,
  type LocatedProblem,
  type Place,
} from './located-problem.ts';
import { alternatives, firstOf } from './plain-kinds.ts';
import {
  readAssetWeight,
  readLongCash,
  readRowSymbol,
  repeatedSymbol,
  type CellForm,
} from './portfolio-weight.ts';
import type { WrittenModel, WrittenPortfolios, WrittenWeight } from './portfolio-model.ts';
import { quoted } from './quoted.ts';
import type { CsvRow } from './read-csv.ts';
import { CASH } from './symbol.ts';
import { placesOf } from './wide-columns.ts';
import { wrongWidth } from './wide-rows.ts';

/** The columns of a long file; all others are ignored. */
export const LONG_COLUMNS = ['portfolio', 'symbol', 'target_pct'] as const;

/** What a long file is read against. */
export interface LongForm extends CellForm {
  readonly file: string;
  readonly modelNames: readonly string[];
  /** Of model portfolios of other accounts, in lower case: their rows are theirs. */
  readonly otherNames: ReadonlySet<string>;
}

/** What is known of one model portfolio while its rows are read. */
interface Gathering {
  readonly name: string;
  readonly weights: WrittenWeight[];
  readonly lineOf: Map<string, number>;
  /** The line of its first row; undefined as long as there is none. */
  line: number | undefined;
}

/** Reads a long portfolios file: a row for each ETF of each model portfolio. */
export function readLong(
  header: CsvRow,
  body: readonly CsvRow[],
  form: LongForm,
): WrittenPortfolios {
  const place = { file: form.file, line: header.line };
  const problems = columnProblems(header, place);
  const at = placesOf(header);
  const [portfolioAt, symbolAt, percentAt] = LONG_COLUMNS.map((name) => at.get(name));
  if (portfolioAt === undefined || symbolAt === undefined || percentAt === undefined) {
    return { models: [], problems, isWhole: false };
  }
  const gathered = gatherRows(body, form, {
    columns: { portfolioAt, symbolAt, percentAt },
    width: header.cells.length,
  });
  return {
    models: gathered.models.map(({ name, weights, line = header.line }): WrittenModel => {
      return { name, place: { file: form.file, line, what: name }, weights };
    }),
    problems: [...problems, ...gathered.problems],
    isWhole: gathered.isWhole,
  };
}

/** A name that is no model portfolio of the settings; it is told once for all of its rows. */
interface Stranger {
  readonly line: number;
  readonly written: string;
  rows: number;
}

interface LongTable {
  readonly columns: {
    readonly portfolioAt: number;
    readonly symbolAt: number;
    readonly percentAt: number;
  };
  /** How many cells the header has. */
  readonly width: number;
}

function gatherRows(
  body: readonly CsvRow[],
  form: LongForm,
  { columns, width }: LongTable,
): {
  readonly models: readonly Gathering[];
  readonly problems: readonly LocatedProblem[];
  readonly isWhole: boolean;
} {
  const { file } = form;
  const problems: LocatedProblem[] = [];
  const models = new Map<string, Gathering>(
    form.modelNames.map((name) => [name.toLowerCase(), newGathering(name)]),
  );
  const strangers = new Map<string, Stranger>();
  const told = (): LocatedProblem[] =>
    [...strangers.values()].map((stranger) => unknownModel(stranger, form));
  for (const row of body) {
    const { line, cells } = row;
    const name = cells[columns.portfolioAt] ?? '';
    const model = models.get(name.toLowerCase());
    if (problems.length + strangers.size > MOST_PROBLEMS) {
      const end = tooManyProblems({ file, line }, 'portfolios.syntax');
      return { models: [], problems: [...problems, ...told(), end], isWhole: false };
    }
    if (cells.length !== width) problems.push(wrongWidth(row, { ...form, width }));
    else if (model === undefined) {
      if (!form.otherNames.has(name.toLowerCase())) meet(name, line, strangers);
    } else {
      model.line ??= line;
      const symbol = cells[columns.symbolAt] ?? '';
      const percent = cells[columns.percentAt] ?? '';
      problems.push(...gatherRow(model, { symbol, percent, line }, form));
    }
  }
  return { models: [...models.values()], problems: [...problems, ...told()], isWhole: true };
}

function newGathering(name: string): Gathering {
  return { name, weights: [], lineOf: new Map(), line: undefined };
}

function meet(written: string, line: number, strangers: Map<string, Stranger>): void {
  const known = strangers.get(written.toLowerCase());
  if (known === undefined) strangers.set(written.toLowerCase(), { line, written, rows: 1 });
  else known.rows += 1;
}

function gatherRow(
  model: Gathering,
  written: { readonly symbol: string; readonly percent: string; readonly line: number },
  form: LongForm,
): LocatedProblem[] {
  const { line } = written;
  const place = { file: form.file, line };
  const { symbol, problems } = readRowSymbol(written.symbol, place);
  const what = [symbol, model.name].filter((part) => part).join(', ');
  const readWeight = symbol === CASH ? readLongCash : readAssetWeight;
  const { weight, problem } = readWeight(written.percent, { ...place, what }, form);
  const own = problem === undefined ? [...problems] : [...problems, problem];
  const first = symbol === undefined ? undefined : model.lineOf.get(symbol);
  if (symbol === undefined || first === undefined) {
    if (symbol !== undefined) model.lineOf.set(symbol, line);
    model.weights.push({ symbol, weight });
    return own;
  }
  // Which of the two rows counts is not known, and then neither is the sum.
  if (weight !== 0n) model.weights.push({ symbol, weight: undefined });
  return [...own, repeatedSymbol(symbol, { first, place: { ...place, what } })];
}

function columnProblems(header: CsvRow, place: Place): LocatedProblem[] {
  return LONG_COLUMNS.flatMap((name) => {
    const count = header.cells.filter((cell) => cell.toLowerCase() === name).length;
    if (count === 1) return [];
    return [
      problemAt(place, 'portfolios.columns', {
        found:
          count === 0
            ? `the columns ${firstOf(header.cells.map(quoted))}`
            : `${count} columns ${name}`,
        expected: `one column ${name}, for the long shape has portfolio, symbol and target_pct`,
        fix: count === 0 ? `Add the column ${name}.` : 'Delete all but one of them.',
      }),
    ];
  });
}

function unknownModel(
  { line, written, rows }: Stranger,
  { file, modelNames }: LongForm,
): LocatedProblem {
  const close = closestName(written, modelNames);
  const mayBe = close === undefined ? '' : `Did you mean ${close}? `;
  const others = rows === 1 ? '' : `, and in ${rows - 1} more ${rows === 2 ? 'row' : 'rows'}`;
  return problemAt({ file, line }, 'portfolios.columns', {
    found: `${written === '' ? 'no portfolio' : `the portfolio ${quoted(written)}`}${others}`,
    expected: alternatives(modelNames),
    fix: `${mayBe}Correct the name, or give it a weight in [models].`,
  });
}
