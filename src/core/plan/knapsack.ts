/*
 * The 0/1 knapsack: which of these items, together inside the room, are worth the most? Here are
 * the ceilings that no choice exceeds; `pack.ts` searches for the choice.
 *
 * The items stand in order of gain per weight. The longest run of items that fits, and a fraction
 * of the first one that does not, have a value that no choice can exceed (Dantzig). Between items
 * of one weight a fraction says little, so a second ceiling counts: no more than the k greatest
 * gains, where k of the lightest items fit.
 *
 * There may be more room to buy, at a price in gain. Then an item may be taken that does not fit.
 *
 * Example: room 10, gain/weight 60/5, 50/5 and 90/10. The run is the first two and fills the room:
 * 110. Without the second, 60 and half of 90 come to 105.
 *
 * All numbers are integers that JavaScript holds exactly. Gains may count a finer unit than weights.
 */
import { assert } from '../units/assert.ts';

export interface Item {
  /** More than 0. */
  readonly gain: number;
  /** More than 0. */
  readonly weight: number;
}

/** Whether the knapsack can hold its sums and products exactly for these items and this price. */
export function isExact(items: readonly Item[], price = Infinity): boolean {
  const gains = items.reduce((sum, { gain }) => sum + gain, 0);
  const weights = items.reduce((sum, { weight }) => sum + weight, 0);
  const dearest = price === Infinity ? weights : weights * price;
  return Number.isSafeInteger(gains) && Number.isSafeInteger(dearest) && scaleOf(items) >= 1;
}

export class Knapsack {
  /** No unit of more room costs less gain than this; Infinity when there is none to be had. */
  readonly price: number;
  /** Places in the items, best gain per weight first; the other lists are in this order. */
  readonly #places: readonly number[];
  readonly #weights: readonly number[];
  /** Gain of one unit of weight times the scale, rounded up. */
  readonly #rates: readonly number[];
  readonly #scale: number;
  readonly #weightBefore: readonly number[];
  readonly #gainBefore: readonly number[];
  /** So many items gain more than their room costs: they would pay for it themselves. */
  readonly #paying: number;
  /** What the k lightest items weigh, and what the k best ones gain. */
  readonly #lightest: readonly number[];
  readonly #best: readonly number[];

