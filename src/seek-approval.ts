import { approvePlan, type ApprovedPlan } from './core/approval/approved-plan.ts';
import { evaluateGates } from './core/approval/gates.ts';
import type { AccountReading } from './core/account/snapshot.ts';
import { failure, success, type Result } from './core/units/result.ts';
import { connectionProblem } from './outcome.ts';
import { BrokerError, type Broker } from './ports.ts';
import type { PlanShown } from './show-plans.ts';

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
  { planned, rest, factsNow, shown }: PlanShown,
  answeredAt: number,
  broker: Broker,
): Promise<Result<Approval>> {
  const { plan } = planned;
  const read = await Promise.all([
    broker.readAccount(plan.accountId),
    broker.readOpenOrders(),
  ]).catch((error: unknown) => {
    if (error instanceof BrokerError) return error;
    throw error;
  });
  const facts = factsNow();
  if (read instanceof BrokerError) return failure([connectionProblem(read, facts.settings.ibkr)]);
  const [account, openOrders] = read;
  const approved = approvePlan(
    plan,
    {
      shown,
      gates: evaluateGates(plan, { ...facts, snapshot: { ...facts.snapshot, openOrders } }),
      approvedAt: answeredAt,
      planned: facts.snapshot,
      now: { account, openOrders },
      left: rest?.left,
    },
    facts.settings,
  );
  return approved.ok ? success({ plan: approved.value, account }) : approved;
}
