import { assert } from '../../src/core/units/assert.ts';
import type { Price } from './price.ts';
import { asShares, formatShares, type Shares } from '../../src/core/units/shares.ts';
import type { AccountBook, Trade } from './books.ts';
import type { Clock } from './clock.ts';
import type { Valuation } from './account-values.ts';
import { commissionOf } from './commission.ts';
import type { EngineListener } from './events.ts';
import type { Interference } from './interference.ts';
import { exchangeWords } from './instant.ts';
import type { MarketHours, Opening } from './market-hours.ts';
import { fillPrice, reachesStop } from './match.ts';
import { asMoney, worth, ZERO_MONEY } from './money.ts';
import type { IdentityRegister } from './order-identity.ts';
import { quoteFor } from './odd-lot.ts';
import type { OrderLedger } from './order-ledger.ts';
import { isLive, remaining, type Execution, type Order } from './order.ts';
import { overdraws } from './overdraws.ts';
import {
  givesUpTheRest,
  isImmediate,
  nextPiece,
  pause,
  takesItsTime,
  type FillModel,
} from './pace.ts';
import type { QuoteBoard } from './quote-board.ts';
import type { Quote } from './quote.ts';
import type { Refusal } from './refusal.ts';

export interface FloorParts {
  readonly clock: Clock;
  readonly quotes: QuoteBoard;
  readonly hours: MarketHours;
  readonly books: ReadonlyMap<string, AccountBook>;
  readonly valuation: Valuation;
  readonly tell: EngineListener;
  readonly identity: IdentityRegister;
  readonly fills: FillModel;
  readonly interference: Interference;
}

/** Works accepted orders against the quotes and books what they trade. */
export class TradingFloor {
  readonly executions: Execution[] = [];
  private readonly parts: FloorParts;
  private readonly orders: OrderLedger;
  /** The next attempt of orders that come to the market or fill in pieces, by permId. */
  private readonly attempts = new Map<number, () => void>();
  /** The end of the day for orders of the day, by permId. */
  private readonly expiries = new Map<number, () => void>();

  constructor(parts: FloorParts, orders: OrderLedger) {
    this.parts = parts;
    this.orders = orders;
  }

  /** When the order can trade. */
  openingFor(order: Order): Opening {
    return this.parts.hours.openingFor(order, this.parts.clock.now());
  }

  /** Lets orders that were waiting meet a quote that moved. */
  onQuote(conId: number): void {
    for (const { permId } of this.orders.liveOf(conId)) {
      if (!this.attempts.has(permId)) this.attempt(permId);
    }
  }

  /**
   * After its acknowledgement an order trades a little later, or waits in the book. Where the market
   * is closed to it, it is held until the open, and the client is warned of that.
   */
  goToMarket(permId: number): void {
    const order = this.orders.get(permId);
    const opening = this.openingFor(order);
    const endsToday = order.timeInForce === 'DAY' && order.type !== 'MOC';
    this.expireAt(permId, endsToday ? opening.closes : null);
    if (order.whyHeld !== '') return;
    if (opening.isOpen) this.goOn(permId);
    else {
      this.orders.refuse(order, heldUntil(order, opening.opens));
      this.hold(permId, opening.opens);
    }
  }

  /** The order waits for the open, or for the close that it is for. */
  private hold(permId: number, until: number): void {
    const stop = this.parts.clock.after(until - this.parts.clock.now(), () => {
      this.attempts.delete(permId);
      const opening = this.openingFor(this.orders.get(permId));
      if (opening.isOpen) this.goOn(permId);
      else this.hold(permId, opening.opens);
    });
    this.attempts.set(permId, stop);
  }

  private goOn(permId: number): void {
    const order = this.orders.get(permId);
    if (order.type === 'MOC') {
      this.tradeAtClose(order);
      return;
    }
    const quote = this.quoteFor(order);
    const meets = fillPrice(order, quote) !== undefined || reachesStop(order, quote);
    const cannotWait = isImmediate(order) || order.timeInForce === 'OPG';
    if (takesItsTime(order) || !(meets || cannotWait)) this.rest(order);
    if (meets || cannotWait) this.attemptLater(permId);
  }

  private tradeAtClose({ permId, ...order }: Order): void {
    const { closes } = this.openingFor({ permId, ...order });
    assert(closes !== null, 'an order for the close has one');
    const stop = this.parts.clock.after(closes - this.parts.clock.now(), () => {
      this.attempts.delete(permId);
      this.attemptNow(permId);
    });
    this.attempts.set(permId, stop);
  }

  private expireAt(permId: number, closes: number | null): void {
    this.expiries.get(permId)?.();
    if (closes === null) return;
    const stop = this.parts.clock.after(closes - this.parts.clock.now(), () => {
      this.expiries.delete(permId);
      const order = this.orders.get(permId);
      if (!isLive(order)) return;
      this.stopAttempt(permId);
      this.orders.tellStatus(this.orders.complete(order, 'Cancelled', 'Cancelled'));
      this.orders.refuse(order, DAY_IS_OVER);
    });
    this.expiries.set(permId, stop);
  }

  private attemptLater(permId: number): void {
    const wait = pause(this.orders.get(permId), this.parts.fills);
    const stop = this.parts.clock.after(wait, () => {
      this.attempts.delete(permId);
      this.attempt(permId);
    });
    this.attempts.set(permId, stop);
  }

  /** Nothing is attempted for the order any more until it is said again. */
  stopAttempt(permId: number): void {
    this.attempts.get(permId)?.();
    this.attempts.delete(permId);
  }

