import type { RunFacts } from './core/journal/journal-event.ts';
import { ZERO_SHARES } from './core/units/shares.ts';
import { failure } from './core/units/result.ts';
import type { TargetWeights } from './core/plan/blend-targets.ts';
import { executeApproved } from './execute-approved.ts';
import type { Inputs } from './inputs/read-inputs.ts';
import { observeAndPlan, type Planned } from './observe-and-plan.ts';
import { refused, unreadAfterwards, type Outcome } from './outcome.ts';
import type { Gateway } from './ports.ts';
import { reportTrades } from './report-trades.ts';
import type { ReportHead } from './report/run-report.ts';
import type { Outside, RunPorts } from './run.ts';
import type { Approval } from './seek-approval.ts';

/** An approved plan, and the run that it is to be traded in. */
export interface ApprovedTrades {
  readonly run: Pick<RunFacts, 'runId' | 'startedAt' | 'orderIdsAbove' | 'recovers'>;
  readonly targets: TargetWeights;
  readonly planned: Planned;
  /** Of the reports about it. */
  readonly head: ReportHead;
  readonly approval: Extract<Approval, { readonly kind: 'approved' }>;
}

/** Executes an approved plan with a journal of its own, reads the account again and reports. */
export async function tradeApproved(
  { run, targets, planned, head, approval }: ApprovedTrades,
  { settings }: Inputs,
  { ports, outside, gateway }: { ports: RunPorts; outside: Outside; gateway: Gateway },
): Promise<Outcome> {
  const { clock, screen } = ports;
  const { broker, killSwitch, reports, log } = outside;
  const { plan: approved, account } = approval;
  const { accountId } = approved;
  const held = [...approved.sells, ...approved.buys].map(({ contract: { conId } }) => ({
    conId,
    quantity: account.positions.find((each) => each.conId === conId)?.quantity ?? ZERO_SHARES,
  }));
  const { simulated, nextOrderId } = gateway;
  const { clientId } = settings.ibkr;
  const facts = { ...run, accountId, clientId, simulated, nextOrderId, held };
  return killSwitch.guard(async () => {
    const { snapshot } = planned;
    const within = { facts, settings, snapshot };
    const executed = await executeApproved(approval, within, { ...ports, broker, killSwitch, log });
    if (!executed.ok) return refused(executed.problems);
    // Planned anew from the account as it is now: the drift that is left, and why it is left.
    const connected = { broker, gateway, clock };
    const after = await observeAndPlan(targets, settings, connected).catch((error: unknown) =>
      failure<never>([unreadAfterwards(error, settings.ibkr, accountId)]),
    );
    const { trigger } = settings.rebalance;
    const traded = { planned, head, trigger, ...executed.value, after };
    return { kind: 'traded', problems: reportTrades(traded, { reports, screen, log }) };
  });
}
