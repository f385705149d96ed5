import type { Snapshot } from './core/account/snapshot.ts';
import { checkPlan } from './core/plan/check-plan.ts';
import { planTrades } from './core/plan/plan-trades.ts';
import type { TradePlan } from './core/plan/trade-plan.ts';
import { assert } from './core/units/assert.ts';
import { success, type Result } from './core/units/result.ts';
import type { Account } from './choose-accounts.ts';
import { observeAccount } from './observe-accounts.ts';
import type { Broker, Clock } from './ports.ts';

/** An account as it was read, and what would be traded in it. */
export interface Planned {
  readonly snapshot: Snapshot;
  readonly plan: TradePlan;
}

/** Reads an account and its market, and plans it. */
export async function observeAndPlan(
  account: Account,
  connected: { readonly broker: Broker; readonly clock: Clock },
): Promise<Result<Planned>> {
  const observed = await observeAccount(account, connected);
  return observed.ok ? planObserved(account, observed.value) : observed;
}

/** Plans an account as it was read; the plan has been checked against its own rules. */
export function planObserved(
  { targets, settings }: Pick<Account, 'targets' | 'settings'>,
  snapshot: Snapshot,
): Result<Planned> {
  const planned = planTrades(targets, snapshot, settings);
  if (!planned.ok) return planned;
  const broken = checkPlan(planned.value, settings);
  assert(broken.length === 0, `the plan keeps its own rules: ${broken.join('; ')}`);
  return success({ snapshot, plan: planned.value });
}