  private attempt(permId: number): void {
    const order = this.orders.get(permId);
    if (!isLive(order) || order.whyHeld !== '' || order.type === 'MOC') return;
    const opening = this.openingFor(order);
    if (opening.isOpen) this.attemptNow(permId);
    else this.hold(permId, opening.opens);
  }

  private attemptNow(permId: number): void {
    if (!isLive(this.orders.get(permId))) return;
    const quote = this.quoteFor(this.orders.get(permId));
    const order = this.trigger(this.orders.get(permId), quote);
    const price = fillPrice(order, quote);
    const piece = price === undefined ? asShares(0n) : this.nextPiece(order, quote);
    if (order.timeInForce === 'FOK' && piece < remaining(order)) {
      this.orders.tellStatus(this.orders.complete(order, 'Inactive', 'Inactive'));
    } else if (price !== undefined && piece > 0n) {
      this.fill(order, price, piece);
    } else if (givesUpTheRest(order)) {
      this.giveUp(order);
    } else {
      this.rest(order);
    }
  }

  private quoteFor(order: Order): Quote {
    return quoteFor(order, this.parts.quotes.of(order.contract.conId));
  }

  private nextPiece(order: Order, quote: Quote): Shares {
    const piece = nextPiece(order, quote, this.parts.fills);
    const room = this.parts.interference.fillRoom(order);
    return room !== null && room < piece ? room : piece;
  }

  /** A stop order whose price was reached is told once more, and is a market order from then on. */
  private trigger(order: Order, quote: Quote): Order {
    if (order.triggered || !reachesStop(order, quote)) return order;
    const started = this.orders.update({ ...order, triggered: true, status: 'Submitted' });
    this.orders.tellOrder(started);
    return started;
  }

  /** What is left of an order that would not wait: without a 202, as was captured. */
  private giveUp(order: Order): void {
    this.orders.tellStatus(this.orders.update({ ...order, status: 'PendingCancel' }));
    this.orders.tellStatus(this.orders.complete(order, 'Cancelled', 'Cancelled'));
  }

  private rest(order: Order): void {
    if (order.type === 'STP' && !order.triggered) return;
    // Only a plain limit is met at its limit: all others stay orders that come to the market.
    const resting = order.type === 'LMT' && order.adaptive === null;
    const rested = this.orders.update({ ...order, resting });
    if (order.status === 'PreSubmitted') {
      this.orders.tellOrder(this.orders.update({ ...rested, status: 'Submitted' }));
    }
  }

  private fill(order: Order, price: Price, shares: Shares): void {
    const traded = asMoney(order.traded + worth(shares, price));
    const filled = asShares(order.filled + shares);
    // The minimum is charged once an order: a later piece pays what the whole adds.
    const book = this.book(order);
    const whole = { contract: order.contract, shares: filled, value: traded };
    const due = commissionOf(whole, book.setup.base, this.parts.valuation.rates);
    // What is due in another base falls with the rate; what was charged is not given back.
    const commission = due > order.commission ? asMoney(due - order.commission) : ZERO_MONEY;
    const instant = this.parts.clock.now();
    const trade: Trade = { ...order, shares, price, commission, instant };
    if (overdraws(book, trade)) {
      this.orders.tellStatus(this.orders.complete(order, 'Cancelled', 'Cancelled by System:\n'));
      this.orders.refuse(order, NOT_PAID);
      return;
    }
    const after: Order = {
      ...order,
      filled,
      traded,
      commission: asMoney(order.commission + commission),
      lastPrice: price,
      status: order.status === 'PendingCancel' ? 'PendingCancel' : 'Submitted',
    };
    const done = filled === order.quantity;
    const text = `Filled Size: ${formatShares(filled)}`;
    const booked = done ? this.orders.complete(after, 'Filled', text) : this.orders.update(after);
    const realized = book.record(trade);
    const execution: Execution = {
      execId: this.parts.identity.nextExecId(),
      order: booked,
      instant,
      shares,
      price,
      commission,
      realized,
    };
    this.executions.push(execution);
    const isOver = !done && givesUpTheRest(order);
    if (!done && !isOver) this.attemptLater(order.permId);
    this.tellFill(booked, execution);
    if (isOver) this.giveUp(booked);
  }

  /** New orders show the execution first; modified ones were captured with their status first. */
  private tellFill(order: Order, execution: Execution): void {
    const { tell } = this.parts;
    if (order.modified) {
      tell({ kind: 'status', order });
      tell({ kind: 'execution', execution });
    } else {
      tell({ kind: 'execution', execution });
      tell({ kind: 'order', order, settled: false });
      tell({ kind: 'status', order });
      tell({ kind: 'order', order, settled: true });
    }
    tell({ kind: 'commission', execution });
    tell({ kind: 'books', account: order.account, contract: order.contract });
  }

  private book({ account }: Order): AccountBook {
    const book = this.parts.books.get(account);
    assert(book !== undefined, `account ${account} has a book`);
    return book;
  }
}

const NOT_PAID: Refusal = {
  code: 202,
  text: 'Order Canceled - reason:The settled cash of this account does not pay for it any more.',
};

const DAY_IS_OVER: Refusal = {
  code: 202,
  text: 'Order Canceled - reason:The time in force of the order has ended.',
};

/** A warning: the order is held and stays live. */
function heldUntil({ side, quantity, contract }: Order, opens: number): Refusal {
  const order = `${side} ${formatShares(quantity)} ${contract.symbol} ${contract.primaryExchange}`;
  const warning = `your order will not be placed at the exchange until ${exchangeWords(opens)}`;
  return { code: 399, text: `Order Message:\n${order}\nWarning: ${warning}` };
}
