import { assert } from './assert.ts';
import type { Counted } from './brand.ts';
import { formatExact, parseDecimal } from './decimal.ts';
import type { Price } from './price.ts';
import { asUsd, type Usd } from './usd.ts';

/** Shares in units of 1e-4 share: dividend reinvestment leaves fractions even in whole-share accounts. */
export type Shares = Counted<'shares'>;

export const SHARES_DECIMALS = 4;

/** One whole share. */
export const ONE_SHARE = 10_000n as Shares;

export function asShares(units: bigint): Shares {
  return units as Shares;
}

export const ZERO_SHARES = asShares(0n);

/** Shares from a literal such as `shares('12.5')`; not for user input. */
export function shares(text: string): Shares {
  const units = parseDecimal(text, SHARES_DECIMALS);
  assert(units !== undefined, `"${text}" is not a number of shares`);
  return asShares(units);
}

/** A number of whole shares. */
export function wholeShares(count: bigint): Shares {
  return asShares(count * ONE_SHARE);
}

/** The smallest part of a share that is counted. */
export const SMALLEST_FRACTION = asShares(1n);

/** What can be ordered of a holding that is not short: its multiple of `unit`, rounded down. */
export function orderablePart(quantity: Shares, unit: Shares): Shares {
  assert(quantity >= 0n, 'only a holding that is not short has a part that can be sold');
  return asShares(quantity - (quantity % unit));
}

/** Market value: exact, because 1e-4 shares times 1e-4 dollars are 1e-8 dollars. */
export function valueOf(quantity: Shares, at: Price): Usd {
  return asUsd(quantity * at);
}

/** `12`, `12.5`: no more decimals than needed. */
export function formatShares(quantity: Shares): string {
  return formatExact(quantity, SHARES_DECIMALS);
}
