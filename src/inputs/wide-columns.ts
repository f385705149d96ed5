import { closestName } from './closest-name.ts';
import { problemAt, type LocatedProblem, type Place } from './located-problem.ts';
import { alternatives, firstOf } from './plain-kinds.ts';
import { quoted } from './quoted.ts';
import type { CsvRow } from './read-csv.ts';

/** The column of one model portfolio. */
export interface ModelColumn {
  /** The name as the settings file writes it. */
  readonly name: string;
  /** Its place in a row. */
  readonly at: number;
}

/** Where the header of a wide file says that things stand. */
export interface WideColumns {
  /** The place of the symbols; undefined without such a column. */
  readonly symbolAt: number | undefined;
  /** In the order of the settings file; models without a column are left out. */
  readonly models: readonly ModelColumn[];
  readonly problems: readonly LocatedProblem[];
}

/** What heads the column of the symbols, in lower case. */
export const SYMBOLS = 'etf';

/** What the columns are read against. */
export interface HeaderForm {
  readonly file: string;
  readonly modelNames: readonly string[];
  /** Of model portfolios of other accounts, in lower case: their columns are theirs. */
  readonly otherNames: ReadonlySet<string>;
  /** The columns that no row writes anything into: without a name too, they are nothing at all. */
  readonly emptyFrom: number;
}

/** Finds the columns of a wide portfolios file: `ETF` and one for each model portfolio. */
export function readWideColumns(header: CsvRow, form: HeaderForm): WideColumns {
  const { file, modelNames, otherNames, emptyFrom } = form;
  const place = { file, line: header.line };
  const placeOf = placesOf(header);
  const wanted = `the columns ${firstOf(['ETF', ...modelNames])}`;
  const known = new Set(modelNames.map((name) => name.toLowerCase())).add(SYMBOLS);
  const missing = modelNames.filter((name) => !placeOf.has(name.toLowerCase()));
  if (!header.cells.some((cell) => known.has(cell.toLowerCase()))) {
    return { symbolAt: undefined, models: [], problems: [noHeader(header, place, wanted)] };
  }
  const problems = header.cells.flatMap((cell, at) => {
    const isRepeated = placeOf.get(cell.toLowerCase()) !== at;
    if (known.has(cell.toLowerCase())) return isRepeated ? [repeatedColumn(cell, place)] : [];
    return (cell === '' && at >= emptyFrom) || otherNames.has(cell.toLowerCase())
      ? []
      : [unknownColumn(cell, place, { modelNames, missing })];
  });
  const models: ModelColumn[] = [];
  for (const name of modelNames) {
    const at = placeOf.get(name.toLowerCase());
    if (at !== undefined) models.push({ name, at });
    else {
      problems.push(
        problemAt(place, 'portfolios.columns', {
          found: `no column ${quoted(name)}`,
          expected: wanted,
          fix: `Add the column, or take ${name} out of [models].`,
        }),
      );
    }
  }
  const symbolAt = placeOf.get(SYMBOLS);
  if (symbolAt === undefined) {
    problems.push(noHeader(header, place, wanted));
  }
  return { symbolAt, models, problems };
}

/** The place of each name of a header, in lower case; of a name that stands twice, the first. */
export function placesOf({ cells }: CsvRow): ReadonlyMap<string, number> {
  return new Map(cells.map((cell, at) => [cell.toLowerCase(), at] as const).toReversed());
}

function noHeader(header: CsvRow, place: Place, wanted: string): LocatedProblem {
  return problemAt(place, 'portfolios.columns', {
    found: `the columns ${firstOf(header.cells.map(quoted))}`,
    expected: wanted,
    fix: 'Head the column of the symbols with ETF, in the first row of the file.',
  });
}

function repeatedColumn(cell: string, place: Place): LocatedProblem {
  return problemAt(place, 'portfolios.columns', {
    found: `a second column ${quoted(cell)}`,
    expected: 'each column once',
    fix: 'Delete one of them.',
  });
}

function unknownColumn(
  cell: string,
  place: Place,
  names: { readonly modelNames: readonly string[]; readonly missing: readonly string[] },
): LocatedProblem {
  const close = closestName(cell, names.missing);
  const mayBe = close === undefined ? '' : `Did you mean ${close}? `;
  return problemAt(place, 'portfolios.columns', {
    found: cell === '' ? 'a column without a name' : `the column ${quoted(cell)}`,
    expected: alternatives(['ETF', ...names.modelNames]),
    fix: `${mayBe}Delete the column, or give it a weight in [models].`,
  });
}
