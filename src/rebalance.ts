/*
 * The spine: what one run does, from two files to two reports. Each step is a call whose name is
 * the file, and mostly the folder, where that step lives.
 */
import { deniedLines, evaluateGates, type GateFacts } from './core/approval/gates.ts';
import { blendTargets } from './core/plan/blend-targets.ts';
import { failure } from './core/units/result.ts';
import { lookAtEarlierRuns } from './earlier-runs.ts';
import { executeApproved } from './execute-approved.ts';
import { readInputs, type Inputs } from './inputs/read-inputs.ts';
import { observeAccount } from './observe-account.ts';
import { observeAndPlan, planObserved } from './observe-and-plan.ts';
import {
  connectionProblem,
  failuresOf,
  refused,
  unreadAfterwards,
  type Outcome,
} from './outcome.ts';
import { BrokerError, type Gateway } from './ports.ts';
import { reportTrades } from './report-trades.ts';
import { describeMode, type Outside, type RunPorts, type RunRequest } from './run.ts';
import { saveRun } from './save-run.ts';
import { seekApproval } from './seek-approval.ts';
import { showPlan } from './show-plan.ts';

/** One run: read, observe, plan, show, ask, execute, report. Trouble is returned, not thrown. */
export async function rebalance(request: RunRequest, ports: RunPorts): Promise<Outcome> {
  const inputs = readInputs(request, ports.files);
  if (!inputs.ok) return refused(inputs.problems);
  const outside = ports.reachOut(inputs.value);
  try {
    const gateway = await outside.broker.connect();
    return await runConnected(request, ports, inputs.value, outside, gateway);
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    return refused([connectionProblem(error, inputs.value.settings.ibkr)]);
  } finally {
    await outside.broker.close();
  }
}

async function runConnected(
  request: RunRequest,
  ports: RunPorts,
  inputs: Inputs,
  outside: Outside,
  gateway: Gateway,
): Promise<Outcome> {
  const { settings, portfolios } = inputs;
  const { clock, screen } = ports;
  const { broker, killSwitch, reports } = outside;
  const connected = { broker, gateway, clock };
  const startedAt = clock.now();
  const { runId } = request;

  const targets = blendTargets(portfolios, settings.modelMix);
  const observed = await observeAccount(broker, gateway, targets, settings, clock);
  if (!observed.ok) return refused(observed.problems);
  const snapshot = observed.value;
  const { simulated } = gateway;
  const seen = { runId, simulated, targets, snapshot };
  const unsaved = saveRun(seen, inputs.effective, ports.snapshots);
  const planned = planObserved(targets, snapshot, settings);
  if (!planned.ok) return refused(planned.problems);
  const { plan } = planned.value;

  const { orderIdsAbove, unsettled } = lookAtEarlierRuns(ports.journals, plan.accountId);
  const factsNow = (): GateFacts => ({
    snapshot,
    settings,
    simulated,
    killSwitchOn: killSwitch.pulled() === 'kill-switch',
    unsettled,
  });
  const gates = evaluateGates(plan, factsNow());
  const mode = describeMode(request.permission, gateway, plan.accountId);
  const shown = showPlan(
    planned.value,
    { gates, warnings: unsaved, mode, startedAt, reports },
    ports,
  );
  if (!shown.ok) return refused(shown.problems);

  const context = { shown: shown.value, broker, clock, approver: ports.approver, factsNow };
  const approval = await seekApproval(plan, gates, request.permission, context);
  const denied = request.permission.trade ? deniedLines(plan) : [];
  if (approval.kind === 'refused') return refused(approval.problems);
  if (approval.kind !== 'approved') return { kind: approval.kind, problems: denied };

  const { clientId } = settings.ibkr;
  const { accountId } = plan;
  const facts = { runId, accountId, clientId, simulated, startedAt, orderIdsAbove };
  return killSwitch.guard(async () => {
    const run = { facts, settings, snapshot };
    const executed = await executeApproved(approval, run, { ...ports, broker, killSwitch });
    if (!executed.ok) return refused(executed.problems);
    const execution = executed.value;
    // Planned anew from the account as it is now: the drift that is left, and why it is left.
    const after = await observeAndPlan(targets, settings, connected).catch((error: unknown) =>
      failure<never>([unreadAfterwards(error, settings.ibkr, plan.accountId)]),
    );
    const unreported = reportTrades({ plan, digest: shown.value.digest }, execution, after, {
      reports,
      screen,
      startedAt,
    });
    return { kind: 'traded', problems: [...failuresOf(execution), ...denied, ...unreported] };
  });
}
