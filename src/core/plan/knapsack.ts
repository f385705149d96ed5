/*
 * The 0/1 knapsack: which of these items, together inside the room, are worth the most? By branch
 * and bound, so that the answer comes with a proof of how good it is.
 *
 * The items stand in order of gain per weight. A node takes the longest run of items that fits; the
 * first one that does not is the break item. Filling what is left with a fraction of the break item
 * gives a value that no choice from here on can exceed (Dantzig); when that is no more than what
 * was already found, the node is done with. Otherwise the search goes on without the break item,
 * and then without each item of the run in turn, the last one first.
 *
 * Example: room 10, gain/weight 60/5, 50/5 and 90/10. The run is the first two and fills the room:
 * 110. Without the second, 60 and half of 90 come to 105: no better, and so for the rest.
 *
 * Between items of one weight a fraction says little, and the search would not end. So a second
 * ceiling counts: no more than the k greatest gains, where k of the lightest items fit.
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

/** How many choices were looked at so far, and how many may be. One budget may serve several searches. */
export interface Budget {
  readonly most: number;
  nodes: number;
}

export interface Task {
  readonly room: number;
  /** Only a choice that gains more than this is an answer. */
  readonly beat: number;
  /** An answer that is better by no more than this is not searched for. */
  readonly tolerance: number;
  readonly budget: Budget;
  /** The last word on a choice that gains more than all before it, as places in the items. */
  readonly allows: (taken: readonly number[]) => boolean;
}

export interface Packed {
  /** The best choice found, as places in the items; undefined when none gains more than `beat`. */
  readonly found: { readonly gain: number; readonly taken: readonly number[] } | undefined;
  /** No choice that fits gains more than this, or than `beat`, whichever is more. */
  readonly ceiling: number;
}

/** Whether the knapsack can hold its sums and products exactly for these items. */
export function isExact(items: readonly Item[]): boolean {
  const gains = items.reduce((sum, { gain }) => sum + gain, 0);
  const weights = items.reduce((sum, { weight }) => sum + weight, 0);
  return Number.isSafeInteger(gains) && Number.isSafeInteger(weights) && scaleOf(items) >= 1;
}

export class Knapsack {
  /** Places in the items, best gain per weight first; the other lists are in this order. */
  readonly #places: readonly number[];
  readonly #weights: readonly number[];
  /** Gain of one unit of weight times the scale, rounded up. */
  readonly #rates: readonly number[];
  readonly #scale: number;
  readonly #weightBefore: readonly number[];
  readonly #gainBefore: readonly number[];
  /** The smallest weight from each place on. */
  readonly #lightestFrom: readonly number[];
  /** What the k lightest items weigh, and what the k best ones gain. */
  readonly #lightest: readonly number[];
  readonly #best: readonly number[];

  /** The items must be exact (`isExact`). */
  constructor(items: readonly Item[]) {
    assert(isExact(items), 'the numbers of a knapsack are exact');
    this.#scale = scaleOf(items);
    const sorted = inOrderOfRate(items, this.#scale);
    this.#places = sorted.map(({ place }) => place);
    this.#weights = sorted.map(({ weight }) => weight);
    this.#rates = sorted.map(({ gain, weight }) => ceilDivide(gain * this.#scale, weight));
    this.#weightBefore = runningSums(this.#weights);
    this.#gainBefore = runningSums(sorted.map(({ gain }) => gain));
    this.#lightestFrom = smallestFrom(this.#weights);
    this.#lightest = runningSums([...this.#weights].sort((a, b) => a - b));
    this.#best = runningSums(sorted.map(({ gain }) => gain).sort((a, b) => b - a));
  }

  /** No choice that fits is worth more. */
  ceiling(room: number): number {
    const count = countWithin(this.#lightest, room, 0);
    return Math.min(this.#fill(0, room), this.#best[count] ?? 0);
  }

  /**
   * No choice is worth more, when more room may be bought at `price`, in gain for a unit of weight,
   * and at least `spent` is paid for it. Never rises with `spent`.
   */
  ceilingBuyingRoom(room: number, { price, spent }: { price: number; spent: number }): number {
    const bought = ceilDivide(spent, price);
    // Items that gain more than their room costs would pay for it themselves.
    let worthBuying = 0;
    while ((this.#rates[worthBuying] ?? 0) > price * this.#scale) worthBuying += 1;
    const wanted = (this.#weightBefore[worthBuying] ?? 0) - room;
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

  /** The best choice that fits and is allowed, and how much better another could be. */
  pack({ room, beat, tolerance, budget, allows }: Task): Packed {
    const taken: boolean[] = this.#places.map(() => false);
    let found: Packed['found'];
    let best = beat;
    let ceiling = beat;
    const isHopeless = (most: number): boolean => {
      budget.nodes += 1;
      if (most > best + tolerance && budget.nodes < budget.most) return false;
      ceiling = Math.max(ceiling, most);
      return true;
    };
    /** Whether nothing better than this choice is to be had from a part of it. */
    const offer = (gain: number): boolean => {
      if (gain <= best) return true;
      const places = this.#places.filter((_, at) => taken[at]);
      if (!allows(places)) return false;
      best = gain;
      found = { gain, taken: places };
      return true;
    };
    const explore = (from: number, left: number, gain: number): void => {
      if (left < (this.#lightestFrom[from] ?? Infinity)) {
        offer(gain);
        return;
      }
      const end = countWithin(this.#weightBefore, left + (this.#weightBefore[from] ?? 0), from);
      taken.fill(true, from, end);
      const allFit = end === taken.length && offer(gain + this.#gainOf(from, end));
      if (allFit) taken.fill(false, from, end);
      for (let at = allFit ? from - 1 : end; at >= from; at -= 1) {
        // Without this item: first without the break item, then with a shorter run each time.
        taken[at] = false;
        const rest = left - this.#weightOf(from, at);
        const soFar = gain + this.#gainOf(from, at);
        if (at === taken.length || isHopeless(soFar + this.#fill(at + 1, rest))) continue;
        explore(at + 1, rest, soFar);
      }
    };
    const most = this.ceiling(room);
    if (!isHopeless(most)) explore(0, room, 0);
    return { found, ceiling: Math.max(best, Math.min(ceiling, most)) };
  }

  #weightOf(from: number, to: number): number {
    return (this.#weightBefore[to] ?? 0) - (this.#weightBefore[from] ?? 0);
  }

  #gainOf(from: number, to: number): number {
    return (this.#gainBefore[to] ?? 0) - (this.#gainBefore[from] ?? 0);
  }

  /** What fills the room from this place on: whole items, and a fraction of the break item. */
  #fill(from: number, room: number): number {
    const end = countWithin(this.#weightBefore, room + (this.#weightBefore[from] ?? 0), from);
    const left = room - this.#weightOf(from, end);
    return this.#gainOf(from, end) + ceilDivide(left * (this.#rates[end] ?? 0), this.#scale);
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

function smallestFrom(numbers: readonly number[]): readonly number[] {
  const smallest = [...numbers];
  for (let at = numbers.length - 2; at >= 0; at -= 1) {
    smallest[at] = Math.min(smallest[at] ?? 0, smallest[at + 1] ?? 0);
  }
  return smallest;
}

/** Exact for exact integers, unlike rounding a quotient. */
function ceilDivide(numerator: number, denominator: number): number {
  const remainder = numerator % denominator;
  return (numerator - remainder) / denominator + (remainder > 0 ? 1 : 0);
}
