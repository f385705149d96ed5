/*
 * Phase 3 of PLANNING A.8: the buys that leave the least drift of all, inside the same rows. It runs
 * only when no row cut a buy, since otherwise it is priority that decides.
 *
 * Every buy starts from the whole shares in its drift. From there it can take one share more where
 * more than half of it is lacking, which gains (2r - 1) of its price; or a buy whose whole shares
 * are too small an order can take the smallest order, all or nothing. And it can give shares up,
 * which loses their whole price and frees as much for others. Since no share gains its whole price,
 * giving up pays only when it lets something fit that was short of a little.
 *
 * Example: 95 dollars are left and A lacks 0.98 of a share of 100, which does not fit. B has 40
 * shares of 6 dollars. With one of them less A gets its share: 96 gained, 6 lost.
 *
 * `give-and-take.ts` is the search. The answer is checked with the exact rows, and kept only if it
 * leaves strictly less drift.
 */
import { asShares, ZERO_SHARES, type Shares } from '../units/shares.ts';
import { asUsd, ZERO_USD, type Usd } from '../units/usd.ts';
import type { Bought } from './buy-choice.ts';
import { buyRows } from './buy-rows.ts';
import {
  applySteps,
  distanceOf,
  fit,
  keepsRows,
  packingOf,
  stepOf,
  type Buys,
  type Step,
} from './buy-steps.ts';
import { giveAndTake, priceOfRoom } from './give-and-take.ts';
import type { Budget } from './pack.ts';
import type { Limits } from './rooms.ts';

export interface Polished {
  readonly buys: Buys;
  /** No other buys inside the same rows leave less drift by more than this. */
  readonly gap: Usd;
}

/** How far the search goes: an improvement of up to `tolerance` is not looked for. */
export interface Effort {
  readonly budget: Budget;
  readonly tolerance: Usd;
}

/** The buys that leave the least drift, where that is strictly less than these leave. */
export function polishBuys(buys: Buys, limits: Limits, effort: Effort): Polished {
  const floored = applySteps(buys, stepsTo(buys.bought, flooredQuantity));
  const ups = stepsTo(floored.bought, ({ choice, quantity }) =>
    choice.nearest < choice.fewest ? quantity : choice.nearest,
  );
  const allGains = ups.reduce((sum, { gain }) => sum + gain, 0n);
  const gainOf = (other: Buys): bigint => distanceOf(floored) - distanceOf(other);
  const rows = buyRows(floored.standing, limits);
  if (fit(ups, rows)) {
    const nearest = applySteps(floored, ups);
    if (keepsRows(nearest, limits)) return { buys: nearest, gap: ZERO_USD };
  }
  const packing = packingOf(ups, rows, (row) => priceOfRoom(floored.bought, row));
  if (packing === undefined) {
    const filled = fillUp(buys, limits);
    return { buys: filled, gap: asUsd(allGains - gainOf(filled)) };
  }

  const beat = asUsd(gainOf(buys));
  const { steps, ceiling } = giveAndTake(floored.bought, { packing, ups, beat, ...effort });
  const searched = steps === undefined ? buys : applySteps(floored, steps);
  const found = fillUp(keepsRows(searched, limits) ? searched : buys, limits);
  const kept = gainOf(found) > beat ? found : buys;
  const gap = (ceiling < allGains ? ceiling : allGains) - gainOf(kept);
  return { buys: kept, gap: asUsd(gap > 0n ? gap : 0n) };
}

/** The whole shares in the drift, where they are an order. */
function flooredQuantity({ choice: { full, fewest } }: Bought): Shares {
  return full >= fewest ? full : ZERO_SHARES;
}

function stepsTo(bought: readonly Bought[], quantityOf: (each: Bought) => Shares): readonly Step[] {
  return bought.flatMap((each, place) => {
    const to = quantityOf(each);
    return to === each.quantity ? [] : [stepOf(each, place, to)];
  });
}

/**
 * Whatever still fits, share by share in order of priority: the search may stop a little short of
 * it, and a plan that leaves room for a share would buy it when it is made again.
 */
function fillUp(buys: Buys, limits: Limits): Buys {
  let filled = buys;
  buys.bought.forEach(({ choice }, place) => {
    for (;;) {
      const now = filled.bought[place];
      if (now === undefined) return;
      const more = asShares(now.quantity + choice.unit);
      const to = more > choice.fewest ? more : choice.fewest;
      if (to > choice.nearest) return;
      const step = stepOf(now, place, to);
      // What does not even fit the cash does not need to be tried.
      if (filled.standing.cash - step.value < limits.cashTarget) return;
      const taken = applySteps(filled, [step]);
      if (!keepsRows(taken, limits)) return;
      filled = taken;
    }
  });
  return filled;
}
