import type { Contract } from './core/account/contract.ts';
import type { Quote } from './core/account/quote.ts';
import type { AccountReading, Snapshot } from './core/account/snapshot.ts';
import type { ApprovedPlan } from './core/approval/approved-plan.ts';
import type { ExecutionReport } from './core/approval/execution-report.ts';
import type { RunFacts } from './core/journal/journal-event.ts';
import type { Settings } from './core/settings.ts';
import { success, type Result } from './core/units/result.ts';
import { beginJournal } from './earlier-runs.ts';
import { executePlan } from './execution/execute-plan.ts';
import { queryForCeiling } from './observe-accounts.ts';
import type { Broker, Clock, Journals, KillSwitch, RunLog, Screen } from './ports.ts';
import { recordStory } from './record-story.ts';
import type { TimedEvent } from './report/order-life.ts';
import { tellExecution } from './tell-execution.ts';

/** What was sent and what became of it. */
export interface Executed {
  readonly execution: ExecutionReport;
  readonly story: readonly TimedEvent[];
}

/**
 * Executes an approved plan under a journal of its own and shows what becomes of each order.
 * Refuses, with nothing sent, when the journal cannot be begun.
 */
export async function executeApproved(
  approved: { readonly plan: ApprovedPlan; readonly account: AccountReading },
  run: {
    readonly facts: Omit<RunFacts, 'approved'>;
    readonly settings: Settings;
    readonly snapshot: Snapshot;
    /** When the run began to send in another account; undefined when this is its first. */
    readonly sendingSince: number | undefined;
  },
  ports: {
    readonly broker: Broker;
    readonly clock: Clock;
    readonly killSwitch: KillSwitch;
    readonly journals: Journals;
    readonly screen: Screen;
    readonly log: RunLog;
  },
): Promise<Result<Executed>> {
  const { broker, clock, killSwitch, journals } = ports;
  const { settings, snapshot } = run;
  const journal = beginJournal(journals, run.facts);
  if (!journal.ok) return journal;
  const queryOf = queryForCeiling(snapshot, settings);
  const quoteOf = (contract: Contract): Quote | undefined => broker.quoteOf(queryOf({ contract }));
  const recorded = recordStory(journal.value, clock, quoteOf);
  const teller = tellExecution(approved.plan, recorded.journal, ports);
  try {
    const execution = await executePlan(
      {
        approved: approved.plan,
        account: approved.account,
        settings,
        facts: { ...run.facts, approved: approved.plan },
        queryOf,
        sendingSince: run.sendingSince,
      },
      { broker, clock, killSwitch, journal: teller.journal, onChange: teller.onChange },
    );
    return success({ execution, story: recorded.story });
  } finally {
    teller.end();
  }
}
