import type { Contract } from '../account/contract.ts';
import { lesser } from '../units/bounds.ts';
import { ONE, ratio, type Ratio } from '../units/ratio.ts';
import { valueOf } from '../units/shares.ts';
import { asUsd, ZERO_USD, type Usd } from '../units/usd.ts';
import { costOf } from './costs.ts';
import type { Row } from './reason.ts';
import type { Trade } from './trade.ts';

/** Where cash and exposure stand after some of the trades, at plan prices. */
export interface Standing {
  /** Cash at plan prices, without costs. */
  readonly cash: Usd;
  /** Commissions and slippage reserve of all trades so far. */
  readonly costs: Usd;
  /**
   * What the trades lose by being counted at the sides of the market and not at what their shares
   * are worth; nothing unless prices come from `bidask`.
   */
  readonly spread: Usd;
  readonly gross: Usd;
  /** Maintenance margin that the trades so far take up; below zero when they set some free. */
  readonly maintenance: Usd;
}

/** What the buys have to respect. */
export interface Limits {
  /** K. */
  readonly cashTarget: Usd;
  /** B: the buffer is there to pay the costs of trading. */
  readonly buffer: Usd;
  readonly maxLeverage: Ratio;
  readonly guardValue: Usd;
  /** Undefined when maintenance_buffer_pct is not written. */
  readonly maintenance: MaintenanceLimit | undefined;
}

export interface MaintenanceLimit {
  /** ExcessLiquidity before any trade; undefined when the broker does not say, and then nothing is bought. */
  readonly excessLiquidity: Usd | undefined;
  /** What ExcessLiquidity must not fall below. */
  readonly floor: Usd;
}

/** Where cash, costs and exposure stand once this trade is done at its plan price. */
export function afterTrade(standing: Standing, trade: Trade): Standing {
  return move(standing, trade, 1n);
}

/** Where they stood before it: the exact way back. */
export function beforeTrade(standing: Standing, trade: Trade): Standing {
  return move(standing, trade, -1n);
}

function move(standing: Standing, trade: Trade, times: 1n | -1n): Standing {
  const { side, quantity, price, valuedAt, reserved } = trade;
  const direction = side === 'BUY' ? times : -times;
  const worth = valueOf(quantity, valuedAt);
  return {
    cash: asUsd(standing.cash - direction * trade.value),
    costs: asUsd(standing.costs + times * costOf(quantity, price, reserved)),
    spread: asUsd(standing.spread + direction * (trade.value - worth)),
    gross: asUsd(standing.gross + direction * worth),
    maintenance: asUsd(standing.maintenance + direction * trade.maintenance),
  };
}

/**
 * The first row that does not hold; undefined when all hold.
 *
 * Cash has two rows (PLANNING A.7): at plan prices without costs it stays at or above K; with
 * costs and reserve it stays at or above K less what the buffer pays of them. With the costs
 * inside K, every swap that pays for itself would starve by its own commission.
 *
 * The second row holds the first: cash - costs >= K - min(B, costs) is cash >= K + costs less
 * min(B, costs), and the costs are no less than what is paid of them. So it is the only one here.
 */
export function brokenRow(standing: Standing, limits: Limits): Row | undefined {
  const { cash, costs } = standing;
  const { cashTarget, buffer, maintenance } = limits;
  const paidByBuffer = lesser(buffer, costs);
  if (cash - costs < cashTarget - paidByBuffer) return 'cash';
  if (exceedsLeverage(standing, limits)) return 'leverage';
  return maintenance === undefined || keepsMaintenance(standing, maintenance)
    ? undefined
    : 'maintenance';
}

/** Whether gross exposure is above what max_leverage allows of what is left once all is paid. */
export function exceedsLeverage(
  { gross, costs, spread }: Standing,
  { maxLeverage, guardValue }: Pick<Limits, 'maxLeverage' | 'guardValue'>,
): boolean {
  return gross * ONE > maxLeverage * (guardValue - costs - spread);
}

function keepsMaintenance(
  { maintenance, costs, spread }: Standing,
  { excessLiquidity, floor }: MaintenanceLimit,
): boolean {
  return excessLiquidity !== undefined && excessLiquidity - maintenance - costs - spread >= floor;
}

/** The broker's usual maintenance margins for long ETFs, with and without leverage of their own. */
const MAINTENANCE: Ratio = ratio('0.25');
const MAINTENANCE_TWICE: Ratio = ratio('0.50');
const MAINTENANCE_THRICE: Ratio = ratio('0.75');

/**
 * The part of a fund's value that is its maintenance margin: an estimate by its name, because the
 * broker tells it only to an order (PLANNING A.8: 0.25, and 0.5 or 0.75 for funds of 2 or 3 times).
 */
export function maintenanceRate({ name }: Pick<Contract, 'name'>): Ratio {
  if (/\b3X\b|^PROSHARES ULTRAPRO/i.test(name)) return MAINTENANCE_THRICE;
  // Ultra alone is also a word for short maturities: "ISHARES ULTRA SHORT-TERM BOND".
  return /\b2X\b|^PROSHARES ULTRA/i.test(name) ? MAINTENANCE_TWICE : MAINTENANCE;
}

/** The standing before any trade. */
export function standingOf(cash: Usd, gross: Usd): Standing {
  return { cash, gross, costs: ZERO_USD, spread: ZERO_USD, maintenance: ZERO_USD };
}
