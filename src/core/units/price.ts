import { assert } from './assert.ts';
import type { Counted } from './brand.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';

/** US dollars for one share, in units of 1e-4 dollar: the finest grid on which US stocks quote. */
export type Price = Counted<'price'>;

export const PRICE_DECIMALS = 4;

export function asPrice(units: bigint): Price {
  return units as Price;
}

/** A price from a literal such as `price('99.95')`; not for user input. */
export function price(text: string): Price {
  const units = parseDecimal(text, PRICE_DECIMALS);
  assert(units !== undefined, `"${text}" is not a price`);
  return asPrice(units);
}

/** Two decimals, or four where the price needs them: `99.95`, `0.1234`. */
export function formatPrice(value: Price): string {
  const decimals = value % 100n === 0n ? 2 : PRICE_DECIMALS;
  return formatDecimal(value, { scale: PRICE_DECIMALS, decimals });
}
