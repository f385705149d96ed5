/*
 * How many shares each buy gets (PLANNING A.8), in three phases: whole shares by priority
 * (`floor-buys.ts`), the best round-ups with what they leave over (`round-up-buys.ts`), and, where
 * no row cut anybody, a search for less drift over all buys (`polish-buys.ts`).
 */
import type { RebalanceSettings } from '../settings.ts';
import type { Usd } from '../units/usd.ts';
import { buyOf, choiceOf, type BuyChoice } from './buy-choice.ts';
import { distanceOf, type Buys } from './buy-steps.ts';
import { explainBuy, floorBuys, type FlooredBuy } from './floor-buys.ts';
import type { Drift } from './measure-drift.ts';
import type { Budget } from './pack.ts';
import { polishBuys } from './polish-buys.ts';
import type { Limits, Standing } from './rooms.ts';
import { roundUpBuys } from './round-up-buys.ts';
import type { Sized } from './trade.ts';

export interface SizedBuys {
  readonly sized: ReadonlyMap<Drift, Sized>;
  readonly standing: Standing;
  readonly search: BuySearch;
}

/** What is known about how good the buys are. */
export interface BuySearch {
  /** A row cut a buy, so that priority decided and nothing is claimed. */
  readonly cut: boolean;
  /** No other buys inside the same rows leave less drift by more than this. */
  readonly gap: Usd | undefined;
  readonly nodes: number;
  /** The search was ended, and the gap is what it could still prove. */
  readonly capped: boolean;
}

/** Phases 2 and 3 each look at no more choices than this (PLANNING B.7). */
export const MOST_NODES = 20_000;

/** Phase 3 runs only when it is asked for; an improvement of up to this is not searched for. */
export type Polish = { readonly tolerance: Usd } | false;

/** What the phases work with. */
interface Task {
  readonly afterSells: Standing;
  readonly limits: Limits;
  readonly settings: RebalanceSettings;
  readonly polish: Polish;
}

/** Sizes the buy candidates in the order given, starting from the standing after the sells. */
export function sizeBuys(candidates: readonly Drift[], task: Task): SizedBuys {
  const { minOrder } = task.settings;
  const sized = new Map<Drift, Sized>();
  const choices = candidates.flatMap((line) => {
    const choice = choiceOf(line, task.settings);
    if (typeof choice !== 'string') return choice;
    sized.set(line, { trade: undefined, reasons: [{ kind: 'frozen', why: choice }] });
    return [];
  });

  const { floored, buys, search } = runPhases(choices, task);
  floored.forEach((first, place) => {
    const { choice, quantity } = buys.bought[place] ?? first;
    const trade = quantity === 0n ? undefined : buyOf(choice, quantity);
    sized.set(choice.line, { trade, reasons: explainBuy(first, quantity, minOrder) });
  });
  return { sized, standing: buys.standing, search };
}

interface Phases {
  readonly floored: readonly FlooredBuy[];
  readonly buys: Buys;
  readonly search: BuySearch;
}

/**
 * A share that makes an order of what is too small alone is taken in the order of priority. It may
 * then take the room of whole shares that would have brought others closer by more; a plan is never
 * worse than the requirements' own whole shares, so in that case those shares are not taken early.
 */
function runPhases(choices: readonly BuyChoice[], task: Task): Phases {
  const first = phasesFrom(choices, task, task.settings.minOrder > 0n);
  const isEarly = ({ choice, quantity }: FlooredBuy): boolean => quantity > choice.full;
  if (!first.search.cut || !first.floored.some(isEarly)) return first;
  const second = phasesFrom(choices, task, false);
  return distanceOf(second.buys) < distanceOf(first.buys) ? second : first;
}

function phasesFrom(
  choices: readonly BuyChoice[],
  { afterSells, limits, polish }: Task,
  upToMinOrder: boolean,
): Phases {
  const floored = floorBuys(choices, { afterSells, limits, upToMinOrder });
  const cut = floored.bought.some(({ row }) => row !== undefined);
  const rounding: Budget = { most: MOST_NODES, nodes: 0 };
  const rounded = roundUpBuys(floored, limits, rounding);
  const polishing: Budget = { most: MOST_NODES, nodes: 0 };
  const polished =
    cut || polish === false
      ? undefined
      : polishBuys(rounded, limits, { budget: polishing, tolerance: polish.tolerance });
  const search: BuySearch = {
    cut,
    gap: polished?.gap,
    nodes: rounding.nodes + polishing.nodes,
    capped: rounding.nodes >= MOST_NODES || polishing.nodes >= MOST_NODES,
  };
  return { floored: floored.bought, buys: polished?.buys ?? rounded, search };
}
