import { asShares, type Shares } from '../units/shares.ts';

/**
 * The largest multiple of `unit`, at most `wanted` (itself one), for which `fits` holds; by
 * bisection. It must be easier to fit fewer shares than more, and no shares always fit.
 */
export function mostThatFits(
  wanted: Shares,
  unit: Shares,
  fits: (quantity: Shares) => boolean,
): Shares {
  if (fits(wanted)) return wanted;
  let most = 0n;
  let tooMany = wanted / unit;
  while (tooMany - most > 1n) {
    const middle = (most + tooMany) / 2n;
    if (fits(asShares(middle * unit))) most = middle;
    else tooMany = middle;
  }
  return asShares(most * unit);
}
