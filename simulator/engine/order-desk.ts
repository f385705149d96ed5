import { assert } from '../../src/core/units/assert.ts';
import type { Price } from './price.ts';
import { asShares } from '../../src/core/units/shares.ts';
import type { AccountBook } from './books.ts';
import {
  checkModifiable,
  checkSameKind,
  checkSameOrder,
  checkStillOpen,
  DUPLICATE_ID,
} from './check-change.ts';
import { checkHours } from './check-hours.ts';
import { checkFunds } from './check-funds.ts';
import { checkBand } from './check-rules.ts';
import { checkTicket, type Rules } from './check-ticket.ts';
import { correctExecution, currentExecutions } from './correct-execution.ts';
import type { ForcedRefusal } from './interference.ts';
import { commissionCurrency } from './commission.ts';
import { ZERO_MONEY } from './money.ts';
import { oddLotWarning } from './odd-lot.ts';
import type { FundsQuestion } from './order-cost.ts';
import { IdentityRegister } from './order-identity.ts';
import { OrderLedger } from './order-ledger.ts';
import { isLive, type Execution, type Order, type OrderTerms, type OrderTicket } from './order.ts';
import { isImmediate } from './pace.ts';
import { previewOrder } from './preview-order.ts';
import { rejected, type Refusal } from './refusal.ts';
import { TradingFloor, type FloorParts } from './trading-floor.ts';

export interface DeskParts extends Omit<FloorParts, 'identity'> {
  readonly rules: Rules;
  readonly firstOrderId: number;
  readonly cancelDelayMs: number;
}

/** Takes orders, checks them and brings them to the floor; takes changes and cancellations. */
export class OrderDesk {
  readonly identity: IdentityRegister;
  private readonly parts: DeskParts;
  private readonly orders: OrderLedger;
  private readonly floor: TradingFloor;

  constructor(parts: DeskParts) {
    this.parts = parts;
    this.identity = new IdentityRegister(parts.clock.now(), parts.firstOrderId);
    this.orders = new OrderLedger(parts.clock, parts.tell);
    this.floor = new TradingFloor({ ...parts, identity: this.identity }, this.orders);
  }

  all(): readonly Order[] {
    return this.orders.all();
  }

  find(clientId: number, orderId: number): Order | undefined {
    return this.orders.find(clientId, orderId);
  }

  /** The orders at which something can still happen. */
  live(): readonly Order[] {
    return this.orders.live();
  }

  executions(): readonly Execution[] {
    return this.floor.executions;
  }

  /** A new order, or the modification of a working one when the client has used the id for it. */
  place(ticket: OrderTicket): void {
    if (ticket.whatIf) {
      this.preview(ticket);
      return;
    }
    const known = this.orders.find(ticket.clientId, ticket.orderId);
    if (known !== undefined && known.status !== 'Staged') {
      // A change that is not transmitted yet changes nothing, as with a new order.
      if (ticket.transmit || !isLive(known)) this.modify(known, ticket);
      return;
    }
    const wrongId = known === undefined ? this.checkNewId(ticket) : undefined;
    const checked = checkTicket(ticket, this.parts.rules);
    if (wrongId !== undefined) this.orders.refuse(ticket, wrongId);
    else if (!checked.ok) this.orders.refuse(ticket, checked.refusal);
    else {
      const outside = this.checkBand(checked.terms);
      if (outside !== undefined) this.orders.refuse(ticket, outside);
      else this.accept(ticket, checked.terms, known?.permId ?? this.identity.nextPermId());
    }
  }

