import { judgeWhatIfs, whatIfAlive, type WhatIfVerdict } from './core/approval/what-if-gate.ts';
import { whatIfRefOf } from './core/orders/what-if.ts';
import type { TradePlan } from './core/plan/trade-plan.ts';
import type { RequireWhatIf } from './core/settings.ts';
import type { Problem } from './core/units/problem.ts';
import type { Broker } from './ports.ts';
import type { Permission } from './run.ts';

/** What the broker said about the buys, and the ids that the questions have used up. */
export interface Probed extends WhatIfVerdict {
  readonly orderIdsAbove: number;
}

/**
 * Asks the broker, all at once, what each buy of a plan would do. To ask is to send an order
 * message, so nobody is asked unless a yes would send and no gate is closed.
 */
export async function probeBuys(
  plan: TradePlan,
  gates: readonly Problem[],
  run: {
    readonly runId: string;
    readonly permission: Permission;
    readonly orderIdsAbove: number;
    readonly required: RequireWhatIf;
  },
  broker: Broker,
): Promise<Probed> {
  const { accountId } = plan;
  const { trade, dryRun, readOnly } = run.permission;
  let { orderIdsAbove } = run;
  const mayAsk = trade && !dryRun && !readOnly && gates.length === 0;
  if (!mayAsk || run.required === 'false') {
    return { problems: [], warnings: [], estimate: undefined, orderIdsAbove };
  }
  const asked = await Promise.all(
    plan.buys.map(async ({ holding: { contract }, trade }, at) => {
      const { side, quantity, order, reserved } = trade;
      orderIdsAbove = broker.newOrderId(orderIdsAbove);
      const answer = await broker.whatIf(orderIdsAbove, {
        kind: 'shares',
        orderRef: whatIfRefOf(run.runId, accountId, at + 1),
        ...{ accountId, contract, side, quantity },
        limit: order.kind === 'limit' ? order.limit : undefined,
        countedAt: reserved,
        algo: undefined,
      });
      return { symbol: contract.symbol, answer };
    }),
  );
  const verdict = judgeWhatIfs(plan, asked, run.required);
  const alarm = broker.whatIfAlarm();
  const problems =
    alarm === undefined ? verdict.problems : [...verdict.problems, whatIfAlive(accountId, alarm)];
  return { ...verdict, problems, orderIdsAbove };
}
