import { chooseAccounts } from '../../choose-accounts.ts';
import { closedMarkets } from '../../core/approval/market-gate.ts';
import { warnAbout } from '../../core/approval/gates.ts';
import { EXIT, type ExitCode } from '../../core/units/exit-code.ts';
import { describeProblem, exitCodeOf, type Problem } from '../../core/units/problem.ts';
import { readInputs, type InputPaths, type Inputs } from '../../inputs/read-inputs.ts';
import { observeAccounts } from '../../observe-accounts.ts';
import { planObserved, type Planned } from '../../observe-and-plan.ts';
import { connectionProblem } from '../../outcome.ts';
import { BrokerError } from '../../ports.ts';
import { reportDrift, type DriftReport } from '../../report/drift-report.ts';
import type { Outside, RunPorts } from '../../run.ts';
import { saveRun } from '../../save-run.ts';
import type { Streams } from './streams.ts';

/** What `rebalance drift` is asked to do. */
export interface DriftRequest extends InputPaths {
  readonly json: boolean;
  readonly runId: string;
}

interface Measured {
  readonly simulated: boolean;
  readonly accounts: readonly MeasuredAccount[];
  /** Of accounts that could not be measured. */
  readonly problems: readonly Problem[];
}

interface MeasuredAccount {
  readonly report: DriftReport;
  readonly takenAt: number;
  readonly warnings: readonly string[];
}

/** Marks the object of `--json`; a change other than something more needs a new number. */
const FORMAT = { format: 'drift of ibkr-etf-rebalancer', version: 2 } as const;

/**
 * Observes and plans as a preview does, and says whether an account has drifted: for cron and any
 * notifier. It asks nobody, claims no account and sends nothing. What could not be measured decides
 * about the exit code before what has drifted.
 */
export async function drift(
  request: DriftRequest,
  ports: RunPorts,
  { out, err }: Streams,
): Promise<ExitCode> {
  const { simulated, accounts, problems } = await measure(request, ports);
  const hasDrifted = accounts.some(({ report }) => report.drifted);
  const exitCode =
    problems.length > 0 ? exitCodeOf(problems) : hasDrifted ? EXIT.drifted : EXIT.success;
  if (request.json) {
    out(
      asJson({
        outcome: problems.length > 0 ? 'refused' : hasDrifted ? 'drifted' : 'in_band',
        exit_code: exitCode,
        simulated,
        problems,
        accounts: accounts.map(({ report, takenAt, warnings }) => ({
          taken_at: new Date(takenAt).toISOString(),
          warnings,
          ...report.json,
        })),
      }),
    );
  } else out(accounts.map((account) => asText(account, simulated)).join('\n'));
  for (const problem of problems) err(`${describeProblem(problem)}\n`);
  return exitCode;
}

function asText({ report, warnings }: MeasuredAccount, simulated: boolean): string {
  const told = warnings.map((warning) => `Warning: ${warning}\n`);
  return `${simulated ? 'SIMULATED  ' : ''}${report.text}\n${told.join('')}`;
}

function asJson(told: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ ...FORMAT, ...told }, null, 2)}\n`;
}

async function measure(request: DriftRequest, ports: RunPorts): Promise<Measured> {
  const inputs = readInputs(request, ports.files);
  if (!inputs.ok) return unmeasured(inputs.problems);
  const outside = ports.reachOut(inputs.value, request.runId);
  try {
    return await measureConnected(request.runId, inputs.value, { ports, outside });
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return unmeasured([connectionProblem(error, inputs.value.settings.ibkr)]);
  } finally {
    await outside.broker.close();
  }
}

async function measureConnected(
  runId: string,
  inputs: Inputs,
  { ports, outside: { broker } }: { readonly ports: RunPorts; readonly outside: Outside },
): Promise<Measured> {
  const gateway = await broker.connect();
  const { chosen, problems: unchosen } = chooseAccounts(inputs.accounts, gateway);
  const problems = [...unchosen];
  const observed = await observeAccounts(chosen, { broker, clock: ports.clock });
  const accounts = chosen.flatMap((account, at): MeasuredAccount[] => {
    const snapshot = observed[at];
    if (snapshot?.ok !== true) {
      problems.push(...(snapshot?.problems ?? []));
      return [];
    }
    // Kept, so that `explain` speaks of the plan that this exit code is about.
    const unsaved = saveRun(runId, account, snapshot.value, { gateway, ports });
    const planned = planObserved(account, snapshot.value);
    if (!planned.ok) {
      problems.push(...planned.problems);
      return [];
    }
    const { plan } = planned.value;
    const { settings } = account;
    return [
      {
        report: reportDrift(plan, settings.rebalance.trigger),
        takenAt: snapshot.value.takenAt,
        warnings: [
          ...warnAbout(plan, snapshot.value, settings),
          ...unsaved,
          ...oldPrices(planned.value, settings.execution.tradingHours, ports),
        ],
      },
    ];
  });
  return { simulated: gateway.simulated, accounts, problems };
}

function unmeasured(problems: readonly Problem[]): Measured {
  return { simulated: false, accounts: [], problems };
}

/** The markets that are not open: what is measured there is measured with old prices. */
function oldPrices(
  { plan }: Planned,
  hours: Parameters<typeof closedMarkets>[2],
  { clock, timeZone }: RunPorts,
): readonly string[] {
  const contracts = plan.lines.map(({ holding }) => holding.contract);
  const asked = { now: clock.now(), timeZone };
  const closed: readonly Problem[] = closedMarkets(plan.accountId, contracts, hours, asked);
  return closed.map(({ where, found, fix }) => `${where}: prices may be old, ${found}. ${fix}`);
}
