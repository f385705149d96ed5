import type { ExecutionReport } from './core/approval/execution-report.ts';
import type { Trigger } from './core/settings.ts';
import { describeProblem, type Problem } from './core/units/problem.ts';
import type { Result } from './core/units/result.ts';
import type { Planned } from './observe-and-plan.ts';
import { failuresOf } from './outcome.ts';
import type { ReportSink, RunLog, Screen } from './ports.ts';
import { gatherPostReport } from './report/gather-post-trade.ts';
import type { TimedEvent } from './report/order-life.ts';
import { gatherPostTrade } from './report/post-trade.ts';
import type { ReportHead } from './report/run-report.ts';
import { summarizePostTrade } from './report/summary.ts';
import { writeCsv } from './report/write-csv.ts';
import { writeReports } from './write-reports.ts';

/** What was shown, approved and done. */
export interface Traded {
  readonly planned: Planned;
  readonly head: ReportHead;
  readonly trigger: Trigger;
  readonly execution: ExecutionReport;
  readonly story: readonly TimedEvent[];
  /** The account planned anew, or why it could not be read again. */
  readonly after: Result<Planned>;
}

/**
 * Shows and writes what became of a plan, and returns everything that went wrong. A report that
 * cannot be written is shown on the screen instead: nothing of it is lost.
 */
export function reportTrades(
  { planned, head, trigger, execution, story, after }: Traded,
  to: { readonly reports: ReportSink; readonly screen: Screen; readonly log: RunLog },
): readonly Problem[] {
  const problems = [...failuresOf(execution), ...(after.ok ? [] : after.problems)];
  const gathered = gatherPostTrade(planned.plan, execution, after.ok ? after.value : undefined);
  const { otherCash } = (after.ok ? after.value : planned).snapshot.account;
  const report = gatherPostReport(
    gathered,
    { ...head, problems: problems.map(describeProblem) },
    { trigger, otherCash, story },
  );
  to.log.write({ level: 'INFO', event: 'summary', text: report.headline });
  const written = writeReports(to.reports, report);
  const path = written.csvPath ?? `not written, so here it is:\n${writeCsv(report)}`;
  to.screen.show(`\n${summarizePostTrade(gathered)}\nPost-trade report: ${path}`);
  return [...problems, ...written.problems];
}
