/*
 * The search of phase 3 (see `polish-buys.ts`): who takes a share more, and who gives shares up so
 * that there is room.
 *
 * A share that is given up loses what it is worth and frees as much for others. So what counts is
 * only what the giving comes to, and all sums that it can come to are worked out first. Then
 * `pack.ts` searches for the takers, for each choice of which the cheapest sum is looked up that
 * makes the room it lacks.
 *
 * Where the sums are too many to know all of them, an improvement may halve what giving can still be
 * worth; the search is then made again with half as many.
 */
import { ONE, partOf } from '../units/ratio.ts';
import { divide } from '../units/rounding.ts';
import { asShares, ONE_SHARE, valueOf, ZERO_SHARES } from '../units/shares.ts';
import { asUsd, type Usd } from '../units/usd.ts';
import type { Bought } from './buy-choice.ts';
import type { BuyRow } from './buy-rows.ts';
import { excessOf, stepOf, WEIGHT, type Packing, type Step } from './buy-steps.ts';
import { mostSavedByOneShareLess } from './costs.ts';
import { GivenSums, type Givable } from './given-sums.ts';
import type { Knapsack } from './knapsack.ts';
import { pack, type Budget } from './pack.ts';

export interface Search {
  /** The steps up as a knapsack inside the rows, with the price of room from `priceOfRoom`. */
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

/** A buy that can give shares up. Plain numbers: a packing is only there when they are exact. */
interface Giver extends Givable {
  readonly bought: Bought;
  readonly place: number;
}

/** How many sums are worked out at most, and how many for all givers together. */
const MOST_SUMS = 2 ** 16;
const MOST_SUMS_OF_ALL = 2 ** 17;

/** Searches the steps up from `floored`, and the shares given up for them, that gain most. */
export function giveAndTake(floored: readonly Bought[], search: Search): GiveAndTake {
  const { packing, ups, tolerance, budget } = search;
  const { knapsack, room } = packing;
  const givers = giversAmong(floored);
  let best = Number(search.beat);
  let ceiling = knapsack.ceilingSpending(0, room);
  let steps: readonly Step[] | undefined;
  for (let before = Infinity; ceiling > best + Number(tolerance);) {
    const most = mostToGive(knapsack, room, best);
    if (2 * most > before) break;
    before = most;
    const able = givers.filter((giver) => leastOf(giver) <= most);
    const sums = new GivenSums(able, most, Math.min(MOST_SUMS, MOST_SUMS_OF_ALL / able.length));
    const stepsFor = (taken: readonly number[], paid: number): readonly Step[] | undefined =>
      combined(
        taken.flatMap((at) => ups[at] ?? []),
        sums.sharesFor(paid).flatMap(({ place, shares }) => {
          const giver = able[place];
          return giver === undefined ? [] : { giver, shares };
        }),
      );
    const { found, ceiling: proven } = pack(knapsack, {
      room,
      beat: best,
      tolerance: Number(tolerance),
      budget,
      more: {
        costOf: (short, from) => sums.atLeast(Math.max(short * knapsack.price, from)),
        isComplete: sums.isComplete,
      },
      lacking: (taken, paid) => lackingFor(stepsFor(taken, paid), packing),
    });
    ceiling = Math.min(ceiling, proven);
    if (found === undefined) break;
    best = found.gain;
    steps = stepsFor(found.taken, found.paid);
    if (sums.isComplete) break;
  }
  return { steps, ceiling: asUsd(BigInt(ceiling)) };
}

/** Giving up more than this is not worth it. */
function mostToGive(knapsack: Knapsack, room: number, beat: number): number {
  let [low, high] = [0, knapsack.gain - beat];
  // A little too much does no harm.
  while (high - low > 1 + high / 64) {
    const middle = Math.floor((low + high) / 2);
    if (knapsack.ceilingSpending(middle, room) > beat) low = middle;
    else high = middle;
  }
  return high;
}

/** How much more is to be given before these steps are asked again; 0 when they keep the rows. */
function lackingFor(steps: readonly Step[] | undefined, { knapsack, asked }: Packing): number {
  // Somebody would be left with too small an order: a little more may be others' shares.
  if (steps === undefined) return 1;
  const excess = excessOf(steps, asked);
  // Not all of it at once: other shares may save more costs.
  return excess <= 0n ? 0 : Number(divide(excess * BigInt(knapsack.price), 4n * WEIGHT, 'ceil'));
}

/** Those that have something to give, the smallest loss first. */
function giversAmong(floored: readonly Bought[]): readonly Giver[] {
  return floored
    .map((bought, place): Giver => {
      const { valuedAt, fewest } = bought.choice;
      const all = Number(bought.quantity / ONE_SHARE);
      // With fewer than the smallest order it is none, and all go.
      const some = fewest > ONE_SHARE ? Math.max(0, all - Number(fewest / ONE_SHARE)) : all;
      return { bought, place, loss: Number(valuedAt * ONE_SHARE), some, all };
    })
    .filter(({ all }) => all > 0)
    .sort((a, b) => leastOf(a) - leastOf(b) || a.place - b.place);
}

/** The least that it can give. */
function leastOf({ loss, some, all }: Givable): number {
  return some > 0 ? loss : all * loss;
}

/**
 * The steps up and down as one step for each buy. Who gives and takes gives one share less; undefined
 * where that leaves too small an order.
 */
function combined(
  ups: readonly Step[],
  given: readonly { readonly giver: Giver; readonly shares: number }[],
): readonly Step[] | undefined {
  const steps = new Map(ups.map((up) => [up.place, up]));
  for (const { giver, shares } of given) {
    const { bought, place } = giver;
    const from = steps.get(place)?.to ?? bought.quantity;
    const left = asShares(from - BigInt(shares) * ONE_SHARE);
    if (left > ZERO_SHARES && left < bought.choice.fewest) return undefined;
    if (left === bought.quantity) steps.delete(place);
    else steps.set(place, stepOf(bought, place, left));
  }
  return [...steps.values()];
}

/** The least that must be lost to free one unit of weight in a row, in units of gain. */
export function priceOfRoom(floored: readonly Bought[], { counts, factor }: BuyRow): number {
  const prices = floored
    .filter(({ quantity }) => quantity > 0n)
    .map(({ choice }) => {
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
