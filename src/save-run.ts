import { settingsInWords, type EffectiveSetting } from './inputs/effective-settings.ts';
import type { SavedRun, SnapshotStore } from './ports.ts';

/**
 * Saves what a run saw, so that it can be explained and planned again, and returns what a person
 * should know about that. A memory that cannot be kept stops nothing.
 */
export function saveRun(
  seen: Omit<SavedRun, 'settings'>,
  effective: readonly EffectiveSetting[],
  snapshots: SnapshotStore,
): readonly string[] {
  try {
    snapshots.keep({ ...seen, settings: settingsInWords(effective) });
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [`This run cannot be explained later, because its snapshot was not saved: ${why}`];
  }
}
