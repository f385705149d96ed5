/*
 * What giving shares up can come to. So many shares of each kind may go, each for the same loss:
 * which sums of losses are there, and which shares make one of them?
 *
 * The sums stand in a row of buckets, each as wide as `width`; the first sum that falls into a bucket
 * has it. Where the width divides every loss no two sums share a bucket, and the answers are
 * complete: what is not found does not exist. Where that would take too many buckets they are
 * wider, and some sums are missed.
 *
 * Example: 2 shares of 30 and 1 of 50, up to 100. The width is 10, and the sums are 0, 30, 60, 50 and
 * 80. At least 55 is 60: both shares of 30.
 */
import { assert } from '../units/assert.ts';

/** Shares of one kind. All numbers are whole. */
export interface Givable {
  /** What giving up one of them loses: more than 0. */
  readonly loss: number;
  /** So many of them can go, or any fewer. */
  readonly some: number;
  /** Or all of them: no fewer than `some`. */
  readonly all: number;
}

/** Shares of one kind that are given up, by the kind's place. */
export interface Given {
  readonly place: number;
  readonly shares: number;
}

export class GivenSums {
  /** Whether every sum up to the most is known. */
  readonly isComplete: boolean;
  readonly #width: number;
  readonly #kinds: readonly Givable[];
  readonly #most: number;
  /** For each bucket its sum, the kind that was the last to add to it, and how many shares of it. */
  readonly #sums: Float64Array;
  readonly #kind: Uint32Array;
  readonly #shares: Float64Array;
  /** The buckets that have a sum, in the order in which they were filled. */
  readonly #filled: Uint32Array;
  #count = 0;
  /** The first bucket from each one on that has a sum. */
  readonly #next: Uint32Array;

  /** The sums up to `most`, in no more buckets than that, and one. */
  constructor(kinds: readonly Givable[], most: number, buckets: number) {
    this.#kinds = kinds;
    this.#most = most;
    const finest = kinds.reduce((divisor, { loss }) => commonDivisor(loss, divisor), 0);
    const narrowest = Math.ceil((most + 1) / buckets);
    this.isComplete = finest === 0 || finest >= narrowest;
    this.#width = finest === 0 ? most + 1 : Math.max(finest, narrowest);
    const size = Math.floor(most / this.#width) + 1;
    this.#sums = new Float64Array(size);
    this.#kind = new Uint32Array(size);
    this.#shares = new Float64Array(size);
    this.#filled = new Uint32Array(size);
    this.#put(0, NOTHING, 0);
    kinds.forEach((kind, place) => {
      this.#add(kind, FIRST + place);
    });
    this.#next = this.#following();
  }

  /** The smallest sum that is known and no less than this; Infinity when there is none. */
  atLeast(amount: number): number {
    const bucket = Math.floor(amount / this.#width);
    const sum = this.#sumIn(this.#next[bucket]);
    return sum >= amount ? sum : this.#sumIn(this.#next[bucket + 1]);
  }

  /** The shares that make a sum that `atLeast` has found. */
  sharesFor(sum: number): readonly Given[] {
    const given: Given[] = [];
    for (let left = sum; left > 0;) {
      const bucket = Math.floor(left / this.#width);
      assert(this.#sumIn(bucket) === left, 'the sum is one of those that are known');
      const place = (this.#kind[bucket] ?? 0) - FIRST;
      const shares = this.#shares[bucket] ?? 0;
      given.push({ place, shares });
      left -= shares * (this.#kinds[place]?.loss ?? 0);
    }
    return given;
  }

  #sumIn(bucket = Infinity): number {
    return (this.#kind[bucket] ?? EMPTY) === EMPTY ? Infinity : (this.#sums[bucket] ?? Infinity);
  }

  /** Adds shares of one kind to every sum that the kinds before it make. */
  #add({ loss, some, all }: Givable, kind: number): void {
    const before = this.#count;
    for (let at = 0; at < before; at += 1) {
      let sum = this.#sums[this.#filled[at] ?? 0] ?? 0;
      for (let shares = 1; shares <= some; shares += 1) {
        sum += loss;
        // Who has the bucket already goes on from there, with all shares of the kind still to give.
        if (!this.#put(sum, kind, shares)) break;
      }
    }
    if (all === some) return;
    for (let at = 0; at < before; at += 1) {
      this.#put((this.#sums[this.#filled[at] ?? 0] ?? 0) + all * loss, kind, all);
    }
  }

  /** Gives a sum its bucket, if that is there and empty. */
  #put(sum: number, kind: number, shares: number): boolean {
    const bucket = Math.floor(sum / this.#width);
    if (sum > this.#most || this.#kind[bucket] !== EMPTY) return false;
    this.#sums[bucket] = sum;
    this.#kind[bucket] = kind;
    this.#shares[bucket] = shares;
    this.#filled[this.#count] = bucket;
    this.#count += 1;
    return true;
  }

  #following(): Uint32Array {
    const size = this.#kind.length;
    const next = new Uint32Array(size + 1).fill(size);
    for (let bucket = size - 1; bucket >= 0; bucket -= 1) {
      next[bucket] = this.#kind[bucket] === EMPTY ? (next[bucket + 1] ?? size) : bucket;
    }
    return next;
  }
}

/** What a bucket has instead of a kind: no sum, or the sum of nothing given; then the kinds begin. */
const EMPTY = 0;
const NOTHING = 1;
const FIRST = 2;

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
