import { bugProblem } from './core/units/bug-problem.ts';
import type { Problem } from './core/units/problem.ts';
import { unwrittenReport } from './outcome.ts';
import type { ReportFile, ReportSink } from './ports.ts';
import { combineReports } from './report/combine-reports.ts';
import { maskAccounts } from './report/mask-account.ts';
import type { RunReport, RunReports } from './report/run-report.ts';
import { writeCsv } from './report/write-csv.ts';
import { writeHtml } from './report/write-html.ts';
import { writeJson } from './report/write-json.ts';
import { writeMarkdown } from './report/write-markdown.ts';

/** The first one is the record of the run, the others are for reading. */
const FORMS: readonly (readonly [ReportFile['form'], (reports: RunReports) => string])[] = [
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

/** What all accounts of a run report, with account ids masked where the settings say so. */
export function reportsOf(
  kind: 'pre' | 'post',
  { runId, startedAt }: { readonly runId: string; readonly startedAt: number },
  accounts: readonly RunReport[],
): RunReports {
  const ids = accounts.map(({ head }) => head.accountId);
  const shown = accounts.map((each) => (each.head.masked ? maskAccounts(each, ids) : each));
  const combined = shown.length > 1 ? combineReports(shown) : undefined;
  return { kind, runId, startedAt, accounts: shown, combined };
}

/**
 * Writes the reports of a run in all their forms. What goes wrong with one of them, a folder that
 * cannot be written or a bug of ours, keeps no other back: orders may have been sent.
 */
export function writeReports(sink: ReportSink, gathered: RunReports): WrittenReports {
  const spans = sink.spans?.();
  const reports = spans === undefined ? gathered : { ...gathered, spans };
  const { kind, runId, startedAt } = reports;
  let csvPath: string | undefined;
  const problems: Problem[] = [];
  for (const [form, write] of FORMS) {
    let text: string;
    try {
      text = write(reports);
    } catch (error) {
      problems.push(bugProblem(`run ${runId}`, error));
      continue;
    }
    try {
      const path = sink.write({ kind, form, runId, startedAt, text });
      if (form === 'csv') csvPath = path;
    } catch (error) {
      problems.push(unwrittenReport(kind, error));
      // One folder, one reason.
      break;
    }
  }
  return { csvPath, problems };
}
