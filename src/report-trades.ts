import { describeProblem, type Problem } from './core/units/problem.ts';
import type { Result } from './core/units/result.ts';
import type { Within } from './account-run.ts';
import type { Planned } from './observe-and-plan.ts';
import { EMPTY_BOOK } from './core/orders/order-book.ts';
import { failuresOf } from './outcome.ts';
import { gatherPostReport } from './report/gather-post-trade.ts';
import { gatherPostTrade, type Done } from './report/post-trade.ts';
import { writeCombined } from './report/preview-combined.ts';
import type { RunReport } from './report/run-report.ts';
import { summarizePostTrade } from './report/summary.ts';
import { writeCsv } from './report/write-csv.ts';
import type { AccountEnd } from './trade-in-turn.ts';
import { reportsOf, writeReports } from './write-reports.ts';

/** The run that reports are about. */
export interface ReportedRun {
  readonly runId: string;
  /** ms since 1970. */
  readonly startedAt: number;
}

const NOTHING_DONE: Done = { book: EMPTY_BOOK, conversion: undefined, skipped: [] };

/**
 * Shows and writes what became of the plans, and returns everything that went wrong in the accounts
 * that traded. Accounts that did not trade stand beside them as they are. A report that cannot be
 * written is shown on the screen instead: nothing of it is lost.
 */
export function reportTrades(
  ends: readonly AccountEnd[],
  after: ReadonlyMap<string, Result<Planned>>,
  {
    run,
    within: { ports, outside },
  }: {
    readonly run: ReportedRun;
    readonly within: Within;
  },
): readonly Problem[] {
  if (!ends.some(({ kind }) => kind === 'traded')) return [];
  const { screen } = ports;
  const reported = ends.map((end) => reportEnd(end, after.get(end.account.account.accountId)));
  const problems = reported.flatMap(({ report, problems: own }) =>
    ends.length === 1 ? own : own.map((each) => inAccount(report.head.accountId, each)),
  );
  for (const { report } of reported) {
    const text = `${report.head.accountId}: ${report.headline}`;
    outside.log.write({ level: 'INFO', event: 'summary', text });
  }
  const reports = reportsOf(
    'post',
    run,
    reported.map(({ report }) => report),
  );
  const written = writeReports(outside.reports, reports);
  for (const { summary, report } of reported) {
    screen.show(ends.length === 1 ? `\n${summary}` : `\n${report.head.accountId}: ${summary}`);
  }
  if (reports.combined !== undefined) {
    screen.show(`\n${writeCombined(reports.combined, screen.columns)}`);
  }
  const path = written.csvPath ?? `not written, so here it is:\n${writeCsv(reports)}`;
  screen.show(`Post-trade report: ${path}`);
  return [...problems, ...written.problems];
}

/** How an account stands at the end of the run. */
function reportEnd(
  end: AccountEnd,
  /** The account planned anew, or why it could not be read again; undefined when it did not trade. */
  after: Result<Planned> | undefined,
): {
  readonly report: RunReport;
  readonly summary: string;
  /** What went wrong with its trades. */
  readonly problems: readonly Problem[];
} {
  const { planned, account, head } = end.account;
  const { trigger } = account.settings.rebalance;
  if (end.kind !== 'traded') {
    const gathered = gatherPostTrade(planned.plan, NOTHING_DONE, planned);
    const { otherCash } = planned.snapshot.account;
    const told = { ...head, problems: end.problems.map(describeProblem) };
    const gatheredReport = gatherPostReport(gathered, told, { trigger, otherCash, story: [] });
    const headline = `not traded: ${reasonFor(end.kind)}`;
    return { report: { ...gatheredReport, headline }, summary: `${headline}.`, problems: [] };
  }
  const { execution, story } = end.executed;
  const now = after?.ok === true ? after.value : undefined;
  const unread = after?.ok === false ? after.problems : [];
  // That the connection is gone is said once.
  const isTold = ({ code }: Problem): boolean =>
    code === 'broker.connection' && execution.stopped?.code === code;
  const problems = [...failuresOf(execution), ...unread.filter((each) => !isTold(each))];
  const gathered = gatherPostTrade(planned.plan, execution, now);
  const { otherCash } = (now ?? planned).snapshot.account;
  const told = { ...head, problems: problems.map(describeProblem) };
  const report = gatherPostReport(gathered, told, { trigger, otherCash, story });
  return { report, summary: summarizePostTrade(gathered), problems };
}

/** Where there are several, each problem says in which account it is. */
function inAccount(accountId: string, problem: Problem): Problem {
  const { where } = problem;
  return where.includes(accountId) ? problem : { ...problem, where: `${accountId} ${where}` };
}

function reasonFor(kind: Exclude<AccountEnd['kind'], 'traded'>): string {
  switch (kind) {
    case 'nothing-to-do':
      return 'nothing to trade';
    case 'declined':
      return 'the answer was no';
    case 'refused':
      return 'something stood in the way';
    case 'dry-run':
    case 'preview':
    case 'read-only':
      return 'a preview';
  }
}
