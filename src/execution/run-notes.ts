import type { JournalEvent } from '../core/journal/journal-event.ts';
import { applyToRecord, EMPTY_RECORD, type RunRecord } from '../core/journal/run-record.ts';
import type { Problem } from '../core/units/problem.ts';
import type { Journal } from '../ports.ts';

/**
 * What a run knows of itself: every entry is written to the journal first and taken in after that.
 * An entry that cannot be written stops the sending and is taken in all the same, because what is
 * at the broker has to be watched to its end.
 */
export class RunNotes {
  readonly #journal: Pick<Journal, 'append'>;
  readonly #where: string;
  #record: RunRecord;
  #unwritten: Problem | undefined;

  /** `where` names the account in problems; `record` is what the journal holds already. */
  constructor(journal: Pick<Journal, 'append'>, where: string, record: RunRecord = EMPTY_RECORD) {
    this.#journal = journal;
    this.#where = where;
    this.#record = record;
  }

  /** Why the journal does not hold all of it, whatever else had stopped the run before. */
  get unwritten(): Problem | undefined {
    return this.#unwritten;
  }

  get record(): RunRecord {
    return this.#record;
  }

  /** False when the entry was not written; what it means to send is then not taken in either, and not sent. */
  note(event: JournalEvent): boolean {
    const written = this.#write(event);
    const meansToSend = event.kind === 'intent' || event.kind === 'reprice';
    if (written || !meansToSend) this.#record = applyToRecord(this.#record, event);
    return written;
  }

  /** Nothing more is sent; the first reason counts. */
  stop(problem: Problem): void {
    if (this.#record.stopped === undefined) this.note({ kind: 'stopped', problem });
  }

  /** The same for a bug of our own, which is told even where something else had stopped the run. */
  stopForBug(problem: Problem): void {
    this.note({ kind: 'stopped', problem });
    this.#record = { ...this.#record, stopped: problem };
  }

  #write(event: JournalEvent): boolean {
    // Nothing is written after an entry that is missing: the rest would make no sense.
    if (this.#unwritten !== undefined) return false;
    try {
      this.#journal.append(event);
      return true;
    } catch (error) {
      this.#unwritten = {
        code: 'journal.unwritten',
        where: this.#where,
        found: error instanceof Error ? error.message : String(error),
        expected: 'a journal that can be written: nothing is sent without it',
        fix: 'Make room where the journals are, look at the orders in TWS, then run recover.',
      };
      this.stop(this.#unwritten);
      return false;
    }
  }
}
