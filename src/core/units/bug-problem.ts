import type { Problem } from './problem.ts';

/** A bug that must not keep a report from being written. */
export function bugProblem(where: string, error: unknown): Problem {
  return {
    code: 'internal.bug',
    where,
    found: error instanceof Error ? (error.stack ?? error.message) : String(error),
    expected: 'a program without this bug',
    fix: 'Look at the open orders in TWS before you run again, and report this.',
  };
}
