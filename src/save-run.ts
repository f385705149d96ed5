import type { Within } from './account-run.ts';
import type { Account } from './choose-accounts.ts';
import type { Snapshot } from './core/account/snapshot.ts';
import { settingsInWords } from './inputs/effective-settings.ts';

/**
 * Saves what a run saw of an account, so that it can be explained and planned again, and returns
 * what a person should know about that. A memory that cannot be kept stops nothing.
 */
export function saveRun(
  runId: string,
  { targets, effective }: Pick<Account, 'targets' | 'effective'>,
  snapshot: Snapshot,
  {
    gateway,
    ports,
  }: Pick<Within, 'gateway'> & { readonly ports: Pick<Within['ports'], 'snapshots'> },
): readonly string[] {
  const { simulated } = gateway;
  try {
    const settings = settingsInWords(effective);
    ports.snapshots.keep({ runId, simulated, targets, snapshot, settings });
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [`This run cannot be explained later, because its snapshot was not saved: ${why}`];
  }
}
