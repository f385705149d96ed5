/*
 * Which items gain most, less what is paid for room that they need and is not there? By branch and
 * bound, so that the answer comes with a proof of how good it is.
 *
 * Item by item, best gain per weight first: the search takes whatever something better may still
 * come of, says the knapsack's ceiling, whether it fits or not. Where nothing may, it lets the last
 * item that it took go and looks on behind it. So every choice is met once, or is part of what a
 * ceiling has done with.
 *
 * A choice that fits is offered when all that add to it have been seen: where those are allowed they
 * are better. One that needs more room is offered at once, for to add to it takes more still.
 */
import type { Knapsack } from './knapsack.ts';

/** How many choices were looked at so far, and how many may be. One budget may serve several searches. */
export interface Budget {
  readonly most: number;
  nodes: number;
}

/** More room than there is, for gain. Never cheaper than the knapsack's price. */
export interface RoomToBuy {
  /** The least that so much room is had for and that is no less than `from`; Infinity: not at all. */
  readonly costOf: (room: number, from: number) => number;
  /** Whether it is never had for less than `costOf` says. */
  readonly isComplete: boolean;
}

export interface Task {
  readonly room: number;
  /** Only a choice that gains more than this is an answer. */
  readonly beat: number;
  /** An answer that is better by no more than this is not searched for. */
  readonly tolerance: number;
  readonly budget: Budget;
  /** Undefined when all has to fit. */
  readonly more?: RoomToBuy;
  /**
   * The last word on a choice that gains more than all before it, as places in the items, and on what
   * it pays for room: 0 when it is allowed, or how much more it would have to pay, more or less.
   */
  readonly lacking: (taken: readonly number[], paid: number) => number;
}

/** A choice of items. */
export interface Choice {
  /** What they gain, less what is paid. */
  readonly gain: number;
  /** Places in the items. */
  readonly taken: readonly number[];
  /** For more room. */
  readonly paid: number;
}

export interface Packed {
  /** The best choice found; undefined when none gains more than `beat`. */
  readonly found: Choice | undefined;
  /** No choice gains more than this, or than `beat`, whichever is more. */
  readonly ceiling: number;
}

/** The best choice that is allowed, and how much better another could be. */
export function pack(knapsack: Knapsack, task: Task): Packed {
  return new Search(knapsack, task).run();
}

class Search {
  readonly #knapsack: Knapsack;
  readonly #task: Task;
  /** What is taken now, how much room that leaves (or lacks, below 0), and the item to look at next. */
  readonly #taken: number[] = [];
  #left: number;
  #gain = 0;
  #at = 0;
  #found: Choice | undefined;
  #best: number;
  #ceiling: number;

  constructor(knapsack: Knapsack, task: Task) {
    this.#knapsack = knapsack;
    this.#task = task;
    this.#left = task.room;
    this.#best = task.beat;
    this.#ceiling = task.beat;
  }

  run(): Packed {
    const most = this.#knapsack.ceilingSpending(0, this.#task.room);
    if (!this.#isHopeless(most)) {
      do {
        while (this.#takeNext());
        if (this.#left >= 0) this.#offer();
      } while (this.#dropLast());
    }
    return { found: this.#found, ceiling: Math.max(this.#best, Math.min(this.#ceiling, most)) };
  }

  /** Takes the next item that something better may come of; false when there is none. */
  #takeNext(): boolean {
    const knapsack = this.#knapsack;
    while (this.#at < knapsack.size) {
      const at = this.#at;
      if (this.#isHopeless(this.#gain + knapsack.ceilingFrom(at, this.#left))) return false;
      this.#task.budget.nodes += 1;
      this.#at = at + 1;
      const left = this.#left - knapsack.weightOf(at, at + 1);
      const gain = this.#gain + knapsack.gainOf(at, at + 1);
      // An item that fits is part of what was hoped for just now.
      if (left < 0 && this.#isHopeless(gain + knapsack.ceilingFrom(at + 1, left))) continue;
      this.#taken.push(at);
      this.#left = left;
      this.#gain = gain;
      if (left < 0) this.#offer();
      return true;
    }
    return false;
  }

  #dropLast(): boolean {
    const last = this.#taken.pop();
    if (last === undefined) return false;
    this.#left += this.#knapsack.weightOf(last, last + 1);
    this.#gain -= this.#knapsack.gainOf(last, last + 1);
    this.#at = last + 1;
    return true;
  }

  /** Whether nothing that is worth the search gains more than what was found; or the search is over. */
  #isHopeless(most: number): boolean {
    const { tolerance, budget } = this.#task;
    if (most > this.#best + tolerance && budget.nodes < budget.most) return false;
    this.#ceiling = Math.max(this.#ceiling, most);
    return true;
  }

  /** Keeps what is taken now, if it is allowed at a cost that leaves it better than what was found. */
  #offer(): void {
    const { more, budget, lacking } = this.#task;
    const gain = this.#gain;
    const short = Math.max(0, -this.#left);
    const costOf = (from: number): number =>
      short === 0 ? from : (more?.costOf(short, from) ?? Infinity);
    for (let paid = costOf(0); gain - paid > this.#best;) {
      const taken = this.#taken.map((at) => this.#knapsack.placeOf(at));
      const still = lacking(taken, paid);
      if (still === 0) {
        this.#best = gain - paid;
        this.#found = { gain: this.#best, taken, paid };
        break;
      }
      // It could be allowed with other room for the same cost.
      this.#ceiling = Math.max(this.#ceiling, gain - paid);
      budget.nodes += 1;
      if (short === 0 || budget.nodes >= budget.most) break;
      paid = costOf(paid + still);
    }
    if (short > 0 && more?.isComplete === false) {
      this.#ceiling = Math.max(this.#ceiling, gain - short * this.#knapsack.price);
    }
  }
}
