import { assert } from './assert.ts';
import type { Counted } from './brand.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';
import { divide, type Rounding } from './rounding.ts';
import { asUsd, type Usd } from './usd.ts';

/**
 * A number without a unit, in steps of 1e-8: a weight, a drift, a tolerance band, a leverage, an
 * offset. One basis point is 10,000 steps, so every band that a person can write is exact.
 */
export type Ratio = Counted<'ratio'>;

export const RATIO_DECIMALS = 8;
export const ONE = 100_000_000n as Ratio;
export const ZERO_RATIO = 0n as Ratio;

export function asRatio(steps: bigint): Ratio {
  return steps as Ratio;
}

/** A ratio from a literal: `ratio('0.25')`; not for user input. */
export function ratio(text: string): Ratio {
  const steps = parseDecimal(text, RATIO_DECIMALS);
  assert(steps !== undefined, `"${text}" is not a ratio`);
  return asRatio(steps);
}

/** A ratio from a literal in basis points: `bps('50')` is half a percent. */
export function bps(text: string): Ratio {
  const steps = parseDecimal(text, RATIO_DECIMALS - 4);
  assert(steps !== undefined, `"${text}" is not a number of basis points`);
  return asRatio(steps);
}

/** `part / whole`; the whole must be positive. */
export function ratioOf(part: Usd, whole: Usd, rounding: Rounding): Ratio {
  return asRatio(divide(part * ONE, whole, rounding));
}

/** `ratio * amount`. */
export function partOf(amount: Usd, share: Ratio, rounding: Rounding): Usd {
  return asUsd(divide(amount * share, ONE, rounding));
}

/** A ratio in percent: `12.34`, without the sign. */
export function formatPercent(value: Ratio, decimals = 2): string {
  return formatDecimal(value, { scale: RATIO_DECIMALS - 2, decimals });
}

/** A ratio in basis points: `50.0`. */
export function formatBps(value: Ratio, decimals = 1): string {
  return formatDecimal(value, { scale: RATIO_DECIMALS - 4, decimals });
}