  /** Cancels one order of this client; says so when there is nothing to cancel. */
  cancel(clientId: number, orderId: number): void {
    const order = this.orders.find(clientId, orderId);
    const what = `OrderId ${orderId} that needs to be cancelled`;
    if (order === undefined) {
      this.orders.refuse({ clientId, orderId }, { code: 10147, text: `${what} is not found.` });
    } else if (!isLive(order) && order.status !== 'Staged') {
      const text = `${what} cannot be cancelled, state: ${order.status}.`;
      this.orders.refuse(order, { code: 10148, text });
    } else if (this.parts.cancelDelayMs === 0 || order.status === 'Staged') {
      this.confirmCancel(order.permId);
    } else if (order.status === 'PendingCancel') {
      const text = 'Cancel attempted when order is not in a cancellable state.';
      this.orders.refuse(order, { code: 161, text });
    } else {
      this.orders.tellStatus(this.orders.update({ ...order, status: 'PendingCancel' }));
      this.parts.clock.after(this.parts.cancelDelayMs, () => {
        this.confirmCancel(order.permId);
      });
    }
  }

  /** Cancels every working order of every client whose account lets the API trade. */
  cancelAll(): void {
    for (const order of this.live()) {
      const account = this.parts.rules.accounts.get(order.account);
      if (account?.readOnlyApi === false) this.cancel(order.clientId, order.orderId);
    }
  }

  /** Another price for an execution that stands; false when there is none of that id. */
  correct(execId: string, price: Price): boolean {
    const execution = currentExecutions(this.floor.executions).find(
      (other) => other.execId === execId,
    );
    if (execution === undefined) return false;
    const order = this.orders.get(execution.order.permId);
    const correction = correctExecution(execution, { order, book: this.book(order), price });
    this.floor.executions.push(correction);
    this.orders.update(correction.order);
    this.parts.tell({ kind: 'execution', execution: correction });
    this.parts.tell({ kind: 'commission', execution: correction });
    this.parts.tell({ kind: 'books', account: order.account, contract: order.contract });
    return true;
  }

  /** Forgets the highest ids of each client, and what finished orders had those. */
  rollBackIds(count: number): void {
    this.identity.rollBack(count);
    this.orders.forgetAbove((clientId) => this.identity.highestOrderId(clientId));
  }

  onQuote(conId: number): void {
    this.floor.onQuote(conId);
  }

  private checkNewId({ clientId, orderId }: OrderTicket): Refusal | undefined {
    if (orderId <= 0) return { code: 10149, text: 'Invalid order id.' };
    if (orderId <= this.identity.highestOrderId(clientId)) return DUPLICATE_ID;
    this.identity.noteOrderId(clientId, orderId);
    return undefined;
  }

  /** Tells what an order would do, first without its margins as gateways do; it leaves no trace. */
  private preview(ticket: OrderTicket): void {
    const checked = checkTicket(ticket, this.parts.rules);
    const wrong = this.checkPreview(ticket) ?? (checked.ok ? undefined : checked.refusal);
    if (wrong !== undefined || !checked.ok) {
      if (wrong !== undefined) this.orders.refuse(ticket, wrong);
      return;
    }
    const order: Order = { ...this.newOrder(ticket, checked.terms, 0), status: 'PreSubmitted' };
    const question = this.fundsQuestion(order);
    const refusal = checkFunds(question);
    if (refusal !== undefined) {
      this.orders.refuse(ticket, refusal);
      return;
    }
    this.parts.tell({ kind: 'preview', order, preview: null });
    this.parts.tell({ kind: 'preview', order, preview: previewOrder(question) });
  }

  /** A what-if uses up no order id, and cannot ask about an order that is there. */
  private checkPreview({ clientId, orderId, transmit }: OrderTicket): Refusal | undefined {
    if (!transmit) return { code: 413, text: 'What-if order should have the transmit flag set.' };
    if (orderId <= 0) return { code: 10149, text: 'Invalid order id.' };
    return orderId <= this.identity.highestOrderId(clientId) ? DUPLICATE_ID : undefined;
  }

