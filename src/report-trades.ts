import type { ExecutionReport } from './core/approval/execution-report.ts';
import type { TradePlan } from './core/plan/trade-plan.ts';
import type { Problem } from './core/units/problem.ts';
import { failure, success, type Result } from './core/units/result.ts';
import type { Planned } from './observe-and-plan.ts';
import { unwrittenReport } from './outcome.ts';
import type { ReportSink, Screen } from './ports.ts';
import { gatherPostTrade } from './report/post-trade.ts';
import { writePostTradeCsv } from './report/post-trade-csv.ts';
import { summarizePostTrade } from './report/summary.ts';

/** Writes a report and returns its path. A folder that cannot be written is trouble, not a bug. */
export function writeReport(
  reports: ReportSink,
  kind: 'pre' | 'post',
  startedAt: number,
  text: string,
): Result<string> {
  try {
    return success(reports.write(kind, startedAt, text));
  } catch (error) {
    return failure([unwrittenReport(kind, error)]);
  }
}

/**
 * Shows and writes what became of a plan, and returns what went wrong in doing so. A report that
 * cannot be written is shown on the screen instead: nothing of it is lost.
 */
export function reportTrades(
  shown: { readonly plan: TradePlan; readonly digest: string },
  execution: ExecutionReport,
  after: Result<Planned>,
  to: { readonly reports: ReportSink; readonly screen: Screen; readonly startedAt: number },
): readonly Problem[] {
  const report = gatherPostTrade(shown, execution, after.ok ? after.value : undefined);
  const text = writePostTradeCsv(report, to.startedAt);
  const written = writeReport(to.reports, 'post', to.startedAt, text);
  const path = written.ok ? written.value : `not written, so here it is:\n${text}`;
  to.screen.show(`\n${summarizePostTrade(report)}\nPost-trade report: ${path}`);
  return [...(after.ok ? [] : after.problems), ...(written.ok ? [] : written.problems)];
}
