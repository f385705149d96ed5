import type { JournalEvent } from '../core/journal/journal-event.ts';
import { failure, success } from '../core/units/result.ts';
import { noSnapshot } from '../storage/snapshot-files.ts';
import type {
  Journal,
  Journals,
  SavedRun,
  SnapshotStore,
  RunMeasure,
  RunMeasures,
} from '../ports.ts';

interface StoredJournal {
  readonly path: string;
  readonly accountId: string;
  readonly events: JournalEvent[];
}

/** What a process may write, as long as it lives and there is room. */
export interface Writer {
  alive(): boolean;
  hasRoom(): boolean;
}

/** The state folder of a scenario: it outlives every process and is gone with the scenario. */
export class MemoryState {
  readonly #journals: StoredJournal[] = [];
  readonly #saved = new Map<string, SavedRun>();

  /** The journals as one process sees and writes them. */
  journalsFor(writer: Writer): Journals {
    const journalOf = (stored: StoredJournal): Journal => ({
      path: stored.path,
      append: (event) => {
        if (!writer.alive()) throw new Error('the process is dead');
        if (!writer.hasRoom()) throw new Error('no space left on the device');
        stored.events.push(event);
      },
      close: () => undefined,
    });
    return {
      begin: ({ accountId, runId }) => {
        const stored = { path: `${accountId}/${runId}.jsonl`, accountId, events: [] };
        this.#journals.push(stored);
        return journalOf(stored);
      },
      all: (accountId) =>
        this.#journals
          .filter((stored) => stored.accountId === accountId)
          .map(({ path, events }) =>
            success({ path, events: [...events], last: '', tornBytes: 0 }),
          ),
      accountIds: () => [...new Set(this.#journals.map(({ accountId }) => accountId))],
      resume: ({ path, events }) => {
        const stored = this.#journals.find((each) => each.path === path);
        return journalOf(stored ?? { path, accountId: '', events: [...events] });
      },
    };
  }

  /** What runs saw, the newest of each account. */
  readonly #measures: RunMeasure[] = [];
  readonly measures: RunMeasures = {
    keep: (measure) => this.#measures.push(measure),
    all: (accountId) => this.#measures.filter((each) => each.accountId === accountId),
  };
  readonly snapshots: SnapshotStore = {
    keep: (run) => {
      this.#saved.set(run.snapshot.account.accountId, run);
    },
    newest: (accountId) => {
      const run = this.#saved.get(accountId);
      return run === undefined ? failure([noSnapshot(accountId, 'the scenario')]) : success(run);
    },
  };
}
