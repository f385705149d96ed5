import { parseDecimal } from '../core/units/decimal.ts';
import { asPrice, PRICE_DECIMALS, type Price } from '../core/units/price.ts';
import type { Rounding } from '../core/units/rounding.ts';
import { asRate, RATE_DECIMALS, type Rate } from '../core/units/rate.ts';
import { asShares, SHARES_DECIMALS, type Shares } from '../core/units/shares.ts';
import { asUsd, USD_DECIMALS, type Usd } from '../core/units/usd.ts';

/*
 * The client library hands out binary fractions. The shortest decimal text of such a number is
 * what stood on the wire, so text is the door back to exact integers.
 */

/** A finite number as an integer of 10^-decimals; undefined for anything else. */
export function exactly(
  value: number | undefined,
  decimals: number,
  rounding: Rounding,
): bigint | undefined {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return parseDecimal(plainText(value), decimals, rounding);
}

/** A price above zero; the broker writes -1 or 0 for a price that does not exist. */
export function priceOf(
  value: number | undefined,
  rounding: Rounding = 'halfAway',
): Price | undefined {
  const units = exactly(value, PRICE_DECIMALS, rounding);
  return units === undefined || units <= 0n ? undefined : asPrice(units);
}

/** A rate above zero; finer digits than 1e-6 do not exist in quotes. */
export function rateOf(value: number | undefined): Rate | undefined {
  const units = exactly(value, RATE_DECIMALS, 'halfAway');
  return units === undefined || units <= 0n ? undefined : asRate(units);
}

/** A quantity; what is finer than 1e-4 share is dropped, so that never more is held than is. */
export function sharesOf(value: number | undefined): Shares | undefined {
  const units = exactly(value, SHARES_DECIMALS, 'floor');
  return units === undefined ? undefined : asShares(units);
}

/** An amount of money from the text of an account value; undefined when it is no number. */
export function amountOf(text: string): bigint | undefined {
  return parseDecimal(text.trim(), USD_DECIMALS, 'floor');
}

/** An amount in US dollars from a number of the client library. */
export function usdOf(value: number | undefined, rounding: Rounding = 'halfAway'): Usd | undefined {
  const units = exactly(value, USD_DECIMALS, rounding);
  return units === undefined ? undefined : asUsd(units);
}

/** Plain decimal text: JavaScript writes very small and very large numbers with an exponent. */
function plainText(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return Math.abs(value) < 1 ? value.toFixed(20) : BigInt(Math.round(value)).toString();
}
