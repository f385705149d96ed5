import { columnsOf, rowsOf, tableOf } from './expected-table.ts';
import type { Figures, Happened, Told } from './happened.ts';
import type { ExpectPart, Said } from './scenario-parts.ts';

/** Something that is not as the file says. */
export interface Difference {
  /** The keys of what is expected. */
  readonly path: readonly (string | number)[];
  /** Lines that begin with `-` are expected and not there, those with `+` the other way round. */
  readonly lines: readonly string[];
}

/** Everything in which what happened is not what is expected. What is not written is not compared. */
export function compare(expected: ExpectPart, happened: Happened): readonly Difference[] {
  const { steps = [], orders, story, books } = expected;
  const last = happened.told.at(-1);
  return [
    ...(last === undefined ? [] : compareTold(expected, last, ['expect'])),
    ...steps.flatMap((said, at) => {
      const told = happened.told[at];
      return told === undefined ? [] : compareTold(said, told, ['expect', 'steps', at]);
    }),
    ...compareLists(['expect', 'orders'], orders, happened.orders),
    ...(happened.story === undefined
      ? []
      : compareLists(['expect', 'story'], story, happened.story)),
    ...compareBooks(books, happened.books),
  ];
}

function compareTold(said: Said, told: Told, path: Difference['path']): readonly Difference[] {
  const at = (key: keyof Said): Difference['path'] => [...path, key];
  return [
    ...compareLists(at('exit'), asList(said.exit), [String(told.exit)]),
    ...compareLists(at('outcome'), asList(said.outcome), [told.outcome ?? 'none']),
    ...compareProblems(at('problems'), said.problems, told.problems),
    ...compareWords(at('says'), said.says, told.screen),
    ...(said.says_not ?? [])
      .filter((words) => told.screen.includes(words))
      .map((words) => ({ path: at('says_not'), lines: [`+ ${words}`] })),
    ...compareTable(at('plan'), said.plan, told.plan),
    ...compareTable(at('report'), said.report, told.report),
  ];
}

function asList(value: string | number | undefined): readonly string[] | undefined {
  return value === undefined ? undefined : [String(value)];
}

/** A problem may be written by its code alone, or with a part of what is said about it. */
export function isProblem(written: string, told: string): boolean {
  const [code = '', ...words] = written.split(': ');
  return told.startsWith(`${code}: `) && told.includes(words.join(': '));
}

function compareProblems(
  path: Difference['path'],
  written: readonly string[] | undefined,
  told: readonly string[],
): readonly Difference[] {
  const same = written?.length === told.length;
  if (
    written === undefined ||
    (same && written.every((each, at) => isProblem(each, told[at] ?? '')))
  )
    return [];
  return [{ path, lines: changes(written, told, isProblem) }];
}

function compareWords(
  path: Difference['path'],
  written: readonly string[] = [],
  screen: string,
): readonly Difference[] {
  const missing = written.filter((words) => !screen.includes(words));
  if (missing.length === 0) return [];
  const shown = ['it said:', ...screen.split('\n').map((line) => `  ${line}`)];
  return [{ path, lines: [...missing.map((words) => `- ${words}`), ...shown] }];
}

function compareTable(
  path: Difference['path'],
  written: string | undefined,
  csv: string | undefined,
): readonly Difference[] {
  if (written === undefined) return [];
  const table = csv === undefined ? 'no report' : tableOf(csv, columnsOf(written));
  return compareLists(path, rowsOf(written), rowsOf(table));
}

function compareBooks(
  written: ExpectPart['books'] = {},
  booked: Happened['books'],
): readonly Difference[] {
  return Object.entries(written).flatMap(([account, figures]) =>
    compareLists(
      ['expect', 'books', account],
      linesOf(plainFigures(figures)),
      linesOf(plainFigures(booked[account] ?? {})),
    ),
  );
}

function linesOf(figures: Figures): readonly string[] {
  return Object.entries(figures)
    .map(([name, figure]) => `${name} ${figure}`)
    .sort();
}

/** `100.00` and `100` are the same figure. */
function plainFigures(figures: Readonly<Record<string, string | number>>): Figures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, figure]) => {
      const text = String(figure);
      return [name, text.includes('.') ? text.replace(/\.?0+$/, '') : text];
    }),
  );
}

function compareLists(
  path: Difference['path'],
  written: readonly string[] | undefined,
  told: readonly string[],
): readonly Difference[] {
  if (written === undefined || written.join('\n') === told.join('\n')) return [];
  return [{ path, lines: changes(written, told, (one, other) => one === other) }];
}

/** Both lists as one, with what is in one of them only marked: the longest common part stays. */
function changes(
  written: readonly string[],
  told: readonly string[],
  same: (written: string, told: string) => boolean,
): readonly string[] {
  const common = written.map(() => told.map(() => 0));
  const at = (row: number, column: number): number => common[row]?.[column] ?? 0;
  for (let row = written.length - 1; row >= 0; row -= 1) {
    for (let column = told.length - 1; column >= 0; column -= 1) {
      const line = common[row] ?? [];
      line[column] = same(written[row] ?? '', told[column] ?? '')
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const lines: string[] = [];
  let [row, column] = [0, 0];
  while (row < written.length || column < told.length) {
    const [left = '', right = ''] = [written[row], told[column]];
    const both = row < written.length && column < told.length;
    if (both && same(left, right)) {
      lines.push(`  ${left}`);
      row += 1;
      column += 1;
    } else if (row < written.length && at(row + 1, column) >= at(row, column + 1)) {
      lines.push(`- ${left}`);
      row += 1;
    } else {
      lines.push(`+ ${right}`);
      column += 1;
    }
  }
  return lines;
}