  /** The items and the price, a whole number more than 0, must be exact (`isExact`). */
  constructor(items: readonly Item[], price = Infinity) {
    assert(isExact(items, price), 'the numbers of a knapsack are exact');
    this.price = price;
    this.#scale = scaleOf(items);
    const sorted = inOrderOfRate(items, this.#scale);
    this.#places = sorted.map(({ place }) => place);
    this.#weights = sorted.map(({ weight }) => weight);
    this.#rates = sorted.map(({ gain, weight }) => ceilDivide(gain * this.#scale, weight));
    this.#weightBefore = runningSums(this.#weights);
    this.#gainBefore = runningSums(sorted.map(({ gain }) => gain));
    this.#paying = this.#rates.filter((rate) => rate > price * this.#scale).length;
    this.#lightest = runningSums([...this.#weights].sort((a, b) => a - b));
    this.#best = runningSums(sorted.map(({ gain }) => gain).sort((a, b) => b - a));
  }

  /** How many items there are. */
  get size(): number {
    return this.#places.length;
  }

  /** What all of them gain. */
  get gain(): number {
    return this.gainOf(0, this.size);
  }

  /** The place in the items of the one that is `at` so many when the best gain per weight is first. */
  placeOf(at: number): number {
    return this.#places[at] ?? 0;
  }

  /** What the items from one to before another weigh, best gain per weight first. */
  weightOf(from: number, to: number): number {
    return (this.#weightBefore[to] ?? 0) - (this.#weightBefore[from] ?? 0);
  }

  /** What they gain. */
  gainOf(from: number, to: number): number {
    return (this.#gainBefore[to] ?? 0) - (this.#gainBefore[from] ?? 0);
  }

  /** No choice that fits is worth more. */
  ceiling(room: number): number {
    const count = countWithin(this.#lightest, room, 0);
    return Math.min(this.#fill(0, room), this.#best[count] ?? 0);
  }

  /**
   * No choice among the items from this one on is worth more, less what it pays for room. The room
   * may be less than nothing: then that much is still to be paid for.
   */
  ceilingFrom(from: number, room: number): number {
    const to = Math.max(from, this.#paying);
    const short = this.weightOf(from, to) - room;
    return short > 0 ? this.gainOf(from, to) - short * this.price : this.#fill(from, room);
  }

  /**
   * No choice is worth more, when at least `spent` is paid for more room. Never rises with `spent`.
   */
  ceilingSpending(spent: number, room: number): number {
    const { price } = this;
    const bought = ceilDivide(spent, price);
    const wanted = this.weightOf(0, this.#paying) - room;
    const bySplitting =
      wanted > bought
        ? this.#fill(0, room + wanted) - wanted * price
        : this.#fill(0, room + bought) - spent;

    let count = countWithin(this.#lightest, room + bought, 0);
    let byCount = (this.#best[count] ?? 0) - spent;
    // With every further item the gains shrink and the weights grow: the first loss is the end.
    for (count += 1; count < this.#best.length; count += 1) {
      const needed = ((this.#lightest[count] ?? 0) - room) * price;
      const next = (this.#best[count] ?? 0) - Math.max(spent, needed);
      if (next <= byCount) break;
      byCount = next;
    }
    return Math.min(bySplitting, byCount);
  }

  /** What fills the room from this place on: whole items, and a fraction of the break item. */
  #fill(from: number, room: number): number {
    const end = countWithin(this.#weightBefore, room + (this.#weightBefore[from] ?? 0), from);
    const left = room - this.weightOf(from, end);
    return this.gainOf(from, end) + ceilDivide(left * (this.#rates[end] ?? 0), this.#scale);
  }
}

/**
 * A power of two by which a rate can be multiplied so that its product with a weight stays exact:
 * the larger, the finer the ceiling. 0 when the numbers are too large for any.
 */
function scaleOf(items: readonly Item[]): number {
  const heaviest = items.reduce((most, { weight }) => Math.max(most, weight), 1);
  const steepest = items.reduce(
    (most, { gain, weight }) => Math.max(most, ceilDivide(gain, weight)),
    1,
  );
  let scale = FINEST_SCALE;
  while (scale >= 1 && heaviest * (steepest + 1) * scale > Number.MAX_SAFE_INTEGER) scale /= 2;
  return scale >= 1 ? scale : 0;
}

const FINEST_SCALE = 2 ** 20;

/** Best gain per weight first, compared exactly; then in the order given. */
function inOrderOfRate(
  items: readonly Item[],
  scale: number,
): readonly (Item & { readonly place: number })[] {
  return items
    .map(({ gain, weight }, place) => {
      const scaled = gain * scale;
      return { gain, weight, place, key: (scaled - (scaled % weight)) / weight };
    })
    .sort((a, b) => {
      if (a.key !== b.key) return b.key - a.key;
      const [left, right] = [BigInt(a.gain) * BigInt(b.weight), BigInt(b.gain) * BigInt(a.weight)];
      return left === right ? a.place - b.place : left > right ? -1 : 1;
    });
}

/** How far `sums` can be followed from `from` on without exceeding `room`. */
function countWithin(sums: readonly number[], room: number, from: number): number {
  let [low, high] = [from, sums.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sums[middle] ?? 0) <= room) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** What the first k numbers come to, for each k from 0. */
function runningSums(numbers: readonly number[]): readonly number[] {
  const sums = [0];
  let sum = 0;
  for (const each of numbers) sums.push((sum += each));
  return sums;
}

/** Exact for exact integers, unlike rounding a quotient. */
function ceilDivide(numerator: number, denominator: number): number {
  const remainder = numerator % denominator;
  return (numerator - remainder) / denominator + (remainder > 0 ? 1 : 0);
}
