import {
  MOST_PROBLEMS,
  problemAt,
  tooManyProblems,
  type LocatedProblem,
  type Place,
} from './located-problem.ts';
import type { DecimalMark } from './percent.ts';
import { firstOf } from './plain-kinds.ts';
import { quoted } from './quoted.ts';
import { MOST_UNEVEN_ROWS, readCsv, type CsvRow } from './read-csv.ts';
import { placesOf } from './wide-columns.ts';

/** A row of a table whose header names its columns. */
export interface NamedRow<Name extends string> {
  readonly line: number;
  /** What stands in a column; a column that the file does not have is empty. */
  cell(name: Name): string;
}

/** A table whose header names its columns, in any order and among others. */
export interface NamedTable<Name extends string> {
  readonly rows: readonly NamedRow<Name>[];
  /** How it writes its decimals. */
  readonly mark: DecimalMark;
  readonly problems: readonly LocatedProblem[];
}

/** The columns that a table must have and those that it may have; all others are ignored. */
export interface TableColumns<Name extends string> {
  readonly needed: readonly Name[];
  readonly others: readonly Name[];
  /** Whether at least one of the others has to be there. */
  readonly needsAnother?: boolean;
}

/**
 * Reads CSV text by the names of its columns, in every form that spreadsheets save. A row that is
 * not as wide as the header is a problem: it is not known what in it is where.
 */
export function readNamedTable<Name extends string>(
  text: string,
  file: string,
  columns: TableColumns<Name>,
): NamedTable<Name> {
  const { needed, others } = columns;
  const table = readCsv(text);
  const mark: DecimalMark = table.separator === ',' ? 'point' : 'point-or-comma';
  const [header, ...body] = table.rows;
  const { brokenAt, unevenAt } = table;
  const problems: LocatedProblem[] = [];
  if (brokenAt !== undefined) problems.push(brokenQuotes({ file, line: brokenAt }));
  if (unevenAt !== undefined) problems.push(tooUneven({ file, line: unevenAt }));
  if (header === undefined) {
    return { rows: [], mark, problems: problems.length > 0 ? problems : [empty(file, needed)] };
  }
  const names = [...needed, ...others];
  problems.push(...columnProblems(header, { file, line: header.line }, columns));
  const at = placesOf(header);
  const width = header.cells.length;
  const rows: NamedRow<Name>[] = [];
  const places = new Map(names.map((name) => [name, at.get(name)]));
  for (const { line, cells } of body) {
    if (problems.length > MOST_PROBLEMS) {
      problems.push(tooManyProblems({ file, line }, 'data.bad-file'));
      break;
    }
    if (cells.length !== width) problems.push(wrongWidth({ file, line }, cells.length, width));
    else rows.push({ line, cell: (name) => cells[places.get(name) ?? -1] ?? '' });
  }
  return { rows, mark, problems };
}

function columnProblems<Name extends string>(
  header: CsvRow,
  place: Place,
  { needed, others, needsAnother = false }: TableColumns<Name>,
): LocatedProblem[] {
  const written = header.cells.map((cell) => cell.toLowerCase());
  const count = (name: string): number => written.filter((cell) => cell === name).length;
  const missing: string[] = needed.filter((name) => count(name) === 0);
  if (needsAnother && others.every((name) => count(name) === 0)) missing.push(others.join(' or '));
  const repeated = [...needed, ...others].filter((name) => count(name) > 1);
  const wanted = `the columns ${needed.join(', ')}${needsAnother ? `, and ${others.join(' or ')}` : ''}`;
  return [
    ...missing.map((name) =>
      problemAt(place, 'data.bad-file', {
        found: `the columns ${firstOf(header.cells.map(quoted))}`,
        expected: wanted,
        fix: `Add the column ${name}, or correct its name in the first row.`,
      }),
    ),
    ...repeated.map((name) =>
      problemAt(place, 'data.bad-file', {
        found: `${count(name)} columns ${name}`,
        expected: 'each column once',
        fix: 'Delete all but one of them.',
      }),
    ),
  ];
}

function wrongWidth(place: Place, found: number, width: number): LocatedProblem {
  return problemAt(place, 'data.bad-file', {
    found: `${found} ${found === 1 ? 'cell' : 'cells'}`,
    expected: `${width}, as many as the header has`,
    fix: 'Write every cell, an empty one too.',
  });
}

function empty(file: string, needed: readonly string[]): LocatedProblem {
  return problemAt({ file }, 'data.bad-file', {
    found: 'an empty file',
    expected: `a table that begins with ${needed.join(',')}`,
    fix: 'Write the header and a row for each entry.',
  });
}

function brokenQuotes(place: Place): LocatedProblem {
  return problemAt(place, 'data.bad-file', {
    found: 'a double quote that does not enclose one whole cell',
    expected: 'no quotes, or a pair of them around a cell',
    fix: 'Correct the quotes in this row; the rows below it were not read.',
  });
}

function tooUneven(place: Place): LocatedProblem {
  return problemAt(place, 'data.bad-file', {
    found: `more than ${MOST_UNEVEN_ROWS} rows that are not as wide as the header`,
    expected: 'a table',
    fix: 'Check that it is the right file. The rows below this one were not read.',
  });
}
