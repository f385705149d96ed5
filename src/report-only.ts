/*
 * The spine of --report-only: accounts as they were saved, or one as files state it, planned by the
 * files as they are now, shown and written like a preview. Nobody is connected to and nobody is
 * asked, whatever the settings and the other flags say.
 */
import { namedAccounts, type Account } from './choose-accounts.ts';
import { isFxOpen } from './core/account/fx-hours.ts';
import type { Snapshot } from './core/account/snapshot.ts';
import { kindOfAccount } from './core/approval/account-gates.ts';
import { evaluateGates, warnAbout } from './core/approval/gates.ts';
import { snapshotOfStatement, UNCHECKED } from './core/plan/snapshot-of-statement.ts';
import type { Problem, ProblemCode } from './core/units/problem.ts';
import { failure, success, type Result } from './core/units/result.ts';
import { lookAtEarlierRuns } from './earlier-runs.ts';
import { readInputs, type Inputs } from './inputs/read-inputs.ts';
import { readStatement, type StatementPaths } from './inputs/read-statement.ts';
import { aboutRun, logRun } from './log-run.ts';
import { planObserved, type Planned } from './observe-and-plan.ts';
import { refused, together, type Outcome } from './outcome.ts';
import { changesSince, planSavedRun } from './plan-saved-run.ts';
import type { StatementFiles } from './ports.ts';
import { describeAge } from './report/describe-age.ts';
import type { Outside, RunPorts, RunRequest } from './run.ts';
import { showPlans, type ShowableAccount } from './show-plans.ts';
import { measured } from './timings.ts';

/** What a run without a broker is asked to do. */
export interface ReportOnlyRequest extends RunRequest {
  /** The files that state the account; undefined plans the newest saved runs. */
  readonly statement: StatementPaths | undefined;
}

/** What it needs of the world: no broker. */
export type ReportOnlyPorts = Omit<
  RunPorts,
  'files' | 'reachOut' | 'approver' | 'locks' | 'measures'
> & {
  readonly files: StatementFiles;
  reachOut(inputs: Inputs, runId: string): Omit<Outside, 'broker'>;
};

/** Reads, plans, shows and writes the pre-trade report. Trouble is returned, not thrown. */
export async function reportOnly(
  request: ReportOnlyRequest,
  ports: ReportOnlyPorts,
): Promise<Outcome> {
  const inputs = readInputs(request, ports.files);
  if (!inputs.ok) return refused(inputs.problems);
  const outside = ports.reachOut(inputs.value, request.runId);
  const unconnected = { log: outside.log, broker: { notices: () => [] } };
  return logRun(unconnected, aboutRun(request, ports, inputs.value), () => {
    const startedAt = ports.clock.now();
    const { timings } = ports;
    const remembered = measured(timings, 'plan', () =>
      rememberAccounts(request, inputs.value, ports),
    );
    const failed = remembered.flatMap((each) => (each.ok ? [] : [refused(each.problems)]));
    const accounts = remembered.flatMap((each) =>
      each.ok ? [judgeRemembered(request, each.value, { ports, outside })] : [],
    );
    if (accounts.length === 0) return Promise.resolve(together(failed));
    const run = { runId: request.runId, startedAt, all: request.all };
    const shown = measured(timings, 'reports, preview', () =>
      showPlans(accounts, run, { ports, outside }),
    );
    const outcome: Outcome = shown.ok
      ? { kind: 'report-only', problems: [] }
      : refused(shown.problems);
    return Promise.resolve(failed.length === 0 ? outcome : together([outcome, ...failed]));
  });
}

/** A plan of an account that nobody has read now. */
interface Remembered {
  readonly account: Account;
  readonly planned: Planned;
  readonly simulated: boolean;
  /** What a person has to know about it: how old it is, and what could not be checked. */
  readonly notes: readonly string[];
  /** Gates that look at what only the broker knows. */
  readonly blind: readonly ProblemCode[];
}

/** What is known of each account of the settings; files state one account only. */
function rememberAccounts(
  { statement }: ReportOnlyRequest,
  { accounts }: Inputs,
  ports: ReportOnlyPorts,
): readonly Result<Remembered>[] {
  const named = namedAccounts(accounts);
  if (!named.ok) return [named];
  const [only, ...others] = named.value;
  if (statement === undefined) return named.value.map((account) => planNewest(account, ports));
  return only !== undefined && others.length === 0
    ? [planStatement(only, statement, ports)]
    : [failure([severalStated(named.value.length)])];
}

