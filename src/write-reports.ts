import { bugProblem } from './core/units/bug-problem.ts';
import type { Problem } from './core/units/problem.ts';
import { unwrittenReport } from './outcome.ts';
import type { ReportFile, ReportSink } from './ports.ts';
import { maskAccount } from './report/mask-account.ts';
import type { RunReport } from './report/run-report.ts';
import { writeCsv } from './report/write-csv.ts';
import { writeHtml } from './report/write-html.ts';
import { writeJson } from './report/write-json.ts';
import { writeMarkdown } from './report/write-markdown.ts';

/** The first one is the record of the run, the others are for reading. */
const FORMS: readonly (readonly [ReportFile['form'], (report: RunReport) => string])[] = [
  ['csv', writeCsv],
  ['md', writeMarkdown],
  ['json', writeJson],
  ['html', writeHtml],
];

/** The reports that were written, and why others were not. */
export interface WrittenReports {
  /** Undefined when it could not be written. */
  readonly csvPath: string | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Writes a report in all its forms. What goes wrong with one of them, a folder that cannot be
 * written or a bug of ours, keeps no other back: orders may have been sent.
 */
export function writeReports(reports: ReportSink, report: RunReport): WrittenReports {
  const { kind, head } = report;
  const { runId, startedAt, accountId } = head;
  const shown = head.masked ? maskAccount(report) : report;
  let csvPath: string | undefined;
  const problems: Problem[] = [];
  for (const [form, write] of FORMS) {
    let text: string;
    try {
      text = write(shown);
    } catch (error) {
      problems.push(bugProblem(accountId, error));
      continue;
    }
    try {
      const path = reports.write({ kind, form, runId, startedAt, text });
      if (form === 'csv') csvPath = path;
    } catch (error) {
      problems.push(unwrittenReport(kind, error));
      // One folder, one reason.
      break;
    }
  }
  return { csvPath, problems };
}
