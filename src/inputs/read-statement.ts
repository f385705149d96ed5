import type { Statement } from '../core/account/statement.ts';
import { failure, success, type Result } from '../core/units/result.ts';
import { asUsd } from '../core/units/usd.ts';
import type { InputFiles } from '../ports.ts';
import {
  inFileOrder,
  MOST_PROBLEMS,
  problemAt,
  tooManyProblems,
  type LocatedProblem,
  type Place,
} from './located-problem.ts';
import { readNamedTable } from './named-table.ts';
import { firstOf } from './plain-kinds.ts';
import { readFile, statementFile, type StatementFlag } from './read-file.ts';
import { CASH_ROWS, POSITIONS, PRICES, USD_CAD, type RowForm } from './statement-rows.ts';

/** The three files that describe an account and its prices. */
export interface StatementPaths {
  readonly positions: string;
  readonly cash: string;
  readonly prices: string;
}

/**
 * Reads an account from files: every problem of the three is reported together. `wanted` are the
 * symbols that have to have a price whether they are held or not.
 */
export function readStatement(
  paths: StatementPaths,
  files: InputFiles,
  wanted: Iterable<string>,
): Result<Statement> {
  const positions = readRows('--positions', paths.positions, { files, ...POSITIONS });
  const cash = readRows('--cash', paths.cash, { files, ...CASH_ROWS });
  const prices = readRows('--prices', paths.prices, { files, ...PRICES });
  const held = positions.entries.flatMap(({ kind, symbol }) => (kind === 'etf' ? [symbol] : []));
  const complete = [positions, prices].every(({ problems }) => problems.length === 0);
  const priced = new Map(prices.entries.map((entry) => [entry.symbol, entry.prices]));
  const missing = [...new Set([...wanted, ...held])].filter((symbol) => !priced.has(symbol));
  const usd = cash.entries.find(({ currency }) => currency === 'USD');
  const problems = [
    ...inFileOrder(positions.problems),
    ...inFileOrder(cash.problems),
    ...(usd === undefined && cash.problems.length === 0 ? [noDollars(paths.cash).problem] : []),
    ...inFileOrder(prices.problems),
    ...(complete && missing.length > 0 ? [noPrices(paths.prices, missing).problem] : []),
  ];
  if (problems.length > 0 || usd === undefined) return failure(problems);
  const rate = prices.entries.find(({ symbol }) => symbol === USD_CAD)?.rate;
  priced.delete(USD_CAD);
  return success({
    positions: positions.entries,
    cash: asUsd(usd.amount),
    otherCash: cash.entries.filter((entry) => entry !== usd),
    prices: priced,
    rate,
  });
}

function readRows<Name extends string, Entry extends object>(
  flag: StatementFlag,
  path: string,
  form: RowForm<Name, Entry> & { readonly files: InputFiles },
): { readonly entries: readonly Entry[]; readonly problems: readonly LocatedProblem[] } {
  const text = readFile(statementFile(path, flag), form.files);
  if (!text.ok) {
    return {
      entries: [],
      problems: text.problems.map((problem) => ({ line: undefined, problem })),
    };
  }
  const table = readNamedTable<Name>(text.value, path, form);
  const problems = [...table.problems];
  const entries: Entry[] = [];
  const lineOf = new Map<string, number>();
  for (const row of problems.length > 0 ? [] : table.rows) {
    const { line } = row;
    if (problems.length > MOST_PROBLEMS) {
      problems.push(tooManyProblems({ file: path, line }, 'data.bad-file'));
      break;
    }
    const entry = form.read(row, { file: path, mark: table.mark });
    if (isProblems(entry)) {
      problems.push(...entry);
      continue;
    }
    const key = form.keyOf(entry);
    const first = key === undefined ? undefined : lineOf.get(key);
    if (key !== undefined && first !== undefined) {
      problems.push(repeated(key, first, { file: path, line }));
    } else if (key !== undefined) lineOf.set(key, line);
    entries.push(entry);
  }
  return { entries, problems };
}

function isProblems(read: object): read is readonly LocatedProblem[] {
  return Array.isArray(read);
}

function repeated(key: string, first: number, place: Place): LocatedProblem {
  return problemAt({ ...place, what: key }, 'data.bad-file', {
    found: `${key} a second time; it stands on line ${first} too`,
    expected: 'each in one row, and one account in the files',
    fix: `Delete line ${first} or line ${place.line ?? first}, or join the two.`,
  });
}

function noDollars(file: string): LocatedProblem {
  return problemAt({ file }, 'data.bad-file', {
    found: 'no row for USD',
    expected: 'the US dollars of the account, 0 too',
    fix: 'Add a row such as USD,0.',
  });
}

function noPrices(file: string, symbols: readonly string[]): LocatedProblem {
  return problemAt({ file }, 'data.bad-file', {
    found: `no price of ${firstOf(symbols)}`,
    expected: 'a price of everything that is held or has a target',
    fix: 'Add a row for each of them.',
  });
}
