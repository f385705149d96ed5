import type { Snapshot } from './core/account/snapshot.ts';
import type { TargetWeights } from './core/plan/blend-targets.ts';
import { checkPlan } from './core/plan/check-plan.ts';
import { planTrades } from './core/plan/plan-trades.ts';
import type { TradePlan } from './core/plan/trade-plan.ts';
import type { Settings } from './core/settings.ts';
import { assert } from './core/units/assert.ts';
import { success, type Result } from './core/units/result.ts';
import { observeAccount } from './observe-account.ts';
import type { Broker, Clock, Gateway } from './ports.ts';

/** An account as it was read, and what would be traded in it. */
export interface Planned {
  readonly snapshot: Snapshot;
  readonly plan: TradePlan;
}

/** Reads the account and the market, and plans it. */
export async function observeAndPlan(
  targets: TargetWeights,
  settings: Settings,
  connected: { readonly broker: Broker; readonly gateway: Gateway; readonly clock: Clock },
): Promise<Result<Planned>> {
  const { broker, gateway, clock } = connected;
  const observed = await observeAccount(broker, gateway, targets, settings, clock);
  if (!observed.ok) return observed;
  return planObserved(targets, observed.value, settings);
}

/** Plans an account as it was read; the plan has been checked against its own rules. */
export function planObserved(
  targets: TargetWeights,
  snapshot: Snapshot,
  settings: Settings,
): Result<Planned> {
  const planned = planTrades(targets, snapshot, settings);
  if (!planned.ok) return planned;
  const broken = checkPlan(planned.value, settings);
  assert(broken.length === 0, `the plan keeps its own rules: ${broken.join('; ')}`);
  return success({ snapshot, plan: planned.value });
}
