import { commissionOf } from '../plan/costs.ts';
import { mostThatFits } from '../plan/most-that-fits.ts';
import { ONE, partOf, type Ratio } from '../units/ratio.ts';
import type { Price } from '../units/price.ts';
import { valueOf, type Shares } from '../units/shares.ts';
import type { Usd } from '../units/usd.ts';

/** The money of a run at the moment that one more buy is about to be sent. */
export interface BuyRoom {
  /** Cash now: the plan's, plus own executions less commissions, less what open buys may take. */
  readonly cash: Usd;
  /** The floor of the second cash row, frozen at approval. */
  readonly cashFloor: Usd;
  /** What the broker lets the account spend, less open buys; undefined when that does not bind. */
  readonly availableFunds: Usd | undefined;
  /** Gross exposure now, open buys counted as filled. */
  readonly gross: Usd;
  readonly guardValue: Usd;
  readonly maxLeverage: Ratio;
  /** What ExcessLiquidity is above its floor, less open buys; undefined when it is not limited. */
  readonly maintenanceRoom: Usd | undefined;
  /** The maintenance margin of the fund, as a part of its value. */
  readonly maintenanceRate: Ratio;
  readonly orderUnit: Shares;
}

/**
 * How many of the approved shares may be bought at `worst`, the dearest price that the order can
 * fill at: as many as the second cash row of PLANNING A.7, the broker's own figure and the
 * leverage and maintenance limits allow. Never more than approved; there is no new minimum.
 */
export function allotBuy(approved: Shares, worst: Price, room: BuyRoom): Shares {
  return mostThatFits(approved, room.orderUnit, (quantity) => fitsRows(quantity, worst, room));
}

/** Whether every row holds when so many shares more are bought at no more than `worst`. */
export function fitsRows(quantity: Shares, worst: Price, room: BuyRoom): boolean {
  const commission = commissionOf(quantity, worst);
  const spent = valueOf(quantity, worst) + commission;
  if (room.cash - spent < room.cashFloor) return false;
  if (room.availableFunds !== undefined && spent > room.availableFunds) return false;
  if (room.maintenanceRoom !== undefined) {
    const margin = partOf(valueOf(quantity, worst), room.maintenanceRate, 'ceil');
    if (margin + commission > room.maintenanceRoom) return false;
  }
  const gross = room.gross + valueOf(quantity, worst);
  // The commission is gone from the account's value: exposure is measured on what is left.
  return gross * ONE <= room.maxLeverage * (room.guardValue - commission);
}
