/*
 * What the buys of a plan had to choose from, read off the plan's lines and written out in plain
 * integers (1e-8 dollar; shares are whole), without the planner's own sizing.
 */
import { exampleSettings, type Example } from '../../src/core/testing/example-account.ts';
import type { PlanLine, TradePlan } from '../../src/core/plan/trade-plan.ts';
import { abs, costsOf, most } from '../../src/core/testing/plan-laws.ts';
import { ONE } from '../../src/core/units/ratio.ts';
import { ONE_SHARE } from '../../src/core/units/shares.ts';

/** One line that could be bought. */
export interface Buyable {
  readonly symbol: string;
  /** Of one share. */
  readonly price: bigint;
  readonly lacking: bigint;
  /** Nearest to the target, a tie counting as the lower number. */
  readonly nearest: bigint;
  readonly full: bigint;
  /** The smallest order. */
  readonly fewest: bigint;
  /** Commission and reserve of so many shares. */
  readonly cost: (shares: bigint) => bigint;
  /** Reserve for one share, and the dearer of its two prices: what the commission depends on. */
  readonly reserve: bigint;
  readonly dearer: bigint;
  readonly planned: bigint;
}

/** Where things stand after the sells. */
export interface BuyProblem {
  /** In order of priority. */
  readonly lines: readonly Buyable[];
  readonly cash: bigint;
  readonly costs: bigint;
  readonly gross: bigint;
  readonly cashTarget: bigint;
  readonly buffer: bigint;
  readonly guardValue: bigint;
  readonly maxLeverage: bigint;
  readonly minOrder: bigint;
}

export function buyProblem(plan: TradePlan, { rebalance }: Example): BuyProblem {
  const { minOrder = 0n, slippageReserve = 0n, maxLeverage = ONE } = rebalance ?? {};
  const { trigger } = exampleSettings({ rebalance: rebalance ?? {} }).rebalance;
  const lines = plan.lines
    .filter(
      ({ driftUsd, holding }) =>
        driftUsd < 0n &&
        abs(driftUsd) >= minOrder &&
        abs(driftUsd) * ONE > trigger.band * plan.base.investable &&
        holding.freeze === undefined &&
        holding.buyOrder.kind !== 'denied',
    )
    .sort((a, b) => (a.driftUsd === b.driftUsd ? byName(a, b) : a.driftUsd < b.driftUsd ? -1 : 1))
    .map((line) => buyable(line, minOrder, slippageReserve));
  let { cash, gross }: { cash: bigint; gross: bigint } = plan.base;
  let costs = 0n;
  for (const { trade } of plan.sells) {
    cash += trade.value;
    gross -= trade.value;
    costs += costsOf(trade.quantity, trade.price, trade.reserved);
  }
  const { cashTarget, buffer, guardValue } = plan.base;
  return { lines, cash, costs, gross, cashTarget, buffer, guardValue, maxLeverage, minOrder };
}

function byName(a: PlanLine, b: PlanLine): number {
  return a.holding.contract.symbol < b.holding.contract.symbol ? -1 : 1;
}

function buyable(line: PlanLine, minOrder: bigint, slippage: bigint): Buyable {
  const { valuation, buyOrder, contract } = line.holding;
  const at: bigint = valuation?.price ?? 1n;
  const worse = (at * (ONE + slippage) + ONE - 1n) / ONE;
  const counted = buyOrder.kind === 'limit' ? most(worse, buyOrder.limit) : worse;
  const price = at * ONE_SHARE;
  const lacking = 0n - line.driftUsd;
  const full = lacking / price;
  return {
    symbol: contract.symbol,
    price,
    lacking,
    full,
    nearest: 2n * (lacking % price) > price ? full + 1n : full,
    fewest: most(1n, (minOrder + price - 1n) / price),
    cost: (shares) => (shares === 0n ? 0n : costsOf(shares * ONE_SHARE, at, counted)),
    reserve: (counted - at) * ONE_SHARE,
    dearer: most(counted, at) * ONE_SHARE,
    planned: (line.trade?.quantity ?? 0n) / ONE_SHARE,
  };
}

/** Whether the cash rows and the leverage row hold with so much spent and so much paid for it. */
export function fits(problem: BuyProblem, value: bigint, cost: bigint): boolean {
  const costs = problem.costs + cost;
  const cash = problem.cash - value;
  const paid = problem.buffer < costs ? problem.buffer : costs;
  return (
    cash >= problem.cashTarget &&
    cash - costs >= problem.cashTarget - paid &&
    (problem.gross + value) * ONE <= problem.maxLeverage * (problem.guardValue - costs)
  );
}

/** All drift that is left of these lines with these numbers of shares. */
export function driftLeft({ lines }: BuyProblem, shares: readonly bigint[]): bigint {
  return lines.reduce(
    (sum, { lacking, price }, at) => sum + abs(lacking - (shares[at] ?? 0n) * price),
    0n,
  );
}
