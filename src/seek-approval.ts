import { approvePlan, type ApprovedPlan } from './core/approval/approved-plan.ts';
import { evaluateGates } from './core/approval/gates.ts';
import type { ShownPlan } from './core/approval/plan-bytes.ts';
import type { AccountReading } from './core/account/snapshot.ts';
import { success, type Result } from './core/units/result.ts';
import type { JudgedAccount } from './judge-account.ts';
import type { Broker } from './ports.ts';

/** A plan that may be traded, and the account as it was read for that. */
export interface Approval {
  readonly plan: ApprovedPlan;
  readonly account: AccountReading;
}

/**
 * After a yes the account is read once more and every gate is looked at again, immediately before
 * its orders would go out: only then is there an approved plan.
 */
export async function seekApproval(
  { planned, rest, factsNow }: JudgedAccount,
  said: { readonly shown: ShownPlan; readonly answeredAt: number },
  broker: Broker,
): Promise<Result<Approval>> {
  const { plan } = planned;
  const [account, openOrders] = await Promise.all([
    broker.readAccount(plan.accountId),
    broker.readOpenOrders(),
  ]);
  const facts = factsNow();
  const approved = approvePlan(
    plan,
    {
      shown: said.shown,
      gates: evaluateGates(plan, { ...facts, snapshot: { ...facts.snapshot, openOrders } }),
      approvedAt: said.answeredAt,
      planned: facts.snapshot,
      now: { account, openOrders },
      left: rest?.left,
    },
    facts.settings,
  );
  return approved.ok ? success({ plan: approved.value, account }) : approved;
}
