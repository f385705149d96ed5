import type { TickLadder } from '../account/contract.ts';
import { assert } from '../units/assert.ts';
import { asPrice, type Price } from '../units/price.ts';
import { divide, type Rounding } from '../units/rounding.ts';

/** The grid step that applies at a price. */
export function tickAt(ticks: TickLadder, at: Price): Price {
  const step = ticks.findLast(({ from }) => from <= at) ?? ticks[0];
  assert(step !== undefined && step.increment > 0n, 'a price grid has at least one rung');
  return step.increment;
}

/**
 * Puts the exact price `numerator / denominator` (in units of `Price`) on the grid. The rung is
 * the one that applies at the price itself.
 */
export function toTick(
  ticks: TickLadder,
  exact: { readonly numerator: bigint; readonly denominator: bigint },
  rounding: Rounding,
): Price {
  const near = asPrice(divide(exact.numerator, exact.denominator, 'floor'));
  const tick = tickAt(ticks, near);
  return asPrice(divide(exact.numerator, exact.denominator * tick, rounding) * tick);
}

/** Whether a limit at this price is valid: the broker rejects anything off the grid (error 110). */
export function isOnTick(ticks: TickLadder, at: Price): boolean {
  return at % tickAt(ticks, at) === 0n;
}
