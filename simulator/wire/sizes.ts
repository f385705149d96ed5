import { formatShares, ONE_SHARE, type Shares } from '../../src/core/units/shares.ts';
import { since } from './versions.ts';

const LOT = 100n;

/**
 * The size of a quote as this version writes it: shares with their decimals, before 163 whole
 * shares, before 159 whole hundreds. What does not fit is cut off, never rounded up.
 */
export function quoteSize(size: Shares, version: number): string {
  if (version >= since.decimalSizes) return formatShares(size);
  const whole = size / ONE_SHARE;
  return String(version >= since.quoteSizesInShares ? whole : whole / LOT);
}

/** The volume of a historical bar: in shares, before 175 in whole hundreds, cut off. */
export function barVolume(shares: bigint, version: number): string {
  return String(version >= since.barVolumesInShares ? shares : shares / LOT);
}
