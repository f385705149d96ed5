import type { RunReport } from './run-report.ts';

/**
 * The report with account ids masked wherever they stand, also inside of order references and of
 * what the broker said: a report can then be shown to others. `ids` are all accounts of the run: why
 * one was not begun names another.
 */
export function maskAccounts(report: RunReport, ids: readonly string[]): RunReport {
  return masked(report, maskIn(ids)) as RunReport;
}

/** Masks these account ids wherever they stand in a text. */
export function maskIn(ids: readonly string[]): (text: string) => string {
  // An id may be a part of a longer one.
  const longestFirst = [...ids].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((all, id) => all.replaceAll(id, maskedId(id)), text);
}

/** `DU1234567` as `DU****567`: the kind of the account and its last digits still tell it apart. */
export function maskedId(accountId: string): string {
  const [, letters = '', rest = ''] = /^([A-Za-z]*)(.*)$/.exec(accountId) ?? [];
  const shown = rest.length > 5 ? 3 : 0;
  return letters + '*'.repeat(rest.length - shown) + rest.slice(rest.length - shown);
}

/** Plain data with every text in it changed. */
function masked(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each: unknown) => masked(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, masked(each, change)]),
  );
}
