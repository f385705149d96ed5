/*
 * Buys by priority (PLANNING A.8, phase 1): the largest drift first, each as many whole shares as
 * its drift holds and as every row still allows. Who comes late when cash is short, waits; nobody
 * is scaled down for somebody else's sake.
 *
 * Example: 1,000 dollars above the floor, A lacks 900 at 100, B lacks 500 at 30. A gets 9 shares;
 * 100 dollars are left, so B gets 3 of its 16 and its line says that cash cut it.
 */
import type { RebalanceSettings } from '../settings.ts';
import { partOf } from '../units/ratio.ts';
import { asShares, valueOf, type Shares } from '../units/shares.ts';
import { asUsd } from '../units/usd.ts';
import { divide } from '../units/rounding.ts';
import { costOf, reservePrice } from './costs.ts';
import type { Drift } from './measure-drift.ts';
import { mostThatFits } from './most-that-fits.ts';
import type { Reason, Row } from './reason.ts';
import { brokenRow, maintenanceRate, type Limits, type Standing } from './rooms.ts';
import type { SendableOrder, Sized, Trade } from './trade.ts';

export interface SizedBuys {
  readonly sized: ReadonlyMap<Drift, Sized>;
  readonly standing: Standing;
}

/** Sizes the buy candidates in the order given, starting from the standing after the sells. */
export function sizeBuys(
  candidates: readonly Drift[],
  afterSells: Standing,
  limits: Limits,
  settings: RebalanceSettings,
): SizedBuys {
  let standing = afterSells;
  const sized = new Map<Drift, Sized>();
  for (const line of candidates) {
    const result = sizeBuy(line, standing, limits, settings);
    sized.set(line, result);
    if (result.trade !== undefined) standing = afterTrade(standing, result.trade);
  }
  return { sized, standing };
}

/** Where cash, costs and exposure stand once this trade is done at its plan price. */
export function afterTrade(standing: Standing, trade: Trade): Standing {
  const { side, quantity, price, valuedAt, reserved } = trade;
  const direction = side === 'BUY' ? 1n : -1n;
  const worth = valueOf(quantity, valuedAt);
  return {
    cash: asUsd(standing.cash - direction * trade.value),
    costs: asUsd(standing.costs + costOf(quantity, price, reserved)),
    spread: asUsd(standing.spread + direction * (trade.value - worth)),
    gross: asUsd(standing.gross + direction * worth),
    maintenance: asUsd(standing.maintenance + direction * trade.maintenance),
  };
}

function sizeBuy(
  line: Drift,
  standing: Standing,
  limits: Limits,
  settings: RebalanceSettings,
): Sized {
  const { contract, valuation, buyOrder } = line.holding;
  if (buyOrder.kind === 'denied') return refuse({ kind: 'frozen', why: buyOrder.reason });
  if (valuation === undefined) return refuse({ kind: 'frozen', why: 'no-price' });
  const { price: valuedAt, buyAt: price } = valuation;
  const order: SendableOrder = buyOrder;
  const reserved = reservePrice('BUY', price, order, settings.slippageReserve);
  const marginRate = maintenanceRate(contract);
  const tradeOf = (quantity: Shares): Trade => {
    const value = valueOf(quantity, price);
    const maintenance = partOf(value, marginRate, 'ceil');
    return { side: 'BUY', quantity, price, valuedAt, reserved, order, value, maintenance };
  };
  const rowThatCuts = (quantity: Shares): Row | undefined =>
    quantity === 0n ? undefined : brokenRow(afterTrade(standing, tradeOf(quantity)), limits);

  const lacking = 0n - line.driftUsd;
  const { orderUnit: unit } = settings;
  const oneUnit = valuedAt * unit;
  const full = asShares(divide(lacking, oneUnit, 'floor') * unit);
  const quantity = mostThatFits(full, unit, (fewer) => rowThatCuts(fewer) === undefined);
  // The row that binds is the one that the next share would break; the full wish may break both.
  const row = quantity === full ? undefined : rowThatCuts(asShares(quantity + unit));

  // One unit more, where the whole units alone would be too small an order and more than half
  // of the next one is wanted anyway.
  if (row === undefined && valueOf(full, price) < settings.minOrder) {
    const remainder = lacking % oneUnit;
    const more = asShares(full + unit);
    const wanted = 2n * remainder > oneUnit && valueOf(more, price) >= settings.minOrder;
    if (wanted && rowThatCuts(more) === undefined) {
      return { trade: tradeOf(more), reasons: [{ kind: 'rounded-up-to-min-order' }] };
    }
  }
  const reasons: Reason[] = row === undefined ? [] : [{ kind: 'cut', row, wanted: full }];
  if (quantity === 0n) {
    return { trade: undefined, reasons: row === undefined ? [{ kind: 'indivisible' }] : reasons };
  }
  if (valueOf(quantity, price) < settings.minOrder) {
    const tooSmall: Reason = { kind: 'order-below-min-order', minOrder: settings.minOrder };
    return { trade: undefined, reasons: [...reasons, tooSmall] };
  }
  return { trade: tradeOf(quantity), reasons };
}

function refuse(reason: Reason): Sized {
  return { trade: undefined, reasons: [reason] };
}
