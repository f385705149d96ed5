/*
 * The search of phase 3 (see `polish-buys.ts`): the outer loops run over what is given up, cheapest
 * share first, and for each of that a knapsack chooses who takes.
 *
 * What has been given up is a price that is paid. `ceilingBuyingRoom` says what could come of it at
 * best, whatever else is given up besides; as soon as that is no better than what was found, nobody
 * needs to give up as much or more. Since no share gains its whole price, that is soon.
 */
import { ONE, partOf } from '../units/ratio.ts';
import { divide } from '../units/rounding.ts';
import { asShares, ONE_SHARE, valueOf, ZERO_SHARES, type Shares } from '../units/shares.ts';
import { asUsd, type Usd } from '../units/usd.ts';
import type { Bought } from './buy-choice.ts';
import type { BuyRow } from './buy-rows.ts';
import { fit, stepOf, useOf, WEIGHT, type Packing, type Step } from './buy-steps.ts';
import { mostSavedByOneShareLess } from './costs.ts';
import type { Budget } from './knapsack.ts';

export interface Search {
  /** The steps up as a knapsack inside the rows. */
  readonly packing: Packing;
  readonly ups: readonly Step[];
  /** What is to be beaten, in units of money gained. */
  readonly beat: Usd;
  /** An improvement of up to this is not looked for. */
  readonly tolerance: Usd;
  readonly budget: Budget;
}

export interface GiveAndTake {
  /** The steps that gain most, down and up; undefined when none gain more than was to be beaten. */
  readonly steps: readonly Step[] | undefined;
  /** Nothing gains more than this. */
  readonly ceiling: Usd;
}

/** A buy that can give shares up. Plain numbers: the caller has checked that they are exact. */
interface Giver {
  readonly bought: Bought;
  readonly place: number;
  /** What a share weighs, and what giving it up loses. */
  readonly weight: number;
  readonly loss: number;
  readonly shares: number;
  /** With fewer shares than this it is no order, and all go. */
  readonly fewest: number;
}

/** What has been given up so far: its price, the room it made, and the other rows with that room. */
interface Given {
  readonly spent: number;
  readonly freed: number;
  readonly rows: readonly BuyRow[];
}

/** Searches the steps up from `floored`, and the shares given up for them, that gain most. */
export function giveAndTake(floored: readonly Bought[], search: Search): GiveAndTake {
  const { packing, ups, budget } = search;
  const { knapsack, guide, asked, room } = packing;
  const givers = giversAmong(floored);
  const price = priceOfRoom(givers, guide);
  const tolerance = Number(search.tolerance);
  const isExact = guide.counts === 'value' && guide.factor === 0n;
  let best = Number(search.beat);
  let ceiling = best;
  let found: readonly Step[] | undefined;
  const given: Step[] = [];

  const isHopeless = (most: number): boolean => {
    if (most > best + tolerance && budget.nodes < budget.most) return false;
    ceiling = Math.max(ceiling, most);
    return true;
  };
  const take = ({ spent, freed, rows }: Given): void => {
    const chosen = (taken: readonly number[]): Step[] => taken.flatMap((at) => ups[at] ?? []);
    const packed = knapsack.pack({
      room: room + freed,
      beat: best + spent,
      tolerance,
      budget,
      // Who gives does not take: with one share less given there would be as much room and less loss.
      allows: (taken) => {
        const steps = chosen(taken);
        const givesToo = ({ place }: Step): boolean => given.some((down) => down.place === place);
        return !steps.some(givesToo) && fit(steps, rows);
      },
    });
    ceiling = Math.max(ceiling, packed.ceiling - spent);
    if (packed.found === undefined) return;
    best = packed.found.gain - spent;
    found = [...given, ...chosen(packed.found.taken)];
  };
  /** Tries what this one can give; false when even the least of it is too much. */
  const giveFrom = (at: number, giver: Giver, { spent, freed, rows }: Given): boolean => {
    for (const shares of waysToGive(giver)) {
      const paid = spent + shares * giver.loss;
      if (isHopeless(knapsack.ceilingBuyingRoom(room, { price, spent: paid }))) {
        return shares !== firstToGive(giver);
      }
      budget.nodes += 1;
      const down = stepDown(giver, shares);
      given.push(down);
      const more = isExact ? shares * giver.weight : weightFreed(down, guide);
      const after = rows.map((row) => withFreed(row, down));
      give(at + 1, { spent: paid, freed: freed + more, rows: after });
      given.pop();
    }
    return true;
  };
  const give = (from: number, soFar: Given): void => {
    const { spent, freed } = soFar;
    if (!isHopeless(knapsack.ceiling(room + freed) - spent)) take(soFar);
    for (let at = from; at < givers.length; at += 1) {
      const giver = givers[at];
      // The givers after one that gives nothing lose at least as much with their first share.
      if (giver === undefined || !giveFrom(at, giver, soFar)) return;
    }
  };
  if (!isHopeless(knapsack.ceilingBuyingRoom(room, { price, spent: 0 }))) {
    give(0, { spent: 0, freed: 0, rows: asked });
  }
  return { steps: found, ceiling: asUsd(BigInt(ceiling)) };
}

