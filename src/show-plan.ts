import { planBytes, shortDigest, type ShownPlan } from './core/approval/plan-bytes.ts';
import { describeProblem, type Problem } from './core/units/problem.ts';
import { failure, success, type Result } from './core/units/result.ts';
import type { Planned } from './observe-and-plan.ts';
import type { Settings } from './core/settings.ts';
import type { ReportSink, RunLog } from './ports.ts';
import { gatherPreTrade } from './report/gather-pre-trade.ts';
import { writePreview } from './report/preview.ts';
import type { ReportHead } from './report/run-report.ts';
import type { RunPorts } from './run.ts';
import { writeReports } from './write-reports.ts';

/** A plan as it was shown, and the head of every report about it. */
export interface PlanShown {
  readonly shown: ShownPlan;
  readonly head: ReportHead;
}

/**
 * Gives the plan its digest, writes the pre-trade report and shows the preview. What it returns is
 * what the approval is for. Refuses when the report cannot be written.
 */
export function showPlan(
  { plan, snapshot }: Planned,
  how: {
    readonly gates: readonly Problem[];
    readonly warnings: readonly string[];
    readonly mode: string;
    readonly runId: string;
    readonly startedAt: number;
    readonly settings: Settings;
    readonly reports: ReportSink;
    readonly log: RunLog;
  },
  { screen, digestOf }: Pick<RunPorts, 'screen' | 'digestOf'>,
): Result<PlanShown> {
  const bytes = planBytes(plan);
  const digest = digestOf(bytes);
  const { gates, warnings, mode, runId, startedAt, reports } = how;
  const { trigger } = how.settings.rebalance;
  const { algo } = how.settings.execution;
  const { otherCash } = snapshot.account;
  const { accountId } = plan;
  const { maskAccounts: masked } = how.settings;
  const head = { runId, accountId, startedAt, mode, masked, digest, warnings, problems: [] };
  const report = gatherPreTrade(
    plan,
    { ...head, problems: gates.map(describeProblem) },
    { trigger, otherCash, algo },
  );
  const text = `${report.headline}, plan ${shortDigest(digest)}`;
  how.log.write({ level: 'INFO', event: 'plan', text, facts: { digest } });
  for (const text of [...warnings, ...gates.map(describeProblem)]) {
    how.log.write({ level: 'WARNING', event: 'preview', text });
  }
  const { csvPath, problems } = writeReports(reports, report);
  if (csvPath === undefined || problems.length > 0) return failure(problems);
  screen.show(
    writePreview({
      plan,
      digest,
      gates,
      warnings,
      mode,
      otherCash,
      preReport: csvPath,
      columns: screen.columns,
    }),
  );
  return success({ shown: { bytes, digest }, head });
}
