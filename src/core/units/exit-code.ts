/** What the process answers its caller with (docs/exit-codes.md). */
export const EXIT = {
  success: 0,
  internal: 1,
  usage: 2,
  settings: 3,
  portfolios: 4,
  connection: 5,
  pacing: 6,
  contract: 7,
  data: 8,
  fractional: 9,
  marketClosed: 10,
  buyingPower: 11,
  safety: 12,
  incomplete: 13,
  unknownOutcome: 14,
  accountBusy: 15,
  drifted: 20,
  differs: 21,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code tells the caller. */
// Stryker disable all: words; docs/exit-codes.md is made of them, and a test holds that page.
export const EXIT_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'success, nothing to do, or the answer was no',
  1: 'internal error',
  2: 'usage',
  3: 'settings',
  4: 'portfolios',
  5: 'connection',
  6: 'pacing',
  7: 'contract',
  8: 'stale or missing data',
  9: 'fractional shares not allowed',
  10: 'market closed',
  11: 'insufficient buying power or margin',
  12: 'stopped by safety',
  13: 'finished with rejected, cancelled or unfilled orders',
  14: 'the outcome of an order is unknown',
  15: 'another run or machine holds the account',
  20: 'drifted',
  21: 'a scenario differs from what its file expects',
  130: 'interrupted',
};
// Stryker restore all

/**
 * The worst first: when several apply, the process exits with the first of these. A run that was
 * interrupted leaves orders unfilled by intent, so it says interrupted.
 */
const worstFirst: readonly ExitCode[] = [14, 1, 130, 13, 12, 11, 15, 10, 9, 8, 7, 6, 5, 4, 3];

/** The one exit code for several; success when there are none. */
export function worstExitCode(codes: readonly ExitCode[]): ExitCode {
  const worst = worstFirst.find((code) => codes.includes(code));
  return worst ?? codes.find((code) => code !== EXIT.success) ?? EXIT.success;
}
