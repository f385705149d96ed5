import type { Means } from '../core/account/snapshot.ts';
import { fitsRows, type BuyRoom } from '../core/approval/allot-buy.ts';
import type { ApprovedPlan } from '../core/approval/approved-plan.ts';
import { commissionOf } from '../core/plan/costs.ts';
import { maintenanceRate } from '../core/plan/rooms.ts';
import type { Contract } from '../core/account/contract.ts';
import type { OrderBook } from '../core/orders/order-book.ts';
import {
  cashEffectOf,
  filledValueOf,
  isShareOrder,
  mostCashOf,
  type ShareOrder,
} from '../core/orders/tracked-order.ts';
import type { Side } from '../core/prices/limit-price.ts';
import type { Price } from '../core/units/price.ts';
import { partOf } from '../core/units/ratio.ts';
import { asShares } from '../core/units/shares.ts';
import { asUsd, sumUsd, ZERO_USD, type Usd } from '../core/units/usd.ts';
import { BrokerError } from '../ports.ts';
import type { DeskPorts } from './desk-ports.ts';
import type { OrderDesk } from './order-desk.ts';

/** What the buys may spend together, before the first of them. */
export interface Funds {
  readonly cash: Usd;
  readonly availableFunds: Usd | undefined;
  /** What ExcessLiquidity is above its floor; undefined when it is not limited. */
  readonly maintenanceRoom: Usd | undefined;
}

/** The broker's own books may lag behind its executions by a moment. */
const SETTLE_MS = 5_000;

/**
 * Cash after the conversion and the sells: the plan's, plus our own executions less commissions. The broker's figure
 * may only lower it; it is given a moment to catch up with its own executions. Undefined, and the
 * run is stopped, when the account cannot be read.
 */
export async function readFunds(
  desk: OrderDesk,
  approved: ApprovedPlan,
  { broker, clock }: DeskPorts,
): Promise<Funds | undefined> {
  const own = asUsd(approved.cash + sumUsd(desk.book.orders.map(cashEffectOf)));
  const until = clock.now() + SETTLE_MS;
  try {
    let reading = await broker.readMeans(approved.accountId);
    while (reading.cash < own && clock.now() < until) {
      await desk.look();
      reading = await broker.readMeans(approved.accountId);
    }
    return {
      cash: reading.cash < own ? reading.cash : own,
      // A plan that borrows spends more than is available by design; its limit is leverage.
      availableFunds: approved.cashTarget >= 0n ? reading.availableFunds : undefined,
      maintenanceRoom: maintenanceRoomOf(reading, approved),
    };
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error;
    desk.stop({
      code: 'broker.connection',
      where: approved.accountId,
      found: error.message,
      expected: 'the account as it stands after the sells',
      fix: 'Run again: the new plan starts from the account as it is then.',
    });
    return undefined;
  }
}

/** What is left for the next buy, counting open buys as filled at the worst they can cost. */
export function roomFor(
  contract: Contract,
  book: OrderBook,
  funds: Funds,
  approved: ApprovedPlan,
): BuyRoom {
  const bySide = (side: Side): readonly ShareOrder[] =>
    book.orders.filter(isShareOrder).filter(({ ticket }) => ticket.side === side);
  const buys = bySide('BUY');
  const spent = sumUsd(buys.map(mostCashOf));
  const margin = sumUsd(buys.map(mostLiquidityOf));
  const sold = sumUsd(bySide('SELL').map(filledValueOf));
  return {
    cash: asUsd(funds.cash - spent),
    cashFloor: approved.cashFloor,
    availableFunds:
      funds.availableFunds === undefined ? undefined : asUsd(funds.availableFunds - spent),
    gross: asUsd(approved.gross - sold + spent),
    guardValue: approved.guardValue,
    maxLeverage: approved.maxLeverage,
    maintenanceRoom:
      funds.maintenanceRoom === undefined ? undefined : asUsd(funds.maintenanceRoom - margin),
    maintenanceRate: maintenanceRate(contract),
    orderUnit: approved.orderUnit,
  };
}

/**
 * Whether an open buy may cost as much as its new limit says: every row holds with it, as it held
 * with the old one (PLANNING A.7, "every later price").
 */
export function affords(
  order: ShareOrder,
  limit: Price,
  {
    book,
    funds,
    approved,
  }: {
    readonly book: OrderBook;
    readonly funds: Funds;
    readonly approved: ApprovedPlan;
  },
): boolean {
  const dearer = { ...order, ticket: { ...order.ticket, countedAt: limit } };
  const orders = book.orders.map((each) => (each.orderId === order.orderId ? dearer : each));
  const room = roomFor(order.ticket.contract, { ...book, orders }, funds, approved);
  return fitsRows(asShares(0n), limit, room);
}

/** The most of ExcessLiquidity that a buy may take up: its margin, and the commission that is gone. */
function mostLiquidityOf(order: ShareOrder): Usd {
  const { contract, quantity, countedAt } = order.ticket;
  const margin = partOf(mostCashOf(order), maintenanceRate(contract), 'ceil');
  return asUsd(margin + commissionOf(quantity, countedAt));
}

/** What ExcessLiquidity is above its floor; nothing when the broker does not say. */
function maintenanceRoomOf(
  { excessLiquidity }: Means,
  { maintenanceFloor }: ApprovedPlan,
): Usd | undefined {
  if (maintenanceFloor === undefined) return undefined;
  return excessLiquidity === undefined ? ZERO_USD : asUsd(excessLiquidity - maintenanceFloor);
}
