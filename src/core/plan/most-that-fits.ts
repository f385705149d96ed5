import { ONE_SHARE, wholeShares, type Shares } from '../units/shares.ts';

/**
 * The largest number of whole shares, at most `wanted`, for which `fits` holds; by bisection. It
 * must be easier to fit fewer shares than more, and no shares always fit.
 */
export function mostThatFits(wanted: Shares, fits: (quantity: Shares) => boolean): Shares {
  if (fits(wanted)) return wanted;
  let most = 0n;
  let tooMany = wanted / ONE_SHARE;
  while (tooMany - most > 1n) {
    const middle = (most + tooMany) / 2n;
    if (fits(wholeShares(middle))) most = middle;
    else tooMany = middle;
  }
  return wholeShares(most);
}