function severalStated(count: number): Problem {
  return {
    code: 'settings.account',
    where: 'settings.ini [accounts] ids',
    found: `${count} accounts`,
    expected: 'the one account that the files are about',
    fix: 'Name one of them with --account.',
  };
}

/** Plans what the newest run of the account saw. */
function planNewest(account: Account, ports: ReportOnlyPorts): Result<Remembered> {
  const saved = ports.snapshots.newest(account.accountId);
  if (!saved.ok) return failure(saved.problems.map(withFilesToo));
  const planned = planSavedRun(saved.value, account);
  if (!planned.ok) return failure(planned.problems.map(withFilesToo));
  const changed = changesSince(saved.value, account);
  const { runId, simulated } = saved.value;
  return success({
    account,
    planned: planned.value,
    simulated,
    notes: [
      `Planned on what run ${runId} saw at ${ageOf(planned.value.snapshot, ports)}. Nothing was read from the broker now.`,
      ...(changed.length === 0
        ? []
        : [`Changed since that run, and counted as it is now: ${changed.join(', ')}.`]),
    ],
    blind: [],
  });
}

/** Plans what the files of the command line state. */
function planStatement(
  account: Account,
  paths: StatementPaths,
  ports: ReportOnlyPorts,
): Result<Remembered> {
  const { accountId, targets, settings } = account;
  const wanted = [...targets.weights].flatMap(([symbol, weight]) => (weight > 0n ? [symbol] : []));
  const statement = readStatement(paths, ports.files, wanted);
  if (!statement.ok) return statement;
  const { positions, cash, prices } = paths;
  const files = [positions, cash, prices];
  const takenAt = Math.min(...files.map((path) => ports.files.changedAt(path)));
  const snapshot = snapshotOfStatement(statement.value, targets, {
    accountId,
    takenAt,
    priceSources: settings.pricing.priceSources,
    fxOpen: settings.fx.enabled ? isFxOpen(ports.clock.now()) : undefined,
  });
  const planned = planObserved(account, snapshot);
  if (!planned.ok) return planned;
  return success({
    account,
    planned: planned.value,
    simulated: false,
    notes: [
      `Planned on ${positions}, ${cash} and ${prices}, the oldest of which is of ${ageOf(snapshot, ports)}. Nothing was read from the broker.`,
      `Contracts are ${UNCHECKED}: prices are taken to move by $0.01, and trading hours are not known.`,
    ],
    // The files have neither the broker's own value of the account nor any trading hours.
    blind: ['safety.value-mismatch', 'market.unknown-hours'],
  });
}

/** What would stand between the plan and the broker: it is shown, and there is no broker. */
function judgeRemembered(
  { permission }: ReportOnlyRequest,
  { account, planned, simulated, notes, blind }: Remembered,
  {
    ports,
    outside,
  }: { readonly ports: ReportOnlyPorts; readonly outside: Omit<Outside, 'broker'> },
): ShowableAccount {
  const { settings } = account;
  const { plan, snapshot } = planned;
  const now = ports.clock.now();
  const { unsettled, tradedToday } = lookAtEarlierRuns(ports.journals, plan.accountId, now);
  const gates = evaluateGates(plan, {
    snapshot,
    settings,
    simulated,
    killSwitchOn: outside.killSwitch.pulled() === 'kill-switch',
    unsettled,
    tradedToday,
    asked: permission,
    now,
    timeZone: ports.timeZone,
  }).filter(({ code }) => !blind.includes(code));
  const place = simulated ? 'SIMULATED' : kindOfAccount(plan.accountId).toUpperCase();
  const warnings = [...notes, ...warnAbout(plan, snapshot, settings)];
  const mode = `${place} REPORT ONLY`;
  return { account, planned, gates, warnings, mode, estimate: undefined };
}

function ageOf({ takenAt }: Snapshot, { clock }: ReportOnlyPorts): string {
  const taken = new Date(takenAt).toISOString().slice(0, 19).replace('T', ' ');
  return `${taken} UTC, ${describeAge(clock.now() - takenAt)}`;
}

/** Without a saved run that will do there are two ways on, and both are named. */
function withFilesToo(problem: Problem): Problem {
  if (problem.code !== 'data.no-snapshot' && problem.code !== 'data.old-snapshot') return problem;
  const fix = `${problem.fix} Or write the account into files and name them with --positions, --cash and --prices.`;
  return { ...problem, fix };
}
