/*
 * Steps up, one for each buy that could take more shares, as items of a knapsack.
 *
 * Every row limits `value + factor * cost`, and a step adds a fixed amount to both, whatever the
 * other buys do: the rows are knapsacks over the same items. One of them guides the search, the one
 * with the lowest ceiling; the others are asked before an answer is accepted. Weights count 1e-4
 * dollar, which is exact for the value of whole shares; where costs count too they round down and
 * the room with them, so that a ceiling stays one.
 */
import { assert } from '../units/assert.ts';
import { ONE, partOf } from '../units/ratio.ts';
import { divide, type Rounding } from '../units/rounding.ts';
import { ONE_SHARE, valueOf, type Shares } from '../units/shares.ts';
import { asUsd, type Usd } from '../units/usd.ts';
import { afterStep, distanceLeft, type Bought } from './buy-choice.ts';
import type { BuyRow } from './buy-rows.ts';
import { costOf } from './costs.ts';
import { isExact, Knapsack, type Item } from './knapsack.ts';
import { brokenRow, type Limits, type Standing } from './rooms.ts';

/** Units of money in one unit of weight. */
export const WEIGHT = 10_000n;

/** The buys of a plan while it is made, and where they leave cash, costs and exposure. */
export interface Buys {
  /** In order of priority. */
  readonly bought: readonly Bought[];
  readonly standing: Standing;
}

/** One buy going from one number of shares to another. */
export interface Step {
  /** Its place among the buys. */
  readonly place: number;
  readonly to: Shares;
  /** How much closer to its target the holding comes. */
  readonly gain: Usd;
  /** What it costs, without commission and reserve, and what of that it is not worth. */
  readonly value: Usd;
  readonly spread: Usd;
  /** Maintenance margin. */
  readonly margin: Usd;
  readonly cost: Usd;
  /** Of whole shares, and not of parts of one. */
  readonly isWhole: boolean;
}

export function stepOf({ choice, quantity }: Bought, place: number, to: Shares): Step {
  const { price, valuedAt, reserved } = choice;
  const costAt = (shares: Shares): bigint => (shares === 0n ? 0n : costOf(shares, price, reserved));
  const marginAt = (shares: Shares): bigint =>
    partOf(valueOf(shares, price), choice.marginRate, 'ceil');
  return {
    place,
    to,
    gain: asUsd(distanceLeft(choice, quantity) - distanceLeft(choice, to)),
    value: asUsd((to - quantity) * price),
    spread: asUsd((to - quantity) * (price - valuedAt)),
    margin: asUsd(marginAt(to) - marginAt(quantity)),
    cost: asUsd(costAt(to) - costAt(quantity)),
    isWhole: choice.unit === ONE_SHARE,
  };
}

/** How far from their targets all of them are together. */
export function distanceOf({ bought }: Buys): bigint {
  return bought.reduce((sum, { choice, quantity }) => sum + distanceLeft(choice, quantity), 0n);
}

export function applySteps({ bought, standing }: Buys, steps: readonly Step[]): Buys {
  const stepped = [...bought];
  let after = standing;
  for (const { place, to } of steps) {
    const each = stepped[place];
    assert(each !== undefined, 'a step belongs to a buy');
    after = afterStep(each, to, after);
    stepped[place] = { choice: each.choice, quantity: to };
  }
  return { bought: stepped, standing: after };
}

/** Takes each step in turn as long as all rows hold: what is left to do without a knapsack. */
export function takeInTurn(buys: Buys, steps: readonly Step[], limits: Limits): Buys {
  return steps.reduce((soFar, step) => {
    const taken = applySteps(soFar, [step]);
    return keepsRows(taken, limits) ? taken : soFar;
  }, buys);
}

/** The exact word on whether the buys keep every row that there is. */
export function keepsRows({ standing }: Buys, limits: Limits): boolean {
  return brokenRow(standing, limits) === undefined;
}

/** How much of a row a step takes; a step down gives it back. */
export function useOf(step: Step, { counts, factor }: BuyRow, rounding: Rounding): bigint {
  const { value, spread, margin, cost } = step;
  switch (counts) {
    case 'value':
      return factor === 0n ? value : value + divide(factor * cost, ONE, rounding);
    case 'worth':
      return value - spread + divide(factor * (cost + spread), ONE, rounding);
    case 'margin':
      return margin + divide(factor * (cost + spread), ONE, rounding);
  }
}

/** The steps as a knapsack inside one row, and the other rows to be asked. */
export interface Packing {
  readonly knapsack: Knapsack;
  /** The room of the row that guides, in units of weight. */
  readonly room: number;
  /** The rows that a choice inside that row could still break. */
  readonly asked: readonly BuyRow[];
}

/**
 * The steps as a knapsack; more room in a row may be had at a price. Undefined for parts of shares,
 * where there is little to be gained, and when the numbers are too large to be exact in it: about 90
 * million dollars for one share of each.
 */
export function packingOf(
  steps: readonly Step[],
  rows: readonly BuyRow[],
  priceIn: (row: BuyRow) => number = () => Infinity,
): Packing | undefined {
  if (!steps.every(({ isWhole }) => isWhole)) return undefined;
  let tightest: { readonly packing: Packing; readonly ceiling: number } | undefined;
  const binding = rows.filter((row) => !rows.some((other) => covers(other, row, steps, rows)));
  for (const guide of binding) {
    const items = steps.map((step): Item => {
      const weight = useOf(step, guide, 'floor') / WEIGHT;
      return { gain: Number(step.gain), weight: Number(weight) };
    });
    const price = priceIn(guide);
    if (!isExact(items, price) || items.some(({ weight }) => weight < 1)) return undefined;
    const all = items.reduce((sum, { weight }) => sum + weight, 0);
    const most = divide(guide.room, WEIGHT, 'floor');
    const room = most > BigInt(all) ? all : Number(most);
    const knapsack = new Knapsack(items, price);
    const ceiling = knapsack.ceiling(room);
    if (tightest === undefined || ceiling < tightest.ceiling) {
      const exact = guide.factor === 0n;
      const asked = binding.filter((row) => row !== guide || !exact);
      tightest = { packing: { knapsack, room, asked }, ceiling };
    }
  }
  return tightest?.packing;
}

/** Whether no choice of steps can break `row` without breaking `other`. */
function covers(
  other: BuyRow,
  row: BuyRow,
  steps: readonly Step[],
  rows: readonly BuyRow[],
): boolean {
  if (other === row || row.counts === 'margin' || other.counts !== 'value') return false;
  if (other.factor > row.factor) return false;
  const spreads = steps.map(({ spread }) => spread);
  if (spreads.some((spread) => spread < 0n)) return false;
  const costs = steps.reduce((sum, { cost, spread }) => sum + cost + spread, 0n);
  const more = divide(row.factor * costs, ONE, 'ceil') + BigInt(steps.length);
  const spare = row.room - other.room;
  // Of two rows that are the same, the first one stays.
  return spare > more || (spare === more && rows.indexOf(other) < rows.indexOf(row));
}

/** Whether the rows keep within their rooms with these steps taken. Rounded against them. */
export function fit(steps: readonly Step[], rows: readonly BuyRow[]): boolean {
  return excessOf(steps, rows) <= 0n;
}

/** By how much these steps exceed the room of a row at most, or nothing. Rounded up. */
export function excessOf(steps: readonly Step[], rows: readonly BuyRow[]): bigint {
  return rows.reduce((most, row) => {
    const excess = steps.reduce((sum, step) => sum + useOf(step, row, 'ceil'), 0n - row.room);
    return excess > most ? excess : most;
  }, 0n);
}