  private accept(ticket: OrderTicket, terms: OrderTerms, permId: number): void {
    const order = this.newOrder(ticket, terms, permId);
    this.orders.add(order);
    if (!ticket.transmit) return;
    const opening = this.floor.openingFor(order);
    const awaitsShares = this.awaitsShares(order);
    const refusal =
      checkHours(order, opening, this.parts.clock.now()) ??
      this.checkCount(order) ??
      (awaitsShares ? undefined : this.checkFunds(order));
    if (refusal !== undefined) {
      this.turnDown(order, { ...refusal, status: 'Inactive', statusFirst: false });
      return;
    }
    const forced = this.parts.interference.refusal(order);
    if (forced !== undefined) {
      this.turnDown(order, forced);
      return;
    }
    // Captured market sells begin as Submitted, everything else as PreSubmitted.
    const isFast = opening.isOpen && !awaitsShares && order.side === 'SELL' && order.type === 'MKT';
    const first = isFast ? 'Submitted' : 'PreSubmitted';
    const whyHeld = awaitsShares ? 'locate' : '';
    const shown = this.orders.update({ ...order, status: first, whyHeld });
    // Captured orders of these times in force had no status of their own before their end.
    if (isImmediate(order)) this.parts.tell({ kind: 'order', order: shown, settled: false });
    else this.orders.tellOrder(shown);
    if (order.type === 'STP') this.orders.tellStatus(shown);
    const wasPreset = ticket.timeInForce === 'GTC' && order.timeInForce === 'DAY';
    const warning = wasPreset ? SET_TO_DAY : oddLotWarning(order);
    if (warning !== undefined) this.orders.refuse(order, warning);
    if (awaitsShares) this.orders.refuse(order, NOT_LOCATED);
    if (this.isAbandoned(order))
      this.orders.tellStatus(this.orders.complete(shown, 'Inactive', 'Inactive'));
    else this.floor.goToMarket(permId);
  }

  /** Whether more is sold than is held, where such orders wait for shares to be lent and found. */
  private awaitsShares(order: Order): boolean {
    const isSale = order.side === 'SELL' && order.contract.secType === 'STK';
    if (!isSale || this.parts.rules.orders.shortSales === 'refuse') return false;
    return this.book(order).setup.type === 'margin' && this.checkFunds(order) !== undefined;
  }

  /** Limits for currencies that are far away from the market were captured as Inactive. */
  private isAbandoned(order: Order): boolean {
    const { contract } = order;
    const rules = { ...this.parts.rules.orders, priceBandPercent: FAR_AWAY_PERCENT };
    const quote = this.parts.quotes.of(contract.conId);
    return contract.secType === 'CASH' && checkBand(order, quote, rules) !== undefined;
  }

  private newOrder(ticket: OrderTicket, terms: OrderTerms, permId: number): Order {
    // Name by name: to spread the terms and add so much more made the slowest part of a run.
    return {
      contract: terms.contract,
      account: terms.account,
      side: terms.side,
      quantity: terms.quantity,
      type: terms.type,
      limit: terms.limit,
      stop: terms.stop,
      adaptive: terms.adaptive,
      timeInForce: terms.timeInForce,
      outsideRth: terms.outsideRth,
      orderRef: terms.orderRef,
      exchange: terms.exchange,
      clientId: ticket.clientId,
      orderId: ticket.orderId,
      permId,
      status: 'Staged',
      filled: asShares(0n),
      traded: ZERO_MONEY,
      commission: ZERO_MONEY,
      commissionCurrency: commissionCurrency(terms.contract, this.book(terms).setup.base),
      lastPrice: null,
      resting: false,
      triggered: false,
      whyHeld: '',
      modified: false,
      completedAt: null,
      completedText: '',
    };
  }

  private turnDown(order: Order, refusal: ForcedRefusal): void {
    const { status, statusFirst } = refusal;
    const ended = this.orders.complete(order, status ?? 'Inactive', status ?? 'Inactive');
    if (status !== null && statusFirst) this.orders.tellStatus(ended);
    this.orders.refuse(order, refusal);
    if (status !== null && !statusFirst) this.orders.tellStatus(ended);
  }

