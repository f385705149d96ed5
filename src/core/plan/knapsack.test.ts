import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyItems, bestByTrying } from '../testing/try-choices.ts';
import { isExact, Knapsack } from './knapsack.ts';

describe('the ceiling', () => {
  it('is the run that fits, and a fraction of the first item that does not', () => {
    const items = [
      { gain: 60, weight: 5 },
      { gain: 50, weight: 5 },
      { gain: 90, weight: 10 },
    ];
    const knapsack = new Knapsack(items);
    expect([9, 10, 15, 20, 25].map((room) => knapsack.ceiling(room))).toEqual([
      90, 110, 150, 200, 200,
    ]);
    expect(knapsack.ceilingFrom(1, 10)).toBe(95);
  });

  it('counts items of one weight, where fractions say nothing', () => {
    const items = [50, 40, 30, 20].map((gain) => ({ gain, weight: 10 }));
    expect(new Knapsack(items).ceiling(29)).toBe(90);
  });

  it('of room that is still to be paid for is less by its price', () => {
    const knapsack = new Knapsack([{ gain: 60, weight: 5 }], 13);
    expect(knapsack.ceilingFrom(0, -2)).toBe(-26);
    expect(new Knapsack([{ gain: 60, weight: 5 }], 11).ceilingFrom(0, -2)).toBe(60 - 7 * 11);
    expect(new Knapsack([{ gain: 60, weight: 5 }]).ceilingFrom(0, -2)).toBe(-Infinity);
  });

  it('holds for whatever room is bought, and never rises with what is spent', () => {
    const anyPrice = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(anyItems, fc.integer({ min: 0, max: 100 }), anyPrice, (items, room, price) => {
        const knapsack = new Knapsack(items, price);
        const ceilings = [0, 1, 2, 3, 4, 5].map((times) =>
          knapsack.ceilingSpending(times * 3 * price, room),
        );
        for (let bought = 0; bought < 30; bought += 1) {
          const worth = bestByTrying(items, room + bought).gain - bought * price;
          ceilings.forEach((ceiling, times) => {
            if (bought >= times * 3) expect(worth <= ceiling).toBe(true);
          });
          expect(worth <= knapsack.ceilingFrom(0, room)).toBe(true);
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
  expect(isExact([{ gain: 1, weight: 9e11 }], 10_000)).toBe(true);
  expect(isExact([{ gain: 1, weight: 9.1e11 }], 10_000)).toBe(false);
});
