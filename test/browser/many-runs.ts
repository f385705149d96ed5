import { writeHistory } from '../../src/report/write-history.ts';
import type { RunFigures } from '../../src/report/run-figures.ts';

/** The page about 24 runs of one account and none of another, with everything that can be missing. */
export function manyRuns(): string {
  const runs = Array.from({ length: 24 }, (_, at): RunFigures => {
    const isOld = at < 3;
    return {
      runId: `MWQL9HOM${String(at).padStart(2, '0')}`,
      startedAt: Date.UTC(2024, at, 15, 15, 30),
      driftBeforeBps: isOld ? undefined : `${120 + ((at * 37) % 400)}.5`,
      driftAfterBps: isOld || at === 9 ? undefined : `${(at * 7) % 60}.1`,
      turnoverUsd: at === 5 ? '0.00' : `${1000 + ((at * 7919) % 90000)}.25`,
      turnoverPct: isOld ? undefined : '4.20',
      commissionUsd: `${(at * 3) % 11}.35`,
      commissionBps: at === 5 ? undefined : '0.71',
      isCommissionKnown: at !== 9,
      slippageUsd: at === 5 ? undefined : `${((at * 13) % 40) - 15}.10`,
      slippageBps: at === 5 ? undefined : `${((at * 5) % 9) - 3}.25`,
    };
  });
  const accounts = [
    { accountId: 'DU1234567', runs },
    { accountId: '<b>DU2</b>', runs: [] },
  ];
  return writeHistory(accounts, Date.UTC(2026, 10, 21));
}
