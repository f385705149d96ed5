import { ONE } from '../units/ratio.ts';
import type { Ratio } from '../units/ratio.ts';
import type { Usd } from '../units/usd.ts';
import type { Row } from './reason.ts';

/** Where cash and exposure stand after some of the trades, at plan prices. */
export interface Standing {
  /** Cash at plan prices, without costs. */
  readonly cash: Usd;
  /** Commissions and slippage reserve of all trades so far. */
  readonly costs: Usd;
  readonly gross: Usd;
}

/** What the buys have to respect. */
export interface Limits {
  /** K. */
  readonly cashTarget: Usd;
  /** B: the buffer is there to pay the costs of trading. */
  readonly buffer: Usd;
  readonly maxLeverage: Ratio;
  readonly guardValue: Usd;
}

/**
 * The first row that does not hold; undefined when all hold.
 *
 * Cash has two rows (PLANNING A.7): at plan prices without costs it stays at or above K; with
 * costs and reserve it stays at or above K less what the buffer pays of them. With the costs
 * inside K, every swap that pays for itself would starve by its own commission.
 */
export function brokenRow(standing: Standing, limits: Limits): Row | undefined {
  const { cash, costs } = standing;
  const { cashTarget, buffer } = limits;
  if (cash < cashTarget) return 'cash';
  const paidByBuffer = buffer < costs ? buffer : costs;
  if (cash - costs < cashTarget - paidByBuffer) return 'cash';
  return exceedsLeverage(standing, limits) ? 'leverage' : undefined;
}

/** Whether gross exposure is above what max_leverage allows once all costs are paid. */
export function exceedsLeverage(
  { gross, costs }: Standing,
  { maxLeverage, guardValue }: Pick<Limits, 'maxLeverage' | 'guardValue'>,
): boolean {
  return gross * ONE > maxLeverage * (guardValue - costs);
}
