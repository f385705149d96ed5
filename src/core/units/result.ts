import type { Problem } from './problem.ts';

/** A value, or every problem that stood in its way. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function success<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function failure<Value>(problems: readonly Problem[]): Result<Value> {
  return { ok: false, problems };
}
