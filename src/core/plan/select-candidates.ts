import type { RebalanceSettings } from '../settings.ts';
import { ONE } from '../units/ratio.ts';
import { absUsd } from '../units/usd.ts';
import type { InvestableBase } from './build-base.ts';
import type { Drift } from './measure-drift.ts';

/**
 * The holdings that may be traded, in order of priority: largest drift in dollars first, then by
 * symbol, which is the only tie-break (PLANNING A.5); an unlisted ETF may share its symbol with
 * another contract, and then the contract id decides. A drift of exactly the band does not trade.
 */
export function selectCandidates(
  lines: readonly Drift[],
  base: InvestableBase,
  settings: RebalanceSettings,
): readonly Drift[] {
  return lines
    .filter(
      (line) =>
        line.holding.freeze === undefined &&
        absUsd(line.driftUsd) >= settings.minOrder &&
        isOutOfBand(line, base, settings),
    )
    .sort(byPriority);
}

/** Whether the absolute drift is strictly greater than the band, compared exactly. */
export function isOutOfBand(
  line: Drift,
  base: InvestableBase,
  settings: RebalanceSettings,
): boolean {
  return absUsd(line.driftUsd) * ONE > settings.perHoldingBand * base.investable;
}

function byPriority(a: Drift, b: Drift): number {
  const left = absUsd(a.driftUsd);
  const right = absUsd(b.driftUsd);
  if (left !== right) return left > right ? -1 : 1;
  const [one, other] = [a.holding.contract, b.holding.contract];
  if (one.symbol !== other.symbol) return one.symbol < other.symbol ? -1 : 1;
  return one.conId - other.conId;
}
