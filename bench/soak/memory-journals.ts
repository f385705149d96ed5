import type { JournalEvent } from '../../src/core/journal/journal-event.ts';
import { success } from '../../src/core/units/result.ts';
import type { Journal, Journals } from '../../src/ports.ts';

/** Where a process dies: at so many entries of all that it writes. */
export interface Crash {
  readonly entry: number;
  /** The entry is durable; nothing of it is; or a part of it is, which never counts. */
  readonly when: 'after' | 'before' | 'torn';
}

/** What can happen to a process while it writes. */
export interface Writer {
  /** False once the process is dead: nothing that it does has any effect then. */
  alive(): boolean;
  /** The process dies now. */
  die(): void;
  /** Hears of every entry before it is written. */
  wrote(event: JournalEvent): void;
  /** How many entries it has heard of. */
  readonly entries: number;
  readonly crash: Crash | undefined;
  /** From so many entries on there is no room; the process lives on. */
  readonly fullFrom: number | undefined;
}

/** A journal as it lies on the disk. */
export interface StoredJournal {
  readonly path: string;
  readonly accountId: string;
  readonly events: JournalEvent[];
  tornBytes: number;
}

/** The disk: what was written durably outlives every process. */
export class MemoryDisk {
  readonly journals: StoredJournal[] = [];

  /** The journals as one process sees and writes them. */
  journalsFor(writer: Writer): Journals {
    const write = (stored: StoredJournal, event: JournalEvent): void => {
      if (!writer.alive()) throw new Error('a dead process writes nothing');
      writer.wrote(event);
      const { entries } = writer;
      if (writer.fullFrom !== undefined && entries >= writer.fullFrom) {
        throw new Error('no space left on the device');
      }
      const crash = writer.crash?.entry === entries ? writer.crash : undefined;
      if (crash === undefined || crash.when === 'after') stored.events.push(event);
      if (crash === undefined) return;
      if (crash.when === 'torn') stored.tornBytes = 20;
      writer.die();
      throw new Error('the process is dead');
    };
    const journalOf = (stored: StoredJournal): Journal => ({
      path: stored.path,
      append: (event) => {
        write(stored, event);
      },
      close: () => undefined,
    });
    return {
      begin: ({ accountId, runId }) => {
        const stored = { path: `${accountId}/${runId}.jsonl`, accountId, events: [], tornBytes: 0 };
        this.journals.push(stored);
        return journalOf(stored);
      },
      all: (accountId) =>
        this.journals
          .filter((stored) => stored.accountId === accountId)
          .map(({ path, events, tornBytes }) =>
            success({ path, events: [...events], last: '', tornBytes }),
          ),
      accountIds: () => [...new Set(this.journals.map(({ accountId }) => accountId))],
      resume: ({ path }) => {
        const stored = this.journals.find((each) => each.path === path);
        if (stored === undefined) throw new Error(`there is no ${path}`);
        // An entry that was not written completely never counted: it must not stand before the next.
        stored.tornBytes = 0;
        return journalOf(stored);
      },
    };
  }
}
