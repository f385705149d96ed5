import type { AccountReading } from '../core/account/snapshot.ts';
import { allotBuy, type BuyRoom } from '../core/approval/allot-buy.ts';
import type { ApprovedPlan } from '../core/approval/approved-plan.ts';
import type { Ceiling } from '../core/approval/ceiling.ts';
import type { ExecutionReport, SkippedLine } from '../core/approval/execution-report.ts';
import { commissionOf } from '../core/plan/costs.ts';
import { maintenanceRate } from '../core/plan/rooms.ts';
import type { RunFacts } from '../core/journal/journal-event.ts';
import type { OrderBook } from '../core/orders/order-book.ts';
import {
  cashEffectOf,
  filledValueOf,
  isConversion,
  isShareOrder,
  mostCashOf,
  type ShareOrder,
} from '../core/orders/tracked-order.ts';
import { insideCollar, priceOrder, type Side } from '../core/prices/limit-price.ts';
import { toTick } from '../core/prices/ticks.ts';
import type { Settings } from '../core/settings.ts';
import { asPrice, type Price } from '../core/units/price.ts';
import { ONE, partOf } from '../core/units/ratio.ts';
import { divide } from '../core/units/rounding.ts';
import { orderablePart, ZERO_SHARES } from '../core/units/shares.ts';
import { asUsd, sumUsd, ZERO_USD, type Usd } from '../core/units/usd.ts';
import { BrokerError, type ContractQuery, type Journal } from '../ports.ts';
import { convertCurrency } from './convert-currency.ts';
import { OrderDesk, type DeskPorts } from './order-desk.ts';
import { RunNotes } from './run-notes.ts';
import type { PricedQuantity } from './write-ticket.ts';

export interface ExecutionInput {
  readonly approved: ApprovedPlan;
  readonly settings: Settings;
  /** What the run is, for its journal. */
  readonly facts: RunFacts;
  /** The account as read after the answer: no sell is larger than what is held there. */
  readonly account: AccountReading;
  /** How the quotes of each contract are found. */
  readonly queryOf: (ceiling: Ceiling) => ContractQuery;
}

/** What the execution of a plan reaches beyond its own code. */
export interface ExecutionPorts extends Omit<DeskPorts, 'notes'> {
  /** Closed at the end. */
  readonly journal: Pick<Journal, 'append' | 'close'>;
}

/** What is to be sent for a line now, or why nothing is. */
type Decision =
  | { readonly send: true; readonly order: PricedQuantity }
  | { readonly send: false; readonly reason: string };

/** The broker's own books may lag behind its executions by a moment. */
const SETTLE_MS = 5_000;

/**
 * Sends an approved plan: the conversion first, then all sells; buys only with the cash that both have
 * brought, by confirmed executions and never by a timer. Afterwards every order has a final state, or is named
 * as unknown.
 */
export async function executePlan(
  input: ExecutionInput,
  { journal, ...others }: ExecutionPorts,
): Promise<ExecutionReport> {
  const { approved, facts, settings } = input;
  const { maxOpenOrders, fillTimeoutSeconds } = settings.execution;
  const notes = new RunNotes(journal, approved.accountId);
  notes.note({ kind: 'started', facts });
  const ports: DeskPorts = { ...others, notes };
  const desk = new OrderDesk(ports, {
    runId: facts.runId,
    accountId: approved.accountId,
    maxOpenOrders,
    fillTimeoutMs: fillTimeoutSeconds * 1000,
  });
  const skipped: SkippedLine[] = [];
  const { fx } = approved;
  let unconverted: string | undefined;
  try {
    if (fx !== undefined) unconverted = await convertCurrency(fx, desk, input, ports);
    await runStages(desk, skipped, input, ports);
  } catch (error) {
    await desk.endAfterBug(error);
  }
  notes.note({ kind: 'ended' });
  journal.close();
  const unreached = [...approved.sells, ...approved.buys].filter(
    (each) => !desk.hasSent(each) && !skipped.some(({ ceiling }) => ceiling === each),
  );
  return {
    conversion: fx && {
      approved: fx,
      order: desk.book.orders.find(isConversion),
      reason: unconverted,
    },
    book: desk.book,
    skipped: [...skipped, ...unreached.map((ceiling) => ({ ceiling, reason: undefined }))],
    stopped: desk.stopped,
  };
}

