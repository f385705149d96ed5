import { assert } from './assert.ts';
import type { Counted } from './brand.ts';
import { formatDecimal, parseDecimal } from './decimal.ts';

/** Canadian dollars for one US dollar, in units of 1e-6: finer than any quote of USD.CAD. */
export type Rate = Counted<'rate'>;

export const RATE_DECIMALS = 6;
export const ONE_RATE = 1_000_000n as Rate;

export function asRate(units: bigint): Rate {
  return units as Rate;
}

/** A rate from a literal such as `rate('1.35')`; not for user input. */
export function rate(text: string): Rate {
  const units = parseDecimal(text, RATE_DECIMALS);
  assert(units !== undefined, `"${text}" is not a rate`);
  return asRate(units);
}

/** Five decimals, as the broker quotes: `1.35005`. */
export function formatRate(value: Rate): string {
  return formatDecimal(value, { scale: RATE_DECIMALS, decimals: 5 });
}
