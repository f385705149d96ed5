/*
 * Phase 2 of PLANNING A.8. A buy that got all whole shares in its drift, and lacks more than half of
 * the next one, comes closer to its target with it: by (2r - 1) of the price, r being the part of
 * the next share that it lacks. Together the round-ups rarely fit, so the best of them are chosen,
 * under the same rows as everything else.
 *
 * Example: 100 dollars are left; A lacks 0.9 of a share of 100, B 0.8 of one of 60, C 0.9 of one of
 * 40. A alone would gain 80, B and C together 36 and 32: A it is.
 */
import { buyRows } from './buy-rows.ts';
import {
  applySteps,
  fit,
  keepsRows,
  packingOf,
  stepOf,
  takeInTurn,
  type Buys,
} from './buy-steps.ts';
import { pack, type Budget } from './pack.ts';
import type { Limits } from './rooms.ts';

/** The buys with those round-ups that together gain most. */
export function roundUpBuys(buys: Buys, limits: Limits, budget: Budget): Buys {
  const steps = buys.bought.flatMap((each, place) => {
    const { full, nearest, fewest } = each.choice;
    const canRoundUp = each.quantity === full && nearest > full && nearest >= fewest;
    return canRoundUp ? [stepOf(each, place, nearest)] : [];
  });
  if (steps.length === 0) return buys;
  const rows = buyRows(buys.standing, limits);
  const packing = packingOf(steps, rows);
  if (packing === undefined) return takeInTurn(buys, steps, limits);
  const { room, knapsack, asked } = packing;
  const chosen = (taken: readonly number[]) => taken.flatMap((at) => steps[at] ?? []);
  const lacking = (taken: readonly number[]): number => (fit(chosen(taken), asked) ? 0 : 1);
  const { found } = pack(knapsack, { room, beat: 0, tolerance: 0, budget, lacking });
  if (found === undefined) return buys;
  const rounded = applySteps(buys, chosen(found.taken));
  // A row that is no knapsack has the last word; then whoever still fits, one after the other.
  return keepsRows(rounded, limits) ? rounded : takeInTurn(buys, steps, limits);
}