async function runStages(
  desk: OrderDesk,
  skipped: SkippedLine[],
  input: ExecutionInput,
  ports: DeskPorts,
): Promise<void> {
  const { approved } = input;
  await runStage(desk, approved.sells, skipped, (ceiling) => decideSell(ceiling, input, ports));
  await desk.awaitCommissions();
  const wanted = approved.buys.length > 0 && desk.stopped === undefined;
  const funds = wanted ? await readFunds(desk, input, ports) : undefined;
  if (funds !== undefined) {
    await runStage(desk, approved.buys, skipped, (ceiling) =>
      decideBuy(ceiling, roomFor(ceiling, desk.book, funds, approved), input, ports),
    );
    await desk.awaitCommissions();
  }
  // What came in the meantime may have brought an order back to life.
  await desk.settle();
}

async function runStage(
  desk: OrderDesk,
  ceilings: readonly Ceiling[],
  skipped: SkippedLine[],
  decide: (ceiling: Ceiling) => Promise<Decision>,
): Promise<void> {
  const waiting = [...ceilings];
  const takeTurn = async (ceiling: Ceiling): Promise<void> => {
    const decision = await decide(ceiling);
    if (!decision.send) {
      skipped.push({ ceiling, reason: decision.reason });
    } else if (!desk.maySend()) {
      // Deciding may take seconds: somebody pulled the kill switch in the meantime.
      waiting.unshift(ceiling);
    } else if (!(await desk.send(ceiling, decision.order))) {
      skipped.push({ ceiling, reason: 'not sent: the connection was gone' });
    }
  };
  while (waiting.length > 0 || desk.openOrders().length > 0) {
    const next = desk.maySend() ? waiting.shift() : undefined;
    if (next !== undefined) await takeTurn(next);
    if (desk.stopped !== undefined) waiting.length = 0;
    // While there is more to send nobody waits, but what has come is taken in after every line.
    if (waiting.length > 0 && desk.maySend()) await desk.look(0);
    else if (waiting.length > 0 || desk.openOrders().length > 0) await desk.look();
  }
}

async function decideSell(
  ceiling: Ceiling,
  input: ExecutionInput,
  ports: DeskPorts,
): Promise<Decision> {
  const { conId } = ceiling.contract;
  const read = input.account.positions.find((position) => position.conId === conId)?.quantity;
  // The broker goes on telling about positions: somebody may have sold by hand since then.
  const told = ports.broker.heldNow(input.approved.accountId, conId) ?? read;
  const held = read === undefined || told === undefined || told < read ? told : read;
  const { orderUnit } = input.approved;
  const most = held === undefined || held <= 0n ? ZERO_SHARES : orderablePart(held, orderUnit);
  const quantity = most < ceiling.quantity ? most : ceiling.quantity;
  if (quantity === 0n) return { send: false, reason: 'nothing is held any more' };
  const priced = await priceNow(ceiling, input, ports);
  if ('reason' in priced) return { send: false, reason: priced.reason };
  return { send: true, order: { quantity, ...priced } };
}

async function decideBuy(
  ceiling: Ceiling,
  room: BuyRoom,
  input: ExecutionInput,
  ports: DeskPorts,
): Promise<Decision> {
  const priced = await priceNow(ceiling, input, ports);
  if ('reason' in priced) return { send: false, reason: priced.reason };
  const quantity = allotBuy(ceiling.quantity, priced.countedAt, room);
  if (quantity === 0n)
    return { send: false, reason: 'the cash that is left does not buy one share' };
  return { send: true, order: { quantity, ...priced } };
}

/**
 * The limit from the quote of this moment, moved inside the approved worst price; and the dearest
 * price that the order can fill at. A quote that is old is asked for once more.
 */
