import type { Problem } from '../core/units/problem.ts';
import { printable } from './quoted.ts';

/** A problem with the line it belongs to; a line of undefined means the whole file. */
export interface LocatedProblem {
  readonly line: number | undefined;
  readonly problem: Problem;
}

/** Where a problem is: the file, its line, and what stands there. */
export interface Place {
  readonly file: string;
  readonly line?: number | undefined;
  /** The key, the symbol, the column: what a person would look for on the line. */
  readonly what?: string;
}

/** A problem at a place, written as `portfolios.csv:7 VTI`. */
export function problemAt(
  place: Place,
  code: Problem['code'],
  words: Omit<Problem, 'code' | 'where'>,
): LocatedProblem {
  const { file, line, what } = place;
  const spot = line === undefined ? file : `${file}:${line}`;
  const where = what === undefined ? spot : `${spot} ${what}`;
  const { found, expected, fix } = words;
  return {
    line,
    problem: {
      code,
      where: printable(where),
      found: printable(found),
      expected: printable(expected),
      fix: printable(fix),
    },
  };
}

/** Nobody reads more, and a file of nothing but faults must not fill the memory with words. */
export const MOST_PROBLEMS = 1000;

/** The last problem of a file that has too many: what is below was not looked at. */
export function tooManyProblems(
  place: Place,
  code: 'settings.syntax' | 'portfolios.syntax' | 'data.bad-file',
): LocatedProblem {
  return problemAt(place, code, {
    found: `more than ${MOST_PROBLEMS} problems up to here`,
    expected: 'a file with fewer',
    fix: 'Check that it is the right file. What is below was not read.',
  });
}

/** The problems from the top of the file to its end; those of the whole file come last. */
export function inFileOrder(located: readonly LocatedProblem[]): Problem[] {
  return located
    .toSorted((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity) || 0)
    .map(({ problem }) => problem);
}
