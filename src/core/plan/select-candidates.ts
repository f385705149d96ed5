/*
 * Who may be traded (PLANNING A.5). The pool is every line that could be: tradable, with a drift of
 * at least min_order, on a side that the mode allows. The trigger then takes from the pool:
 *
 * - per_holding: what is out of its own tolerance band; and everything underweight, when a band for
 *   idle cash is written and more than that lies idle, or would after the sells.
 * - total_drift: nothing while the sum of all drifts is in its band; otherwise the shortest run of
 *   largest drifts whose sized plan brings the sum back into the band, or else the whole pool.
 *
 * Example of the second: A +60 bps, B -60 bps, band 100. The sum is 120. To sell A alone leaves B's
 * 60 and 60 of new cash, 120 again; so B is bought too.
 */
import type { RebalanceSettings } from '../settings.ts';
import { ONE, type Ratio } from '../units/ratio.ts';
import { absUsd, asUsd, sumUsd, type Usd } from '../units/usd.ts';
import type { InvestableBase } from './build-base.ts';
import type { Drift, DriftReport } from './measure-drift.ts';

/** What the sized trades of these lines leave: in all lines and in cash, and in cash alone. */
export type DriftLeft = (candidates: readonly Drift[]) => {
  readonly totalDrift: Usd;
  readonly cashDriftUsd: Usd;
};

export interface Selection {
  /** In order of priority: they are traded as far as sizing allows. */
  readonly candidates: readonly Drift[];
  /** The drift of cash that is beyond its band, where that makes buyers of underweight holdings. */
  readonly idleCash: Usd | undefined;
}

/**
 * The lines to trade: largest drift in dollars first, then by symbol, which is the only tie-break;
 * an unlisted ETF may share its symbol with another contract, and then the contract id decides. A
 * drift of exactly the band does not trade.
 */
export function selectCandidates(
  report: DriftReport,
  base: InvestableBase,
  settings: RebalanceSettings,
  driftLeft: DriftLeft,
): Selection {
  const { trigger } = settings;
  const pool = report.lines.filter((line) => mayTrade(line, settings)).sort(byPriority);
  if (trigger.kind === 'total_drift') {
    const isOut = (left: Usd): boolean => exceedsBand(left, trigger.band, base);
    if (!isOut(totalDrift(report))) return { candidates: [], idleCash: undefined };
    const candidates = shortestPrefix(pool, report, (prefix) => !isOut(prefix), driftLeft);
    return { candidates, idleCash: undefined };
  }
  const outOfBand = pool.filter(({ driftUsd }) => exceedsBand(driftUsd, trigger.band, base));
  const { idleCashBand } = trigger;
  if (idleCashBand === undefined) return { candidates: outOfBand, idleCash: undefined };
  // Cash that lies idle now, or that the sells of this plan would leave idle: without the second
  // the very next plan would buy for it.
  const isIdle = (cash: Usd): boolean => cash > 0n && exceedsBand(cash, idleCashBand, base);
  const idleCash = [report.cashDriftUsd, driftLeft(outOfBand).cashDriftUsd].find(isIdle);
  if (idleCash === undefined) return { candidates: outOfBand, idleCash };
  const candidates = pool.filter((line) => line.driftUsd < 0n || outOfBand.includes(line));
  return { candidates, idleCash };
}

/** The sum of all absolute drifts in dollars, cash included: twice what would have to change hands. */
export function totalDrift({ lines, cashDriftUsd }: DriftReport): Usd {
  return sumUsd([...lines.map(({ driftUsd }) => absUsd(driftUsd)), absUsd(cashDriftUsd)]);
}

/** Whether a drift in dollars is strictly greater than the band, compared exactly. */
export function exceedsBand(driftUsd: Usd, band: Ratio, { investable }: InvestableBase): boolean {
  return absUsd(driftUsd) * ONE > band * investable;
}

function mayTrade(
  { holding, driftUsd }: Drift,
  { minOrder, mode }: Pick<RebalanceSettings, 'minOrder' | 'mode'>,
): boolean {
  if (holding.freeze !== undefined || driftUsd === 0n || absUsd(driftUsd) < minOrder) return false;
  if (mode === 'buy_only') return driftUsd < 0n;
  return mode === 'rebalance' || driftUsd > 0n;
}

function shortestPrefix(
  pool: readonly Drift[],
  report: DriftReport,
  isEnough: (left: Usd) => boolean,
  driftLeft: DriftLeft,
): readonly Drift[] {
  // What a prefix leaves is at least the drift of all lines outside of it: most prefixes are too
  // short whatever sizing makes of them.
  let outside = sumUsd(report.lines.map(({ driftUsd }) => absUsd(driftUsd)));
  for (const [at, line] of pool.entries()) {
    outside = asUsd(outside - absUsd(line.driftUsd));
    if (!isEnough(outside)) continue;
    const prefix = pool.slice(0, at + 1);
    if (isEnough(driftLeft(prefix).totalDrift)) return prefix;
  }
  return pool;
}

/** The lines come in alphabetical order, then by contract id: sorting leaves equal ones in it. */
function byPriority(a: Drift, b: Drift): number {
  const more = absUsd(b.driftUsd) - absUsd(a.driftUsd);
  if (more === 0n) return 0;
  return more > 0n ? 1 : -1;
}
