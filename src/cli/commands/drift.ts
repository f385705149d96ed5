import { closedMarkets } from '../../core/approval/market-gate.ts';
import { warnAbout } from '../../core/approval/gates.ts';
import { blendTargets } from '../../core/plan/blend-targets.ts';
import { EXIT, type ExitCode } from '../../core/units/exit-code.ts';
import { describeProblem, exitCodeOf, type Problem } from '../../core/units/problem.ts';
import { failure, success, type Result } from '../../core/units/result.ts';
import { readInputs, type InputPaths, type Inputs } from '../../inputs/read-inputs.ts';
import { observeAccount } from '../../observe-account.ts';
import { planObserved } from '../../observe-and-plan.ts';
import { connectionProblem } from '../../outcome.ts';
import { BrokerError } from '../../ports.ts';
import { reportDrift, type DriftReport } from '../../report/drift-report.ts';
import type { RunPorts } from '../../run.ts';
import { saveRun } from '../../save-run.ts';
import type { Streams } from './streams.ts';

/** What `rebalance drift` is asked to do. */
export interface DriftRequest extends InputPaths {
  readonly json: boolean;
  readonly runId: string;
}

interface Measured {
  readonly report: DriftReport;
  readonly takenAt: number;
  readonly simulated: boolean;
  readonly warnings: readonly string[];
}

/** Marks the object of `--json`; a change other than something more needs a new number. */
const FORMAT = { format: 'drift of ibkr-etf-rebalancer', version: 1 } as const;

/**
 * Observes and plans as a preview does, and says whether the account has drifted: for cron and any
 * notifier. It asks nobody, claims no account and sends nothing.
 */
export async function drift(
  request: DriftRequest,
  ports: RunPorts,
  { out, err }: Streams,
): Promise<ExitCode> {
  const measured = await measure(request, ports);
  if (!measured.ok) {
    const { problems } = measured;
    const exitCode = exitCodeOf(problems);
    if (request.json) out(asJson({ outcome: 'refused', exit_code: exitCode, problems }));
    for (const problem of problems) err(`${describeProblem(problem)}\n`);
    return exitCode;
  }
  const { report, takenAt, simulated, warnings } = measured.value;
  const exitCode = report.drifted ? EXIT.drifted : EXIT.success;
  if (request.json) {
    out(
      asJson({
        outcome: report.drifted ? 'drifted' : 'in_band',
        exit_code: exitCode,
        taken_at: new Date(takenAt).toISOString(),
        simulated,
        warnings,
        problems: [],
        ...report.json,
      }),
    );
    return exitCode;
  }
  const place = simulated ? 'SIMULATED  ' : '';
  out(`${place}${report.text}\n`);
  for (const warning of warnings) out(`Warning: ${warning}\n`);
  return exitCode;
}

function asJson(told: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify({ ...FORMAT, ...told }, null, 2)}\n`;
}

async function measure(request: DriftRequest, ports: RunPorts): Promise<Result<Measured>> {
  const inputs = readInputs(request, ports.files);
  if (!inputs.ok) return inputs;
  const { broker } = ports.reachOut(inputs.value, request.runId);
  try {
    const gateway = await broker.connect();
    const targets = blendTargets(inputs.value.portfolios, inputs.value.settings.modelMix);
    const { settings } = inputs.value;
    const observed = await observeAccount(broker, gateway, targets, settings, ports.clock);
    if (!observed.ok) return observed;
    const snapshot = observed.value;
    const { simulated } = gateway;
    // Kept, so that `explain` speaks of the plan that this exit code is about.
    const seen = { runId: request.runId, simulated, targets, snapshot };
    const unsaved = saveRun(seen, inputs.value.effective, ports.snapshots);
    const planned = planObserved(targets, snapshot, settings);
    if (!planned.ok) return planned;
    const { plan } = planned.value;
    return success({
      report: reportDrift(plan, settings.rebalance.trigger),
      takenAt: snapshot.takenAt,
      simulated,
      warnings: [
        ...warnAbout(plan, snapshot, settings),
        ...unsaved,
        ...oldPrices(plan, inputs.value, ports),
      ],
    });
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return failure<Measured>([connectionProblem(error, inputs.value.settings.ibkr)]);
  } finally {
    await broker.close();
  }
}

/** The markets that are not open: what is measured there is measured with old prices. */
function oldPrices(
  { accountId, lines }: Parameters<typeof reportDrift>[0],
  { settings }: Inputs,
  { clock, timeZone }: RunPorts,
): readonly string[] {
  const contracts = lines.map(({ holding }) => holding.contract);
  const asked = { now: clock.now(), timeZone };
  const closed: readonly Problem[] = closedMarkets(
    accountId,
    contracts,
    settings.execution.tradingHours,
    asked,
  );
  return closed.map(({ where, found, fix }) => `${where}: prices may be old, ${found}. ${fix}`);
}
