import type { RebalanceSettings } from '../settings.ts';
import { valueOf } from '../units/shares.ts';
import { absUsd, asUsd, sumUsd, type Usd } from '../units/usd.ts';
import type { Drift, DriftReport } from './measure-drift.ts';
import { afterTrade, exceedsLeverage, type Limits, type Standing } from './rooms.ts';
import { sizeBuys, type BuySearch, type Polish } from './size-buys.ts';
import { sizeSell } from './size-sells.ts';
import type { Sized } from './trade.ts';

/** What becomes of the candidates: a trade or none for each, and where all of them leave the account. */
export interface Sizing {
  readonly sized: ReadonlyMap<Drift, Sized>;
  /** After all trades, at plan prices. */
  readonly standing: Standing;
  /** Even after the sells the exposure is above max_leverage, so nothing is bought. */
  readonly leverageUnresolved: boolean;
  readonly search: BuySearch;
}

/** What the candidates are sized with. */
export interface SizingTask {
  /** Before any trade. */
  readonly before: Standing;
  readonly limits: Limits;
  readonly settings: RebalanceSettings;
  readonly polish: Polish;
}

/**
 * Sizes the candidates (PLANNING A.6 to A.8): all sells first, then the buys in the order given,
 * with what the sells bring. A plan that is only looked at on the way is not polished.
 */
export function sizeTrades(
  candidates: readonly Drift[],
  { before, limits, settings, polish }: SizingTask,
): Sizing {
  const overweight = candidates.filter(({ driftUsd }) => driftUsd > 0n);
  const sells = new Map(overweight.map((line) => [line, sizeSell(line, settings)] as const));
  const afterSells = [...sells.values()]
    .flatMap(({ trade }) => trade ?? [])
    .reduce(afterTrade, before);
  const underweight = candidates.filter(({ driftUsd }) => driftUsd < 0n);
  const buys = sizeBuys(underweight, { afterSells, limits, settings, polish });
  return {
    sized: new Map([...sells, ...buys.sized]),
    standing: buys.standing,
    leverageUnresolved: exceedsLeverage(afterSells, limits),
    search: buys.search,
  };
}

/** The total drift that a sizing leaves, cash included, at plan prices and without costs. */
export function driftAfter(
  { lines }: DriftReport,
  { sized, standing }: Pick<Sizing, 'sized' | 'standing'>,
  cashTarget: Usd,
): Usd {
  return sumUsd([
    ...lines.map((line) => absUsd(driftUsdAfter(line, sized.get(line)))),
    absUsd(asUsd(standing.cash - cashTarget)),
  ]);
}

/** The drift of a line after its trade, if it has one; measured at the valuation price. */
function driftUsdAfter({ driftUsd }: Drift, sized: Sized | undefined): Usd {
  const trade = sized?.trade;
  if (trade === undefined) return driftUsd;
  const worth = valueOf(trade.quantity, trade.valuedAt);
  return asUsd(trade.side === 'BUY' ? driftUsd + worth : driftUsd - worth);
}
