import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isExact, Knapsack, type Item, type Task } from './knapsack.ts';

const task = (room: number, different: Partial<Task> = {}): Task => ({
  room,
  beat: 0,
  tolerance: 0,
  budget: { most: 20_000, nodes: 0 },
  allows: () => true,
  ...different,
});

/** The most that any choice gains, by trying all of them. */
function bestByTrying(
  items: readonly Item[],
  room: number,
  allows: (taken: readonly number[]) => boolean = () => true,
): number {
  let best = 0;
  for (let mask = 0; mask < 2 ** items.length; mask += 1) {
    const taken = items.flatMap((_, at) => ((mask >> at) % 2 === 1 ? [at] : []));
    const weight = taken.reduce((sum, at) => sum + (items[at]?.weight ?? 0), 0);
    const gain = taken.reduce((sum, at) => sum + (items[at]?.gain ?? 0), 0);
    if (weight <= room && gain > best && allows(taken)) best = gain;
  }
  return best;
}

const anyItems = fc.array(
  fc.record({ gain: fc.integer({ min: 1, max: 500 }), weight: fc.integer({ min: 1, max: 60 }) }),
  { minLength: 1, maxLength: 9 },
);

describe('the best choice', () => {
  it('of the example: the first two', () => {
    const items = [
      { gain: 60, weight: 5 },
      { gain: 50, weight: 5 },
      { gain: 90, weight: 10 },
    ];
    const { found, ceiling } = new Knapsack(items).pack(task(10));
    expect(found).toEqual({ gain: 110, taken: [0, 1] });
    expect(ceiling).toBe(110);
  });

  it('is what trying everything finds, and proven to be', () => {
    fc.assert(
      fc.property(anyItems, fc.integer({ min: 0, max: 200 }), (items, room) => {
        const { found, ceiling } = new Knapsack(items).pack(task(room));
        const best = bestByTrying(items, room);
        expect([found?.gain ?? 0, ceiling]).toEqual([best, best]);
        const weight = (found?.taken ?? []).reduce((sum, at) => sum + (items[at]?.weight ?? 0), 0);
        expect(weight <= room).toBe(true);
      }),
      { seed: 11, numRuns: 250 },
    );
  });

  it('among those that are allowed only, whoever says so', () => {
    const allows = (taken: readonly number[]): boolean => taken.length % 2 === 0;
    fc.assert(
      fc.property(anyItems, fc.integer({ min: 0, max: 200 }), (items, room) => {
        const { found } = new Knapsack(items).pack(task(room, { allows }));
        expect(found?.gain ?? 0).toBe(bestByTrying(items, room, allows));
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  it('is not looked for where it gains no more than is to be beaten', () => {
    const knapsack = new Knapsack([{ gain: 60, weight: 5 }]);
    expect(knapsack.pack(task(10, { beat: 60 }))).toEqual({ found: undefined, ceiling: 60 });
    expect(knapsack.pack(task(10, { beat: 59 })).found?.gain).toBe(60);
    expect(knapsack.pack(task(10, { beat: 50, tolerance: 10 })).ceiling).toBe(60);
  });
});

describe('the ceiling', () => {
  it('holds when the search is ended early', () => {
    const budgeted = fc.integer({ min: 1, max: 8 });
    fc.assert(
      fc.property(anyItems, fc.integer({ min: 0, max: 200 }), budgeted, (items, room, most) => {
        const { found, ceiling } = new Knapsack(items).pack(
          task(room, { budget: { most, nodes: 0 } }),
        );
        const best = bestByTrying(items, room);
        expect((found?.gain ?? 0) <= best && best <= ceiling).toBe(true);
      }),
      { seed: 13, numRuns: 200 },
    );
  });

  it('counts items of one weight, where fractions say nothing', () => {
    const items = [50, 40, 30, 20].map((gain) => ({ gain, weight: 10 }));
    expect(new Knapsack(items).ceiling(29)).toBe(90);
  });

  it('holds for whatever room is bought, and never rises with what is spent', () => {
    const anyPrice = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(anyItems, fc.integer({ min: 0, max: 100 }), anyPrice, (items, room, price) => {
        const knapsack = new Knapsack(items);
        const ceilings = [0, 1, 2, 3, 4, 5].map((times) =>
          knapsack.ceilingBuyingRoom(room, { price, spent: times * 3 * price }),
        );
        for (let bought = 0; bought < 30; bought += 1) {
          const worth = bestByTrying(items, room + bought) - bought * price;
          ceilings.forEach((ceiling, times) => {
            if (bought >= times * 3) expect(worth <= ceiling).toBe(true);
          });
        }
        ceilings.slice(1).forEach((ceiling, at) => {
          expect(ceiling <= (ceilings[at] ?? 0)).toBe(true);
        });
      }),
      { seed: 14, numRuns: 20 },
    );
  });
});

it('numbers that could not be exact are refused', () => {
  const [steep, heavy] = [
    { gain: 9e14, weight: 1 },
    { gain: 1, weight: 1e10 },
  ];
  expect(isExact([steep, heavy])).toBe(false);
  expect(
    isExact([
      { gain: 9e15, weight: 1 },
      { gain: 9e15, weight: 1 },
    ]),
  ).toBe(false);
  expect(isExact([{ gain: 6e10, weight: 6e6 }])).toBe(true);
});
