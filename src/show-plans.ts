import { planBytes, shortDigest, type ShownPlan } from './core/approval/plan-bytes.ts';
import { describeProblem } from './core/units/problem.ts';
import { failure, success, type Result } from './core/units/result.ts';
import type { JudgedAccount } from './judge-account.ts';
import { gatherPreTrade } from './report/gather-pre-trade.ts';
import { writePreview } from './report/preview.ts';
import { writeCombined } from './report/preview-combined.ts';
import type { ReportHead, RunReport } from './report/run-report.ts';
import type { Outside, RunPorts } from './run.ts';
import { reportsOf, writeReports } from './write-reports.ts';

/** What of an account is shown. */
export type ShowableAccount = Pick<
  JudgedAccount,
  'account' | 'planned' | 'gates' | 'warnings' | 'mode' | 'estimate' | 'replaces'
>;

/** A plan as it was shown, and the head of every report about it. */
export type PlanShown<Shown extends ShowableAccount = JudgedAccount> = Shown & {
  readonly shown: ShownPlan;
  readonly head: ReportHead;
};

/** Where it is shown and written. */
interface ShowingPlace {
  readonly ports: Pick<RunPorts, 'screen' | 'digestOf'>;
  readonly outside: Pick<Outside, 'reports' | 'log'>;
}

/**
 * Gives each plan its digest, writes the pre-trade report of all of them and shows the previews,
 * one after the other; of several accounts all together at the end. What it returns is what the
 * approvals are for. Refuses when the report cannot be written.
 */
export function showPlans<Shown extends ShowableAccount>(
  accounts: readonly Shown[],
  run: { readonly runId: string; readonly startedAt: number; readonly all?: boolean | undefined },
  { ports, outside }: ShowingPlace,
): Result<readonly PlanShown<Shown>[]> {
  const { screen } = ports;
  const prepared = accounts.map((account) => prepare(account, run, ports));
  for (const { shown, report } of prepared) logPlan(report, shown, outside.log);
  const reports = reportsOf(
    'pre',
    run,
    prepared.map(({ report }) => report),
  );
  const { csvPath, problems } = writeReports(outside.reports, reports);
  if (csvPath === undefined || problems.length > 0) return failure(problems);
  for (const { shown } of prepared) {
    const { planned, gates, warnings, mode, estimate, replaces } = shown;
    screen.show(
      writePreview({
        plan: planned.plan,
        digest: shown.shown.digest,
        gates,
        warnings,
        mode,
        otherCash: planned.snapshot.account.otherCash,
        preReport: accounts.length === 1 ? csvPath : undefined,
        columns: screen.columns,
        replaces,
        all: run.all === true,
      }),
    );
    if (estimate !== undefined) screen.show(estimate);
    if (accounts.length > 1) screen.show('');
  }
  if (reports.combined !== undefined) {
    screen.show(writeCombined(reports.combined, screen.columns));
    screen.show(`Pre-trade report: ${csvPath}\n`);
  }
  return success(prepared.map(({ shown }) => shown));
}

function prepare<Shown extends ShowableAccount>(
  account: Shown,
  { runId, startedAt }: { readonly runId: string; readonly startedAt: number },
  ports: Pick<RunPorts, 'digestOf'>,
): { readonly shown: PlanShown<Shown>; readonly report: RunReport } {
  const { planned, gates, warnings, mode } = account;
  const { plan, snapshot } = planned;
  const bytes = planBytes(plan);
  const digest = ports.digestOf(bytes);
  const { settings } = account.account;
  const { accountId } = plan;
  const { maskAccounts: masked } = settings;
  const head = { runId, accountId, startedAt, mode, masked, digest, warnings, problems: [] };
  const report = gatherPreTrade(
    plan,
    { ...head, problems: gates.map(describeProblem), gates },
    {
      trigger: settings.rebalance.trigger,
      otherCash: snapshot.account.otherCash,
      algo: settings.execution.algo,
    },
  );
  return { shown: { ...account, shown: { bytes, digest }, head }, report };
}

function logPlan(
  { headline, rows }: RunReport,
  { head, shown, gates, warnings }: PlanShown<ShowableAccount>,
  log: Outside['log'],
): void {
  const { digest } = shown;
  const text = `${headline}, plan ${shortDigest(digest)}`;
  const facts = { account: head.accountId, digest };
  log.write({ level: 'INFO', event: 'plan', text, facts });
  for (const { cells } of rows) {
    const { symbol = '', action = '', qty_shares: quantity = '', reasons = '' } = cells;
    const line = `${symbol} ${action} ${quantity}: ${reasons}`;
    log.write({ level: 'DEBUG', event: 'line', text: line });
  }
  for (const text of [...warnings, ...gates.map(describeProblem)]) {
    log.write({ level: 'WARNING', event: 'preview', text });
  }
}
