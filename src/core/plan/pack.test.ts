import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyItems, bestByTrying } from '../testing/try-choices.ts';
import { Knapsack } from './knapsack.ts';
import { pack, type Task } from './pack.ts';

const task = (room: number, different: Partial<Task> = {}): Task => ({
  room,
  beat: 0,
  tolerance: 0,
  budget: { most: 20_000, nodes: 0 },
  lacking: () => 0,
  ...different,
});

const anyRoom = fc.integer({ min: 0, max: 200 });

describe('the best choice', () => {
  it('of the example: the first two', () => {
    const items = [
      { gain: 60, weight: 5 },
      { gain: 50, weight: 5 },
      { gain: 90, weight: 10 },
    ];
    const { found, ceiling } = pack(new Knapsack(items), task(10));
    expect(found).toEqual({ gain: 110, taken: [0, 1], paid: 0 });
    expect(ceiling).toBe(110);
  });

  it('is what trying everything finds, and proven to be', () => {
    fc.assert(
      fc.property(anyItems, anyRoom, (items, room) => {
        const { found, ceiling } = pack(new Knapsack(items), task(room));
        const { gain } = bestByTrying(items, room);
        expect([found?.gain ?? 0, ceiling]).toEqual([gain, gain]);
        const weight = (found?.taken ?? []).reduce((sum, at) => sum + (items[at]?.weight ?? 0), 0);
        expect(weight <= room).toBe(true);
      }),
      { seed: 11, numRuns: 250 },
    );
  });

  it('among those that are allowed only, whoever says so', () => {
    const lacking = (taken: readonly number[]): number => taken.length % 2;
    fc.assert(
      fc.property(anyItems, anyRoom, (items, room) => {
        const { found } = pack(new Knapsack(items), task(room, { lacking }));
        let best = 0;
        for (let mask = 0; mask < 2 ** items.length; mask += 1) {
          const taken = items.filter((_, at) => (mask >> at) % 2 === 1);
          const weight = taken.reduce((sum, each) => sum + each.weight, 0);
          const gain = taken.reduce((sum, each) => sum + each.gain, 0);
          if (weight <= room && taken.length % 2 === 0) best = Math.max(best, gain);
        }
        expect(found?.gain ?? 0).toBe(best);
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it('is not looked for where it gains no more than is to be beaten', () => {
    const knapsack = new Knapsack([{ gain: 60, weight: 5 }]);
    expect(pack(knapsack, task(10, { beat: 60 }))).toEqual({ found: undefined, ceiling: 60 });
    expect(pack(knapsack, task(10, { beat: 59 })).found?.gain).toBe(60);
    expect(pack(knapsack, task(10, { beat: 50, tolerance: 10 })).ceiling).toBe(60);
  });
});

describe('with more room to buy', () => {
  const price = 7;
  /** Room comes by the dozen, each dozen for 90: never for less than 7 a unit. */
  const byTheDozen = {
    costOf: (room: number, from: number) =>
      90 * Math.max(Math.ceil(room / 12), Math.ceil(from / 90)),
    isComplete: true,
  };

  it('takes what does not fit, where that gains more than the room costs', () => {
    const items = [
      { gain: 60, weight: 6 },
      { gain: 100, weight: 10 },
    ];
    const knapsack = new Knapsack(items, price);
    expect(pack(knapsack, task(10, { more: byTheDozen })).found).toEqual({
      gain: 100,
      taken: [1],
      paid: 0,
    });
    expect(pack(knapsack, task(3, { more: byTheDozen })).found).toEqual({
      gain: 10,
      taken: [1],
      paid: 90,
    });
  });

  it('finds what trying everything finds, and proves it', () => {
    fc.assert(
      fc.property(anyItems, anyRoom, (items, room) => {
        const { found, ceiling } = pack(
          new Knapsack(items, price),
          task(room, { more: byTheDozen }),
        );
        const { gain } = bestByTrying(items, room, (short) => byTheDozen.costOf(short, 0));
        expect([found?.gain ?? 0, ceiling]).toEqual([gain, gain]);
      }),
      { seed: 15, numRuns: 250 },
    );
  });

  it('pays more where what it would pay is not enough, and does not claim that it had to', () => {
    /** Choices of an odd number of items need one dozen more. */
    const lacking = (taken: readonly number[], paid: number): number =>
      paid > 0 && taken.length % 2 === 1 && (paid / 90) % 2 === 1 ? 1 : 0;
    const knapsack = new Knapsack([{ gain: 200, weight: 10 }], price);
    expect(pack(knapsack, task(3, { more: byTheDozen, lacking }))).toEqual({
      found: { gain: 20, taken: [0], paid: 180 },
      ceiling: 110,
    });
  });

  it('claims no more than the price where room may be cheaper than is known', () => {
    const more = { ...byTheDozen, isComplete: false };
    const knapsack = new Knapsack([{ gain: 200, weight: 10 }], price);
    expect(pack(knapsack, task(3, { more }))).toEqual({
      found: { gain: 110, taken: [0], paid: 90 },
      ceiling: 200 - 7 * price,
    });
  });

  it('ends when no room is to be had', () => {
    const more = { costOf: () => Infinity, isComplete: true };
    const knapsack = new Knapsack([{ gain: 200, weight: 10 }], price);
    expect(pack(knapsack, task(3, { more }))).toEqual({ found: undefined, ceiling: 0 });
  });
});

describe('ended early', () => {
  const budgeted = fc.integer({ min: 1, max: 8 });

  it('the ceiling still holds', () => {
    fc.assert(
      fc.property(anyItems, anyRoom, budgeted, (items, room, most) => {
        const budget = { most, nodes: 0 };
        const { found, ceiling } = pack(new Knapsack(items), task(room, { budget }));
        const { gain } = bestByTrying(items, room);
        expect((found?.gain ?? 0) <= gain && gain <= ceiling).toBe(true);
        expect(budget.nodes <= most).toBe(true);
      }),
      { seed: 13, numRuns: 200 },
    );
  });

  it('also among choices that are refused, at every price', () => {
    const budget = { most: 5, nodes: 0 };
    const more = {
      costOf: (room: number, from: number) => Math.max(7 * room, from),
      isComplete: true,
    };
    const knapsack = new Knapsack([{ gain: 200, weight: 10 }], 7);
    const { found, ceiling } = pack(knapsack, task(3, { budget, more, lacking: () => 1 }));
    expect([found, ceiling, budget.nodes]).toEqual([undefined, 151, 5]);
  });
});