  private modify(working: Order, ticket: OrderTicket): void {
    const refusal = checkModifiable(working);
    const checked = checkTicket(ticket, this.parts.rules);
    if (refusal !== undefined) this.orders.refuse(ticket, refusal);
    else if (!checked.ok) this.orders.refuse(ticket, checked.refusal);
    else this.change(working, checked.terms);
  }

  private change(working: Order, terms: OrderTerms): void {
    const refusal =
      checkSameOrder(terms, working) ??
      checkSameKind(terms, working) ??
      checkStillOpen(terms, working) ??
      this.checkBand(terms) ??
      checkHours(terms, this.floor.openingFor({ ...working, ...terms }), this.parts.clock.now()) ??
      this.checkFunds({ ...working, ...terms });
    if (refusal !== undefined) {
      this.orders.refuse(working, refusal);
      return;
    }
    this.floor.stopAttempt(working.permId);
    const isOpen = this.floor.openingFor({ ...working, ...terms }).isOpen;
    const status = isOpen && terms.type !== 'STP' ? 'Submitted' : 'PreSubmitted';
    this.orders.tellOrder(
      this.orders.update({
        ...working,
        ...terms,
        status,
        resting: false,
        triggered: false,
        whyHeld: '',
        modified: true,
      }),
    );
    this.floor.goToMarket(working.permId);
  }

  private checkBand(terms: OrderTerms): Refusal | undefined {
    const quote = this.parts.quotes.of(terms.contract.conId);
    return checkBand(terms, quote, this.parts.rules.orders);
  }

  /** Whether there is room for one more working order of the contract, side and account. */
  private checkCount({ contract, side, account }: Order): Refusal | undefined {
    const { mostActive } = this.parts.rules.orders;
    const alike = this.orders
      .liveOf(contract.conId)
      .filter((other) => other.side === side && other.account === account);
    if (alike.length < mostActive) return undefined;
    const what = `${mostActive} active orders of this contract and side`;
    return rejected(`There are ${what} in the account, and no more are taken.`);
  }

  private checkFunds(order: Order): Refusal | undefined {
    return checkFunds(this.fundsQuestion(order));
  }

  private fundsQuestion(order: Order): FundsQuestion {
    return {
      terms: order,
      alreadyFilled: order.filled,
      others: this.live().filter(
        (other) => other.account === order.account && other.permId !== order.permId,
      ),
      book: this.book(order),
      valuation: this.parts.valuation,
      quoteOf: (conId) => this.parts.quotes.of(conId),
    };
  }

  private confirmCancel(permId: number): void {
    const order = this.orders.get(permId);
    if (!isLive(order) && order.status !== 'Staged') {
      const text = `OrderId ${order.orderId} cannot be cancelled, state: ${order.status}.`;
      this.orders.refuse(order, { code: 10148, text });
      return;
    }
    this.floor.stopAttempt(permId);
    this.orders.tellStatus(this.orders.complete(order, 'Cancelled', 'Cancelled by Trader'));
    this.orders.refuse(order, { code: 202, text: 'Order Canceled - reason:' });
  }

  private book({ account }: OrderTerms): AccountBook {
    const book = this.parts.books.get(account);
    assert(book !== undefined, `account ${account} has a book`);
    return book;
  }
}

/** How far is too far is this simulator's own guess: the protocol gives no figure. */
const FAR_AWAY_PERCENT = 10;

/** The order is held and stays live. */
const NOT_LOCATED: Refusal = {
  code: 404,
  text: 'Shares for this order are not immediately available for short sale. The order will be held while we attempt to locate the shares.',
};

/** A notice: the order stays live. */
const SET_TO_DAY: Refusal = {
  code: 10349,
  text: 'Order TIF was set to DAY based on order preset.',
};
