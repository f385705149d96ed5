import { assert } from '../../src/core/units/assert.ts';
import type { Counted } from '../../src/core/units/brand.ts';
import { formatDecimal, parseDecimal } from '../../src/core/units/decimal.ts';

/**
 * A price in units of 1e-5: the grid of currencies, 0.00005, is finer than the 1e-4 that US stocks
 * need. A type of its own, so that a price counted in 1e-4 cannot be taken for one of these.
 */
export type Price = Counted<'market price'>;

export const PRICE_DECIMALS = 5;

export function asPrice(units: bigint): Price {
  return units as Price;
}

/** A price from a literal such as `price('99.95')`; not for user input. */
export function price(text: string): Price {
  const units = parseDecimal(text, PRICE_DECIMALS);
  assert(units !== undefined, `"${text}" is not a price`);
  return asPrice(units);
}

/** Two decimals, or five where the price needs them: `99.95`, `1.36985`. */
export function formatPrice(value: Price): string {
  const decimals = value % 1_000n === 0n ? 2 : PRICE_DECIMALS;
  return formatDecimal(value, { scale: PRICE_DECIMALS, decimals });
}
