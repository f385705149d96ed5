/*
 * Phase 1 of PLANNING A.8: the largest drift first, each buy as many whole shares as its drift holds
 * and as every row still allows. Who comes late when cash is short, waits; nobody is scaled down for
 * somebody else's sake.
 *
 * Example: 1,000 dollars above the floor, A lacks 900 at 100, B lacks 500 at 30. A gets 9 shares;
 * 100 dollars are left, so B gets 3 of its 16 and its line says that cash cut it.
 */
import type { Usd } from '../units/usd.ts';
import { asShares, valueOf, ZERO_SHARES, type Shares } from '../units/shares.ts';
import { buyOf, type Bought, type BuyChoice } from './buy-choice.ts';
import { mostThatFits } from './most-that-fits.ts';
import type { Reason, Row } from './reason.ts';
import { afterTrade, brokenRow, type Limits, type Standing } from './rooms.ts';

/** What phase 1 gives to one buy. */
export interface FlooredBuy extends Bought {
  /** The row that kept it from its whole shares. */
  readonly row: Row | undefined;
  /** What fitted, before min_order_usd was looked at. */
  readonly fitting: Shares;
}

/**
 * Gives each choice in turn its whole shares. With `upToMinOrder` a buy whose whole shares are too
 * small an order gets one more, where that makes an order, fits, and more than half of it is wanted.
 */
export function floorBuys(
  choices: readonly BuyChoice[],
  {
    afterSells,
    limits,
    upToMinOrder,
  }: {
    readonly afterSells: Standing;
    readonly limits: Limits;
    readonly upToMinOrder: boolean;
  },
): { readonly bought: readonly FlooredBuy[]; readonly standing: Standing } {
  let standing = afterSells;
  const bought = choices.map((choice) => {
    const buy = floorBuy(choice, standing, limits, upToMinOrder);
    if (buy.quantity > 0n) standing = afterTrade(standing, buyOf(choice, buy.quantity));
    return buy;
  });
  return { bought, standing };
}

function floorBuy(
  choice: BuyChoice,
  standing: Standing,
  limits: Limits,
  upToMinOrder: boolean,
): FlooredBuy {
  const { full, nearest, fewest, unit } = choice;
  const rowThatCuts = (quantity: Shares): Row | undefined =>
    quantity === 0n ? undefined : brokenRow(afterTrade(standing, buyOf(choice, quantity)), limits);
  const fitting = mostThatFits(full, unit, (fewer) => rowThatCuts(fewer) === undefined);
  // The row that binds is the one that the next unit would break; the full wish may break both.
  const row = fitting === full ? undefined : rowThatCuts(asShares(fitting + unit));
  if (fitting >= fewest) return { choice, quantity: fitting, row, fitting };
  const isWanted = upToMinOrder && row === undefined && nearest > full && nearest >= fewest;
  const quantity = isWanted && rowThatCuts(nearest) === undefined ? nearest : ZERO_SHARES;
  return { choice, quantity, row, fitting };
}

/** Why a buy has the quantity that it has after all phases. */
export function explainBuy(
  { choice, quantity: first, row, fitting }: FlooredBuy,
  quantity: Shares,
  minOrder: Usd,
): readonly Reason[] {
  const { full, price } = choice;
  const tooSmall: Reason = { kind: 'order-below-min-order', minOrder };
  if (row !== undefined) {
    const reason: Reason = { kind: 'cut', row, wanted: full };
    return quantity === 0n && fitting > 0n ? [reason, tooSmall] : [reason];
  }
  if (quantity < first) return [{ kind: 'yielded', wanted: first }];
  if (quantity > full) {
    const byMinOrder = valueOf(full, price) < minOrder;
    return [{ kind: byMinOrder ? 'rounded-up-to-min-order' : 'rounded-up' }];
  }
  if (quantity === 0n) return full === 0n ? [{ kind: 'indivisible' }] : [tooSmall];
  return [];
}
