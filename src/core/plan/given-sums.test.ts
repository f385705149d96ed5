import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GivenSums, type Givable } from './given-sums.ts';

const all = (loss: number, shares: number): Givable => ({ loss, some: shares, all: shares });

/** Every sum up to `most`, by trying all numbers of shares. */
function sumsByTrying(kinds: readonly Givable[], most: number): readonly number[] {
  let sums = [0];
  for (const { loss, some, all: whole } of kinds) {
    const ways = [...Array.from({ length: some + 1 }, (_, shares) => shares), whole];
    sums = sums.flatMap((sum) => ways.map((shares) => sum + shares * loss));
  }
  return [...new Set(sums)].filter((sum) => sum <= most).sort((a, b) => a - b);
}

/** What the shares that are named for a sum come to, when each kind can give so many. */
function worthOf(sums: GivenSums, sum: number, kinds: readonly Givable[]): number {
  const given = sums.sharesFor(sum);
  expect(new Set(given.map(({ place }) => place)).size).toBe(given.length);
  return given.reduce((worth, { place, shares }) => {
    const kind = kinds[place];
    expect(kind !== undefined && (shares <= kind.some || shares === kind.all)).toBe(true);
    return worth + shares * (kind?.loss ?? 0);
  }, 0);
}

const anyKinds = fc.array(
  fc
    .record({
      loss: fc.integer({ min: 1, max: 40 }).map((tens) => tens * 10),
      some: fc.integer({ min: 0, max: 4 }),
      more: fc.integer({ min: 0, max: 4 }),
    })
    .map(({ loss, some, more }) => ({ loss, some, all: Math.max(1, some + more) })),
  { maxLength: 5 },
);

describe('the smallest sum of at least so much', () => {
  it('of the example: both shares of 30', () => {
    const sums = new GivenSums([all(30, 2), all(50, 1)], 100, 1_000);
    expect(sums.isComplete).toBe(true);
    expect(
      [0, 1, 30, 31, 50, 51, 55, 60, 61, 80, 81, 100, 101, 9_999].map((amount) =>
        sums.atLeast(amount),
      ),
    ).toEqual([0, 30, 30, 50, 50, 60, 60, 60, 80, 80, Infinity, Infinity, Infinity, Infinity]);
    expect(sums.sharesFor(60)).toEqual([{ place: 0, shares: 2 }]);
    expect(sums.sharesFor(80)).toEqual([
      { place: 1, shares: 1 },
      { place: 0, shares: 1 },
    ]);
    expect(sums.sharesFor(0)).toEqual([]);
  });

  it('with a smallest order: up to some, or all', () => {
    const sums = new GivenSums([{ loss: 10, some: 2, all: 7 }], 100, 1_000);
    expect([5, 20, 21, 70, 71].map((amount) => sums.atLeast(amount))).toEqual([
      10,
      20,
      70,
      70,
      Infinity,
    ]);
    expect(sums.sharesFor(70)).toEqual([{ place: 0, shares: 7 }]);
  });

  it('is nothing or infinite where nobody gives', () => {
    const sums = new GivenSums([], 100, 10);
    expect([sums.isComplete, sums.atLeast(0), sums.atLeast(1)]).toEqual([true, 0, Infinity]);
  });

  it('is what trying all numbers of shares finds', () => {
    fc.assert(
      fc.property(anyKinds, fc.integer({ min: 0, max: 1_500 }), (kinds, most) => {
        const sums = new GivenSums(kinds, most, 2_000);
        const known = sumsByTrying(kinds, most);
        expect(sums.isComplete).toBe(true);
        for (let amount = 0; amount <= most; amount += 11) {
          const least = known.find((sum) => sum >= amount) ?? Infinity;
          expect(sums.atLeast(amount)).toBe(least);
          if (least < Infinity) expect(worthOf(sums, least, kinds)).toBe(least);
        }
      }),
      { seed: 21, numRuns: 60 },
    );
  });

  it('may be missed with too few buckets, which is said', () => {
    // Buckets of 21: 50 finds that of 60 taken.
    const sums = new GivenSums([all(30, 2), all(50, 1)], 100, 5);
    expect(sums.isComplete).toBe(false);
    expect([30, 31, 50, 61].map((amount) => sums.atLeast(amount))).toEqual([30, 60, 60, 80]);
  });

  it('with too few buckets is still one that there is', () => {
    fc.assert(
      fc.property(anyKinds, fc.integer({ min: 100, max: 1_500 }), (kinds, most) => {
        const sums = new GivenSums(kinds, most, 8);
        const known = sumsByTrying(kinds, most);
        for (let amount = 0; amount <= most; amount += 11) {
          const sum = sums.atLeast(amount);
          const least = known.find((each) => each >= amount) ?? Infinity;
          if (sums.isComplete) expect(sum).toBe(least);
          if (sum === Infinity) continue;
          expect(sum >= amount && known.includes(sum)).toBe(true);
          expect(worthOf(sums, sum, kinds)).toBe(sum);
        }
      }),
      { seed: 22, numRuns: 60 },
    );
  });
});

it('a sum that is not known is refused', () => {
  expect(() => new GivenSums([all(30, 2)], 100, 1_000).sharesFor(40)).toThrow('one of those');
});