/** Those that have something to give, the smallest loss first. */
function giversAmong(floored: readonly Bought[]): readonly Giver[] {
  return floored
    .map((bought, place): Giver => {
      const { price, valuedAt, fewest } = bought.choice;
      return {
        bought,
        place,
        weight: Number(price),
        loss: Number(valuedAt * ONE_SHARE),
        shares: Number(bought.quantity / ONE_SHARE),
        fewest: Number(fewest / ONE_SHARE),
      };
    })
    .filter(({ shares }) => shares > 0)
    .sort((a, b) => firstToGive(a) * a.loss - firstToGive(b) * b.loss || a.place - b.place);
}

function firstToGive({ shares, fewest }: Giver): number {
  return shares > fewest ? 1 : shares;
}

/** One share, two shares, and so on down to the smallest order; then all of them. */
function* waysToGive({ shares, fewest }: Giver): Generator<number> {
  for (let fewer = 1; fewer <= shares - fewest; fewer += 1) yield fewer;
  yield shares;
}

function stepDown({ bought, place, shares }: Giver, fewer: number): Step {
  const left = shares === fewer ? ZERO_SHARES : sharesLess(bought.quantity, fewer);
  return stepOf(bought, place, left);
}

function sharesLess(quantity: Shares, fewer: number): Shares {
  return asShares(quantity - BigInt(fewer) * ONE_SHARE);
}

/** The least that must be lost to free one unit of weight in the row. */
function priceOfRoom(givers: readonly Giver[], { counts, factor }: BuyRow): number {
  const prices = givers.map(({ bought: { choice } }) => {
    const { price, valuedAt, reserved } = choice;
    const [value, worth] = [valueOf(ONE_SHARE, price), valueOf(ONE_SHARE, valuedAt)];
    const margin = partOf(value, choice.marginRate, 'ceil');
    const main = { value, worth, margin }[counts];
    const dearer = value > worth ? value - worth : 0n;
    const cost = mostSavedByOneShareLess(price, reserved) + (counts === 'value' ? 0n : dearer);
    return Number((WEIGHT * worth) / (main + divide(factor * cost, ONE, 'ceil')));
  });
  return Math.max(1, Math.min(...(prices.length > 0 ? prices : [Number(WEIGHT)])));
}

function weightFreed(down: Step, guide: BuyRow): number {
  return Number(divide(0n - useOf(down, guide, 'floor'), WEIGHT, 'ceil'));
}

function withFreed(row: BuyRow, down: Step): BuyRow {
  return { ...row, room: asUsd(row.room - useOf(down, row, 'ceil')) };
}
