import type { Counted } from '../../src/core/units/brand.ts';
import { assert } from '../../src/core/units/assert.ts';
import { parseDecimal } from '../../src/core/units/decimal.ts';
import type { Price } from './price.ts';
import { divide } from '../../src/core/units/rounding.ts';
import type { Shares } from '../../src/core/units/shares.ts';

export const currencies = ['CAD', 'USD'] as const;
export type Currency = (typeof currencies)[number];

/** An amount of some currency in units of 1e-8: exact for any price times any number of shares. */
export type Money = Counted<'money'>;

export const MONEY_DECIMALS = 8;
export const ZERO_MONEY = 0n as Money;

/** Shares in 1e-4 times prices in 1e-5 count 1e-9: ten of those are one unit of money. */
const FINER = 10n;

export function asMoney(units: bigint): Money {
  return units as Money;
}

/** An amount from a literal; not for user input. */
export function money(text: string): Money {
  const units = parseDecimal(text, MONEY_DECIMALS);
  assert(units !== undefined, `"${text}" is not an amount`);
  return asMoney(units);
}

export function sumMoney(amounts: Iterable<Money>): Money {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return asMoney(sum);
}

/**
 * What so many shares are worth, in the currency that the price is in. Exact for whole shares; the
 * value of a part of a share is rounded to the nearest 1e-8, away from zero at a tie.
 */
export function worth(quantity: Shares, at: Price): Money {
  return asMoney(divide(quantity * at, FINER, 'halfAway'));
}

/** The money that a pair's quantity is: one share of it is one unit of the currency. Exact. */
export function cashOf(quantity: Shares): Money {
  return asMoney(quantity * 10_000n);
}

/** What one unit of each currency is worth in US dollars, in steps of 1e-8. */
export type ExchangeRates = Readonly<Record<Currency, bigint>>;

export const RATE_ONE = 100_000_000n;

/** Converts by the two dollar values with a single rounding, to the nearest 1e-8. */
export function convert(
  amount: Money,
  way: { readonly from: Currency; readonly to: Currency },
  rates: ExchangeRates,
): Money {
  if (way.from === way.to) return amount;
  return asMoney(divide(amount * rates[way.from], rates[way.to], 'halfAway'));
}

/** What one unit of `currency` is worth in `base`, in steps of 1e-8. */
export function rateIn(base: Currency, currency: Currency, rates: ExchangeRates): bigint {
  return convert(asMoney(RATE_ONE), { from: currency, to: base }, rates);
}
