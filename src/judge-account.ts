import { deniedLines, evaluateGates, warnAbout, type GateFacts } from './core/approval/gates.ts';
import { describeProblem, type Problem } from './core/units/problem.ts';
import type { AccountRun, Within } from './account-run.ts';
import { probeBuys } from './probe-buys.ts';
import { describeMode, type RunRequest } from './run.ts';

/** An account in a run with everything that stands between its plan and the broker. */
export interface JudgedAccount extends AccountRun {
  readonly gates: readonly Problem[];
  readonly warnings: readonly string[];
  /** Lines that are out of their band and cannot be traded now. */
  readonly denied: readonly Problem[];
  /** The ids that the questions to the broker have used up. */
  readonly orderIdsAbove: number;
  /** What the broker said of the margin, in words. */
  readonly estimate: string | undefined;
  /** SIMULATED, PAPER, LIVE and what an answer would do. */
  readonly mode: string;
  /** The facts of the gates, as they are at the moment of each call. */
  readonly factsNow: () => GateFacts;
}

/** Looks at the gates of an account, and asks the broker about its buys where a yes would send. */
export async function judgeAccount(
  request: RunRequest,
  run: AccountRun,
  within: Within,
): Promise<JudgedAccount> {
  const { account, planned, claim } = run;
  const { plan, snapshot } = planned;
  const { settings } = account;
  const factsNow = gateFacts(request, run, within);
  const closed = evaluateGates(plan, factsNow());
  const required = settings.safety.requireWhatIf;
  const asking = { ...request, orderIdsAbove: claim.orderIdsAbove, required };
  const probed = await probeBuys(plan, closed, asking, within.outside.broker);
  const denied = deniedLines(plan, factsNow());
  const ofMarket = denied.filter(isOfMarket).map(describeProblem);
  return {
    ...run,
    gates: [...closed, ...probed.problems],
    warnings: [
      ...warnAbout(plan, snapshot, settings),
      ...run.notes,
      ...ofMarket,
      ...(closed.some(({ code }) => code === 'market.closed') ? [CLOSED] : []),
      ...probed.warnings,
    ],
    denied,
    orderIdsAbove: probed.orderIdsAbove,
    estimate: probed.estimate,
    mode: describeMode(request.permission, within.gateway, plan.accountId),
    factsNow,
  };
}

const CLOSED = 'The market is closed: the plan and its limits are made of its last prices.';

function gateFacts(
  { permission }: RunRequest,
  { account, planned, claim }: AccountRun,
  { ports, outside, gateway }: Within,
): () => GateFacts {
  const { unsettled, tradedToday } = claim;
  return () => ({
    snapshot: planned.snapshot,
    settings: account.settings,
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
