import { highestOrderId, isInterrupted, recordOf } from './core/journal/run-record.ts';
import { tradedOnDayOf } from './core/journal/traded-value.ts';
import type { Problem } from './core/units/problem.ts';
import { failure, success, type Result } from './core/units/result.ts';
import { sumUsd, type Usd } from './core/units/usd.ts';
import type { Journal, Journals, KeptJournal } from './ports.ts';

/** What the journals of an account say about the runs before this one. */
export interface EarlierRuns {
  /** No order of this tool in this account has had a higher id. */
  readonly orderIdsAbove: number;
  /** Runs whose orders are not all settled, the oldest first. */
  readonly interrupted: readonly KeptJournal[];
  /** The references of every order that may have been sent. */
  readonly orderRefs: ReadonlySet<string>;
  /** What they have bought and sold on this day of the exchange. */
  readonly tradedToday: Usd;
  /** What stands in the way of trading because of them. */
  readonly unsettled: readonly Problem[];
}

/** Reads the journals of an account. A damaged one blocks trading: its orders are not known. */
export function lookAtEarlierRuns(journals: Journals, accountId: string, now: number): EarlierRuns {
  const all = journals.all(accountId);
  const runs = all.flatMap((journal) =>
    journal.ok ? [{ journal: journal.value, record: recordOf(journal.value.events) }] : [],
  );
  const interrupted = runs
    .filter(({ record }) => isInterrupted(record))
    .map(({ journal }) => journal);
  return {
    orderIdsAbove: Math.max(0, ...runs.map(({ record }) => highestOrderId(record))),
    interrupted,
    tradedToday: sumUsd(runs.map(({ record }) => tradedOnDayOf(now, record))),
    orderRefs: new Set(
      runs.flatMap(({ record }) => record.book.orders.map(({ ticket }) => ticket.orderRef)),
    ),
    unsettled: [
      ...all.flatMap((journal) => (journal.ok ? [] : journal.problems)),
      ...interrupted.map(({ path }) => interruptedRun(accountId, path)),
    ],
  };
}

function interruptedRun(accountId: string, path: string): Problem {
  return {
    code: 'safety.interrupted-run',
    where: accountId,
    found: `a run that did not come to its end (${path})`,
    expected: 'every order of every earlier run to be settled',
    fix: 'Run rebalance recover: it asks the broker what became of its orders.',
  };
}

/** Opens the journal of a run; nothing is sent without one. */
export function beginJournal(
  journals: Journals,
  run: Parameters<Journals['begin']>[0],
): Result<Journal> {
  try {
    return success(journals.begin(run));
  } catch (error) {
    return failure([
      {
        code: 'journal.unwritten',
        where: run.accountId,
        found: error instanceof Error ? error.message : String(error),
        expected: 'a journal that can be written: nothing is sent without it',
        fix: 'Make room where the journals are, or correct the permissions of that folder.',
      },
    ]);
  }
}
