/*
 * The spine: what one run does, from two files to two reports. Each step is a call whose name is
 * the file, and mostly the folder, where that step lives.
 */
import type { AccountRun, Within } from './account-run.ts';
import { approveAndTrade } from './approve-and-trade.ts';
import { changedTargets } from './changed-targets.ts';
import { chooseAccounts } from './choose-accounts.ts';
import { claimAccounts, readTradesOfToday } from './claim-accounts.ts';
import { inspectInputs } from './inputs/read-inputs.ts';
import { aboutRun, logRefused, logRun } from './log-run.ts';
import { observeAccounts } from './observe-accounts.ts';
import { planObserved } from './observe-and-plan.ts';
import { connectionProblem, refused, together, type Outcome } from './outcome.ts';
import { BrokerError } from './ports.ts';
import type { RunPorts, RunRequest } from './run.ts';
import { saveRun } from './save-run.ts';
import { measured } from './timings.ts';

/** One run: read, observe, plan, show, ask, execute, report. Trouble is returned, not thrown. */
export async function rebalance(request: RunRequest, ports: RunPorts): Promise<Outcome> {
  const read = inspectInputs(request, ports.files);
  const { inputs } = read;
  if (inputs === undefined) {
    logRefused(read, request.runId, ports);
    return refused(read.problems);
  }
  const outside = ports.reachOut(inputs, request.runId);
  try {
    return await logRun(outside, aboutRun(request, ports, inputs), async () => {
      try {
        const gateway = await outside.broker.connect();
        return await runConnected(request, { ports, inputs, outside, gateway });
      } catch (error) {
        if (!(error instanceof BrokerError)) throw error;
        return refused([connectionProblem(error, inputs.settings.ibkr)]);
      }
    });
  } finally {
    await outside.broker.close();
  }
}

async function runConnected(request: RunRequest, within: Within): Promise<Outcome> {
  const { ports, inputs, outside, gateway } = within;
  const { clock } = ports;
  const { broker } = outside;
  const startedAt = clock.now();

  const { chosen, problems } = chooseAccounts(inputs.accounts, gateway);
  if (chosen.length === 0) return refused(problems);
  const asked = chosen.map(({ accountId }) => accountId);
  const [observed, trades] = await Promise.all([
    observeAccounts(chosen, { broker, clock }),
    readTradesOfToday(asked, request.permission, broker),
  ]);
  const failed: Outcome[] = problems.length > 0 ? [refused(problems)] : [];
  const planned = chosen.flatMap((account, at) => {
    const snapshot = observed[at];
    if (snapshot?.ok !== true) {
      failed.push(refused(snapshot?.problems ?? []));
      return [];
    }
    // The newest run of before, so before this one is saved.
    const changed = changedTargets(ports.snapshots.newest(account.accountId), account.targets);
    const unsaved = saveRun(request.runId, account, snapshot.value, within);
    const plan = measured(ports.timings, 'plan', () => planObserved(account, snapshot.value));
    if (plan.ok) return [{ account, planned: plan.value, notes: [...changed, ...unsaved] }];
    failed.push(refused(plan.problems));
    return [];
  });
  const [first] = planned;
  if (first === undefined) return together(failed);

  const ids = planned.map(({ account }) => account.accountId);
  const { openOrders } = first.planned.snapshot;
  const claims = claimAccounts(ids, ports, { openOrders, trades });
  const release = (): void => {
    for (const claim of claims) claim.release();
  };
  // Who only looks takes nothing away from a run that trades.
  if (!request.permission.trade) release();
  const accounts = planned.flatMap((each, at): AccountRun[] => {
    const claim = claims[at];
    return claim === undefined ? [] : [{ ...each, claim }];
  });
  const outcome = await approveAndTrade(request, { startedAt, accounts }, within).finally(release);
  return failed.length === 0 ? outcome : together([outcome, ...failed]);
}
