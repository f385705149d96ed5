import { assert } from './assert.ts';
import { absolute } from './bounds.ts';
import type { Counted } from './brand.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';

/**
 * US dollars in units of 1e-8 dollar. Holdings count 1e-4 shares and prices 1e-4 dollars, so a
 * market value is their plain product: money is never rounded inside a plan.
 */
export type Usd = Counted<'usd'>;

export const USD_DECIMALS = 8;

export function asUsd(units: bigint): Usd {
  return units as Usd;
}

export const ZERO_USD = asUsd(0n);

/** Dollars from a literal such as `usd('12.50')`; not for user input. */
export function usd(text: string): Usd {
  const units = parseDecimal(text, USD_DECIMALS);
  assert(units !== undefined, `"${text}" is not an amount in dollars`);
  return asUsd(units);
}

export function sumUsd(amounts: Iterable<Usd>): Usd {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return asUsd(sum);
}

export function absUsd(amount: Usd): Usd {
  return asUsd(absolute(amount));
}

/** `1234.5` dollars as `1234.50`, or with `grouped` as `1,234.50`. */
export function formatUsd(
  amount: Usd,
  options: { grouped?: boolean; decimals?: number } = {},
): string {
  const { grouped = false, decimals = 2 } = options;
  return formatDecimal(amount, { scale: USD_DECIMALS, decimals, grouped });
}
