import { deniedLines, evaluateGates, warnAbout, type GateFacts } from './core/approval/gates.ts';
import type { ApprovedFacts } from './core/approval/ceiling.ts';
import type { Snapshot } from './core/account/snapshot.ts';
import type { TargetWeights } from './core/plan/blend-targets.ts';
import { describeProblem, type Problem } from './core/units/problem.ts';
import type { AccountClaim } from './claim-account.ts';
import type { Inputs } from './inputs/read-inputs.ts';
import type { Planned } from './observe-and-plan.ts';
import { refused, type Outcome } from './outcome.ts';
import type { Gateway } from './ports.ts';
import { describeMode, type Outside, type RunPorts, type RunRequest } from './run.ts';
import { probeBuys } from './probe-buys.ts';
import { seekApproval } from './seek-approval.ts';
import { showPlan } from './show-plan.ts';
import { tradeApproved } from './trade-approved.ts';

/** What a run that has come so far has at hand. */
interface Within {
  readonly ports: RunPorts;
  readonly inputs: Inputs;
  readonly outside: Outside;
  readonly gateway: Gateway;
  readonly claim: AccountClaim;
}

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
  within: Within,
): Promise<Outcome> {
  const { ports, inputs, outside, gateway, claim } = within;
  const { unsaved, startedAt, targets, planned, rest } = seen;
  const { plan, snapshot } = planned;
  const { broker, reports, log } = outside;
  const { settings } = inputs;
  const factsNow = gateFacts(request, snapshot, within);
  const closedGates = evaluateGates(plan, factsNow());
  const required = settings.safety.requireWhatIf;
  const asking = { ...request, orderIdsAbove: claim.orderIdsAbove, required };
  const probed = await probeBuys(plan, closedGates, asking, broker);
  const { orderIdsAbove } = probed;
  const gates = [...closedGates, ...probed.problems];
  const mode = describeMode(request.permission, gateway, plan.accountId);
  const denied = deniedLines(plan, factsNow());
  const closed = denied.filter(isOfMarket).map(describeProblem);
  const told = [...unsaved, ...closed, ...probed.warnings];
  const warnings = [...warnAbout(plan, snapshot, settings), ...told];
  const { runId } = request;
  const how = { gates, warnings, mode, runId, startedAt, settings, reports, log };
  const shown = showPlan(planned, how, ports);
  if (!shown.ok) return refused(shown.problems);
  if (probed.estimate !== undefined) ports.screen.show(probed.estimate);

  const context = {
    shown: shown.value.shown,
    broker,
    clock: ports.clock,
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

/** The facts of the gates, as they are at the moment of each call. */
function gateFacts(
  { permission }: RunRequest,
  snapshot: Snapshot,
  { ports, inputs, outside, gateway, claim }: Within,
): () => GateFacts {
  const { unsettled, tradedToday } = claim;
  return () => ({
    snapshot,
    settings: inputs.settings,
    simulated: gateway.simulated,
    killSwitchOn: outside.killSwitch.pulled() === 'kill-switch',
    unsettled,
    tradedToday,
    asked: permission,
    now: ports.clock.now(),
    timeZone: ports.timeZone,
  });
}

/** What stops a line is a reason beside it; when its market opens is said nowhere else. */
function isOfMarket({ code }: Problem): boolean {
  return code === 'market.closed' || code === 'market.unknown-hours';
}
