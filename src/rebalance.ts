/*
 * The spine: what one run does, from two files to two reports. Each step is a call whose name is
 * the file, and mostly the folder, where that step lives.
 */
import { approveAndTrade } from './approve-and-trade.ts';
import { blendTargets } from './core/plan/blend-targets.ts';
import { claimAccount } from './claim-account.ts';
import { readInputs, type Inputs } from './inputs/read-inputs.ts';
import { observeAccount } from './observe-account.ts';
import { planObserved } from './observe-and-plan.ts';
import { aboutRun, logRun } from './log-run.ts';
import { connectionProblem, refused, type Outcome } from './outcome.ts';
import { BrokerError, type Gateway } from './ports.ts';
import type { Outside, RunPorts, RunRequest } from './run.ts';
import { saveRun } from './save-run.ts';

/** One run: read, observe, plan, show, ask, execute, report. Trouble is returned, not thrown. */
export async function rebalance(request: RunRequest, ports: RunPorts): Promise<Outcome> {
  const inputs = readInputs(request, ports.files);
  if (!inputs.ok) return refused(inputs.problems);
  const outside = ports.reachOut(inputs.value, request.runId);
  try {
    return await logRun(outside, aboutRun(request, ports, inputs.value), async () => {
      try {
        const gateway = await outside.broker.connect();
        return await runConnected(request, ports, inputs.value, outside, gateway);
      } catch (error) {
        if (!(error instanceof BrokerError)) throw error;
        return refused([connectionProblem(error, inputs.value.settings.ibkr)]);
      }
    });
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
  const { clock } = ports;
  const { broker } = outside;
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

  const { openOrders } = snapshot;
  const claim = await claimAccount(plan.accountId, ports, { broker, openOrders });
  // Who only looks takes nothing away from a run that trades.
  if (!request.permission.trade) claim.release();
  const seenBefore = { unsaved, startedAt, targets, planned: planned.value };
  return approveAndTrade(request, seenBefore, { ports, inputs, outside, gateway, claim }).finally(
    () => {
      claim.release();
    },
  );
}