async function priceNow(
  ceiling: Ceiling,
  { settings, queryOf }: ExecutionInput,
  { broker, clock }: DeskPorts,
): Promise<
  { readonly limit: Price | undefined; readonly countedAt: Price } | { readonly reason: string }
> {
  const { contract, side, worstPrice } = ceiling;
  const query = queryOf(ceiling);
  const isStale = (): boolean => {
    const alive = broker.quoteOf(query)?.aliveAt ?? 0;
    return clock.now() - alive > settings.limits.staleQuoteSeconds * 1000;
  };
  // A gateway that does not answer leaves the quote as stale as it was.
  if (isStale()) await broker.checkAlive().catch(() => undefined);
  const quote = broker.quoteOf(query);
  if (quote === undefined || isStale()) return { reason: 'the quote is stale' };

  const { ticks } = contract;
  const { collar } = settings.safety;
  const unbound = priceOrder(side, quote, ticks, settings.limits);
  const order = insideCollar(side, unbound, { quote, ticks, collar });
  if (order.kind === 'denied')
    return { reason: order.reason === 'halted' ? 'halted' : 'no market' };
  if (order.kind === 'limit') {
    const limit =
      worstPrice === undefined ? order.limit : inside(side, order.limit, ceiling, worstPrice);
    return { limit, countedAt: limit };
  }
  if (worstPrice !== undefined)
    return { reason: 'only a market order would go, and none was approved' };
  const reference = quote.ask ?? quote.last;
  if (reference === undefined) return { reason: 'no price to count a market order with' };
  const { slippageReserve } = settings.rebalance;
  const countedAt = asPrice(divide(reference * (ONE + slippageReserve), ONE, 'ceil'));
  return { limit: undefined, countedAt };
}

function inside(side: Side, limit: Price, { contract }: Ceiling, worst: Price): Price {
  const exact = { numerator: worst, denominator: 1n };
  if (side === 'BUY') {
    const most = toTick(contract.ticks, exact, 'floor');
    return limit < most ? limit : most;
  }
  const least = toTick(contract.ticks, exact, 'ceil');
  return limit > least ? limit : least;
}

/** What the buys may spend together, before the first of them. */
interface Funds {
  readonly cash: Usd;
  readonly availableFunds: Usd | undefined;
  /** What ExcessLiquidity is above its floor; undefined when it is not limited. */
  readonly maintenanceRoom: Usd | undefined;
}

/**
 * Cash after the conversion and the sells: the plan's, plus our own executions less commissions. The broker's figure
 * may only lower it; it is given a moment to catch up with its own executions. Undefined, and the
 * run is stopped, when the account cannot be read.
 */
async function readFunds(
  desk: OrderDesk,
  { approved }: ExecutionInput,
  { broker, clock }: DeskPorts,
): Promise<Funds | undefined> {
  const own = asUsd(approved.cash + sumUsd(desk.book.orders.map(cashEffectOf)));
  const until = clock.now() + SETTLE_MS;
  try {
    let reading = await broker.readAccount(approved.accountId);
    while (reading.cash < own && clock.now() < until) {
      await desk.look();
      reading = await broker.readAccount(approved.accountId);
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
function roomFor(
  { contract }: Ceiling,
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

/** The most of ExcessLiquidity that a buy may take up: its margin, and the commission that is gone. */
function mostLiquidityOf(order: ShareOrder): Usd {
  const { contract, quantity, countedAt } = order.ticket;
  const margin = partOf(mostCashOf(order), maintenanceRate(contract), 'ceil');
  return asUsd(margin + commissionOf(quantity, countedAt));
}

/** What ExcessLiquidity is above its floor; nothing when the broker does not say. */
function maintenanceRoomOf(
  { excessLiquidity }: AccountReading,
  { maintenanceFloor }: ApprovedPlan,
): Usd | undefined {
  if (maintenanceFloor === undefined) return undefined;
  return excessLiquidity === undefined ? ZERO_USD : asUsd(excessLiquidity - maintenanceFloor);
}
