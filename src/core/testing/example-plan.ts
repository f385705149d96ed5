import { planTrades } from '../plan/plan-trades.ts';
import type { PlanLine, TradePlan } from '../plan/trade-plan.ts';
import { assert } from '../units/assert.ts';
import { describeProblem } from '../units/problem.ts';
import { formatShares } from '../units/shares.ts';
import { plannerInput, type Example } from './example-account.ts';

/** The plan of an example; undefined when it is refused. */
export function planIfAny(example: Example): TradePlan | undefined {
  const { targets, snapshot, settings } = plannerInput(example);
  const planned = planTrades(targets, snapshot, settings);
  return planned.ok ? planned.value : undefined;
}

/** The plan of an example that can be planned. */
export function planOf(example: Example): TradePlan {
  const { targets, snapshot, settings } = plannerInput(example);
  const planned = planTrades(targets, snapshot, settings);
  assert(planned.ok, planned.ok ? '' : planned.problems.map(describeProblem).join('; '));
  return planned.value;
}

export function lineOf(plan: TradePlan, symbol: string): PlanLine {
  const line = plan.lines.find(({ holding }) => holding.contract.symbol === symbol);
  assert(line !== undefined, `the plan has a line for ${symbol}`);
  return line;
}

/** The trades of a plan in sending order: `SELL 3 AAA`. */
export function tradesOf(plan: TradePlan): readonly string[] {
  return [...plan.sells, ...plan.buys].map(
    ({ trade, holding }) =>
      `${trade.side} ${formatShares(trade.quantity)} ${holding.contract.symbol}`,
  );
}
