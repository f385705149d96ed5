import { planBytes, type ShownPlan } from './core/approval/plan-bytes.ts';
import type { Problem } from './core/units/problem.ts';
import { success, type Result } from './core/units/result.ts';
import type { Planned } from './observe-and-plan.ts';
import type { ReportSink } from './ports.ts';
import { writeReport } from './report-trades.ts';
import { writePreTradeCsv } from './report/pre-trade-csv.ts';
import { writePreview } from './report/preview.ts';
import type { RunPorts } from './run.ts';

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
    readonly startedAt: number;
    readonly reports: ReportSink;
  },
  { screen, digestOf }: Pick<RunPorts, 'screen' | 'digestOf'>,
): Result<ShownPlan> {
  const bytes = planBytes(plan);
  const digest = digestOf(bytes);
  const { gates, warnings, mode, startedAt, reports } = how;
  const text = writePreTradeCsv(plan, digest, startedAt);
  const preReport = writeReport(reports, 'pre', startedAt, text);
  if (!preReport.ok) return preReport;
  screen.show(
    writePreview({
      plan,
      digest,
      gates,
      warnings,
      mode,
      otherCash: snapshot.account.otherCash,
      preReport: preReport.value,
      columns: screen.columns,
    }),
  );
  return success({ bytes, digest });
}
