import { deniedLines, evaluateGates, warnAbout, type GateFacts } from './core/approval/gates.ts';
import type { ApprovedFacts } from './core/approval/ceiling.ts';
import type { TargetWeights } from './core/plan/blend-targets.ts';
import { describeProblem, type Problem } from './core/units/problem.ts';
import type { AccountClaim } from './claim-account.ts';
import type { Inputs } from './inputs/read-inputs.ts';
import type { Planned } from './observe-and-plan.ts';
import { refused, type Outcome } from './outcome.ts';
import type { Gateway } from './ports.ts';
import { describeMode, type Outside, type RunPorts, type RunRequest } from './run.ts';
import { seekApproval } from './seek-approval.ts';
import { showPlan } from './show-plan.ts';
import { tradeApproved } from './trade-approved.ts';

/** Shows the plan, asks, and trades what was approved. */
export async function approveAndTrade(
  request: RunRequest,
  seen: {
    readonly unsaved: readonly string[];
    readonly startedAt: number;
    readonly targets: TargetWeights;
    readonly planned: Planned;
    /** Set when the plan is the rest of an interrupted run: whose, and what is left of its approval. */
    readonly rest?: { readonly runId: string; readonly left: ApprovedFacts };
  },
  within: {
    readonly ports: RunPorts;
    readonly inputs: Inputs;
    readonly outside: Outside;
    readonly gateway: Gateway;
    readonly claim: AccountClaim;
  },
): Promise<Outcome> {
  const { ports, inputs, outside, gateway, claim } = within;
  const { unsaved, startedAt, targets, planned, rest } = seen;
  const { plan, snapshot } = planned;
  const { settings } = inputs;
  const { clock } = ports;
  const { broker, killSwitch, reports, log } = outside;
  const { orderIdsAbove, unsettled, tradedToday } = claim;
  const factsNow = (): GateFacts => ({
    snapshot,
    settings,
    simulated: gateway.simulated,
    killSwitchOn: killSwitch.pulled() === 'kill-switch',
    unsettled,
    tradedToday,
    asked: request.permission,
    now: clock.now(),
    timeZone: ports.timeZone,
  });
  const gates = evaluateGates(plan, factsNow());
  const mode = describeMode(request.permission, gateway, plan.accountId);
  const denied = deniedLines(plan, factsNow());
  const closed = denied.filter(isOfMarket).map(describeProblem);
  const warnings = [...warnAbout(plan, snapshot, settings), ...unsaved, ...closed];
  const { runId } = request;
  const how = { gates, warnings, mode, runId, startedAt, settings, reports, log };
  const shown = showPlan(planned, how, ports);
  if (!shown.ok) return refused(shown.problems);

  const context = {
    shown: shown.value.shown,
    broker,
    clock,
    approver: ports.approver,
    factsNow,
    left: rest?.left,
  };
  const approval = await seekApproval(plan, gates, request.permission, context);
  if (approval.kind === 'refused') return refused(approval.problems);
  const unsent = request.permission.trade ? denied : [];
  if (approval.kind !== 'approved') return { kind: approval.kind, problems: unsent };

  const traded = await tradeApproved(
    {
      run: { runId, startedAt, orderIdsAbove, recovers: rest?.runId },
      targets,
      planned,
      head: shown.value.head,
      approval,
    },
    inputs,
    { ports, outside, gateway },
  );
  return { ...traded, problems: [...traded.problems, ...unsent] };
}

/** What stops a line is a reason beside it; when its market opens is said nowhere else. */
function isOfMarket({ code }: Problem): boolean {
  return code === 'market.closed' || code === 'market.unknown-hours';
}
