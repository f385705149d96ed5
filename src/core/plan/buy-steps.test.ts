/* Steps and rows of plain numbers: what a step takes of each row, and which rows have to be asked. */
import { describe, expect, it } from 'vitest';
import { asRatio, ONE, ZERO_RATIO } from '../units/ratio.ts';
import { asShares } from '../units/shares.ts';
import { asUsd } from '../units/usd.ts';
import type { BuyRow } from './buy-rows.ts';
import { excessOf, fit, packingOf, useOf, type Step } from './buy-steps.ts';

/** A share for 1,000,000 units of money, worth 10,000 less, with 250,000 of margin and a cost of 3. */
function step(
  different: Partial<Record<'gain' | 'value' | 'spread' | 'margin' | 'cost', bigint>> = {},
): Step {
  const amounts = {
    gain: 500n,
    value: 1_000_000n,
    spread: 10_000n,
    margin: 250_000n,
    cost: 3n,
    ...different,
  };
  return {
    place: 0,
    to: asShares(1n),
    isWhole: true,
    gain: asUsd(amounts.gain),
    value: asUsd(amounts.value),
    spread: asUsd(amounts.spread),
    margin: asUsd(amounts.margin),
    cost: asUsd(amounts.cost),
  };
}

const half = asRatio(ONE / 2n);
const row = (counts: BuyRow['counts'], factor: BuyRow['factor'], room: bigint): BuyRow => ({
  counts,
  factor,
  room: asUsd(room),
});

describe('what a step takes', () => {
  it.each([
    ['value', ZERO_RATIO, 1_000_000n, 1_000_000n],
    ['value', ONE, 1_000_003n, 1_000_003n],
    // Half of 3 is 1.5.
    ['value', half, 1_000_001n, 1_000_002n],
    ['worth', ZERO_RATIO, 990_000n, 990_000n],
    ['worth', ONE, 1_000_003n, 1_000_003n],
    // Half of 10,003 is 5,001.5.
    ['worth', half, 995_001n, 995_002n],
    ['margin', ONE, 260_003n, 260_003n],
    ['margin', half, 255_001n, 255_002n],
  ] as const)('of %s with a factor of %d is %d, or %d rounded up', (counts, factor, down, up) => {
    expect(useOf(step(), row(counts, factor, 0n), 'floor')).toBe(down);
    expect(useOf(step(), row(counts, factor, 0n), 'ceil')).toBe(up);
  });
});

describe('steps together', () => {
  const two = [step(), step({ value: 2_000_000n, cost: 0n })];

  it('exceed a row by what they take beyond its room, and nothing when they fit', () => {
    expect(excessOf(two, [row('value', ZERO_RATIO, 3_000_000n)])).toBe(0n);
    expect(excessOf(two, [row('value', ZERO_RATIO, 2_999_999n)])).toBe(1n);
    expect(excessOf(two, [row('value', half, 3_000_001n)])).toBe(1n);
    expect(fit(two, [row('value', half, 3_000_001n)])).toBe(false);
    expect(fit(two, [row('value', half, 3_000_002n)])).toBe(true);
  });

  it('exceed several rows by the most of them', () => {
    const rows = [row('value', ZERO_RATIO, 2_999_990n), row('value', ZERO_RATIO, 2_999_980n)];
    expect(excessOf(two, rows)).toBe(20n);
    expect(excessOf(two, [...rows].reverse())).toBe(20n);
    expect(excessOf([], rows)).toBe(0n);
    expect(excessOf([], [row('margin', ONE, -7n)])).toBe(7n);
  });
});

describe('the rows that a choice could still break', () => {
  const cash = row('value', ZERO_RATIO, 5_000_000n);
  const askedOf = (steps: readonly Step[], ...rows: readonly BuyRow[]): readonly BuyRow[] =>
    packingOf(steps, rows)?.asked ?? [];
  const one = [step()];

  it('are none where the row that guides counts no costs', () => {
    expect(askedOf(one, cash)).toEqual([]);
  });

  it('are the one that guides itself, where its costs were rounded', () => {
    const withCosts = row('value', ONE, 5_000_000n);
    expect(askedOf(one, withCosts)).toEqual([withCosts]);
  });

  // One step costs 3 and its spread is 10,000: room beyond that, and a unit, is never used up.
  it.each([
    ['value', ONE, 10_003n, 'asked'],
    ['value', ONE, 10_005n, 'covered'],
    ['value', half, 5_002n, 'asked'],
    ['value', half, 5_004n, 'covered'],
    ['worth', ONE, 10_003n, 'asked'],
    ['worth', ONE, 10_005n, 'covered'],
    // Margin is another amount than value, whatever room there is.
    ['margin', ONE, 1_000_000n, 'asked'],
  ] as const)(
    'hold a row of %s with a factor of %d and %d more room: %s',
    (counts, factor, spare, word) => {
      const other = row(counts, factor, cash.room + spare);
      for (const rows of [
        [cash, other],
        [other, cash],
      ]) {
        expect(askedOf(one, ...rows).includes(other)).toBe(word === 'asked');
      }
    },
  );

  it('are of two equal rows the first', () => {
    // No costs at all: what is spare is exactly what could be more, but for one unit a step.
    const free = [step({ cost: 0n, spread: 0n })];
    const same = row('value', ZERO_RATIO, cash.room + 1n);
    expect(askedOf(free, cash, same)).toEqual([]);
    expect(askedOf(free, same, cash)).toEqual([cash]);
  });

  it('are all of them where a share is worth more than it costs', () => {
    const cheap = [step({ spread: -1n })];
    const other = row('worth', ZERO_RATIO, cash.room + 1_000_000n);
    expect(askedOf(cheap, cash, other)).toEqual([other]);
  });

  it('are not covered by a row that counts more of the costs, nor by one that counts worth', () => {
    const strict = row('value', ONE, 4_000_000n);
    expect(askedOf(one, strict, cash)).toEqual([strict, cash]);
    const worth = row('worth', ZERO_RATIO, 900_000n);
    expect(askedOf(one, worth, cash)).toContain(cash);
  });
});

describe('the knapsack of steps', () => {
  it('is guided by the row with the lowest ceiling', () => {
    const wide = row('value', ZERO_RATIO, 3_000_000n);
    const narrow = row('margin', ZERO_RATIO, 200_000n);
    const steps = [step(), step({ gain: 400n })];
    expect(packingOf(steps, [wide, narrow])?.room).toBe(20);
    expect(packingOf(steps, [narrow, wide])?.room).toBe(20);
  });

  it('has no more room than all steps take, and rounds the room down', () => {
    expect(packingOf([step()], [row('value', ZERO_RATIO, 999_999n)])?.room).toBe(99);
    expect(packingOf([step()], [row('value', ZERO_RATIO, 1_000_000_000n)])?.room).toBe(100);
  });

  it('is not made of parts of a share, of what weighs nothing, nor of no rows', () => {
    const rows = [row('value', ZERO_RATIO, 1_000_000n)];
    expect(packingOf([step(), { ...step(), isWhole: false }], rows)).toBeUndefined();
    expect(packingOf([step({ value: 9_999n })], rows)).toBeUndefined();
    expect(packingOf([step({ value: 10_000n })], rows)).toBeDefined();
    expect(packingOf([step()], [])).toBeUndefined();
  });
});
