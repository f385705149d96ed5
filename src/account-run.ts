import type { ApprovedFacts } from './core/approval/ceiling.ts';
import type { TradePlan } from './core/plan/trade-plan.ts';
import type { Account } from './choose-accounts.ts';
import type { AccountClaim } from './claim-accounts.ts';
import type { Inputs } from './inputs/read-inputs.ts';
import type { Planned } from './observe-and-plan.ts';
import type { Gateway } from './ports.ts';
import type { Outside, RunPorts } from './run.ts';

/** One account in a run: what is planned for it, and the right to trade in it. */
export interface AccountRun {
  readonly account: Account;
  readonly planned: Planned;
  readonly claim: AccountClaim;
  /** What a person should know of it besides the plan: targets that changed, what could not be saved. */
  readonly notes: readonly string[];
  /** Set when the plan is the rest of an interrupted run: whose, and what is left of its approval. */
  readonly rest?: { readonly runId: string; readonly left: ApprovedFacts };
  /** The plan that was answered with yes and is void, where this one takes its place. */
  readonly replaces?: TradePlan;
}

/** What a run that is connected has at hand. */
export interface Within {
  readonly ports: RunPorts;
  readonly inputs: Inputs;
  readonly outside: Outside;
  readonly gateway: Gateway;
}
