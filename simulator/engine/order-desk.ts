import { assert } from '../../src/core/units/assert.ts';
import type { Price } from './price.ts';
import { asShares, formatShares, type Shares } from '../../src/core/units/shares.ts';
import type { AccountBook } from './books.ts';
import { checkFunds } from './check-funds.ts';
import { checkSameOrder, checkTicket, type Rules } from './check-ticket.ts';
import type { Clock } from './clock.ts';
import { commissionCurrency, commissionOf } from './commission.ts';
import type { EngineListener } from './events.ts';
import type { ForcedRefusal, Interference } from './interference.ts';
import { fillPrice, reachesStop } from './match.ts';
import { asMoney, worth, ZERO_MONEY } from './money.ts';
import { correctExecution, currentExecutions } from './correct-execution.ts';
import { oddLotWarning } from './odd-lot.ts';
import { IdentityRegister } from './order-identity.ts';
import { isLive, remaining } from './order.ts';
import type { Execution, Order, OrderStatus, OrderTerms, OrderTicket } from './order.ts';
import { isImmediate, nextPiece, pause, takesItsTime, type FillModel } from './pace.ts';
import type { Valuation } from './account-values.ts';
import type { Quote } from './quote.ts';
import type { QuoteBoard } from './quote-board.ts';
import type { Refusal } from './refusal.ts';

export interface DeskParts {
  readonly rules: Rules;
  readonly clock: Clock;
  readonly quotes: QuoteBoard;
  readonly books: ReadonlyMap<string, AccountBook>;
  readonly valuation: Valuation;
  readonly tell: EngineListener;
  readonly firstOrderId: number;
  readonly fills: FillModel;
  readonly cancelDelayMs: number;
  readonly interference: Interference;
}

/** Takes orders, works them against the quotes and books what they trade. */
export class OrderDesk {
  readonly executions: Execution[] = [];
  readonly identity: IdentityRegister;
  private readonly parts: DeskParts;
  private readonly orders = new Map<number, Order>();
  private readonly permIds = new Map<string, number>();
  /** The next attempt of orders that come to the market or fill in pieces, by permId. */
  private readonly attempts = new Map<number, () => void>();

  constructor(parts: DeskParts) {
    this.parts = parts;
    this.identity = new IdentityRegister(parts.clock.now(), parts.firstOrderId);
  }

  all(): readonly Order[] {
    return [...this.orders.values()];
  }

  /** A new order, or the modification of a working one when the client has used the id for it. */
  place(ticket: OrderTicket): void {
    const known = this.find(ticket.clientId, ticket.orderId);
    if (known !== undefined && known.status !== 'Staged') {
      // A change that is not transmitted yet changes nothing, as with a new order.
      if (ticket.transmit || !isLive(known)) this.modify(known, ticket);
      return;
    }
    const wrongId = known === undefined ? this.checkNewId(ticket) : undefined;
    const checked = checkTicket(ticket, this.parts.rules);
    if (wrongId !== undefined) this.refuse(ticket, wrongId);
    else if (!checked.ok) this.refuse(ticket, checked.refusal);
    else this.accept(ticket, checked.terms, known?.permId ?? this.identity.nextPermId());
  }

  /** Cancels one order of this client; says so when there is nothing to cancel. */
  cancel(clientId: number, orderId: number): void {
    const order = this.find(clientId, orderId);
    const what = `OrderId ${orderId} that needs to be cancelled`;
    if (order === undefined) {
      this.refuse({ clientId, orderId }, { code: 10147, text: `${what} is not found.` });
    } else if (!isLive(order) && order.status !== 'Staged') {
      const text = `${what} cannot be cancelled, state: ${order.status}.`;
      this.refuse(order, { code: 10148, text });
    } else if (this.parts.cancelDelayMs === 0 || order.status === 'Staged') {
      this.confirmCancel(order.permId);
    } else if (order.status === 'PendingCancel') {
      const text = 'Cancel attempted when order is not in a cancellable state.';
      this.refuse(order, { code: 161, text });
    } else {
      this.tellStatus(this.update({ ...order, status: 'PendingCancel' }));
      this.parts.clock.after(this.parts.cancelDelayMs, () => {
        this.confirmCancel(order.permId);
      });
    }
  }

  /** Cancels every working order of every client whose account lets the API trade. */
  cancelAll(): void {
    for (const order of this.all().filter(isLive)) {
      const account = this.parts.rules.accounts.get(order.account);
      if (account?.readOnlyApi === false) this.cancel(order.clientId, order.orderId);
    }
  }

  /** Another price for an execution that stands; false when there is none of that id. */
  correct(execId: string, price: Price): boolean {
    const execution = currentExecutions(this.executions).find((other) => other.execId === execId);
    if (execution === undefined) return false;
    const order = this.get(execution.order.permId);
    const correction = correctExecution(execution, { order, book: this.book(order), price });
    this.executions.push(correction);
    this.update(correction.order);
    this.parts.tell({ kind: 'execution', execution: correction });
    this.parts.tell({ kind: 'commission', execution: correction });
    this.parts.tell({ kind: 'books', account: order.account, contract: order.contract });
    return true;
  }

  /** Forgets the highest ids of each client, and what finished orders had those. */
  rollBackIds(count: number): void {
    this.identity.rollBack(count);
    for (const [key, permId] of this.permIds) {
      const { clientId, orderId } = this.get(permId);
      const forgotten = orderId > this.identity.highestOrderId(clientId);
      if (forgotten && !isLive(this.get(permId))) this.permIds.delete(key);
    }
  }

  /** Lets orders that were waiting meet a quote that moved. */
  onQuote(conId: number): void {
    for (const order of this.all()) {
      const waits = isLive(order) && !this.attempts.has(order.permId);
      if (waits && order.contract.conId === conId) this.attempt(order.permId);
    }
  }

  private find(clientId: number, orderId: number): Order | undefined {
    const permId = this.permIds.get(`${clientId}/${orderId}`);
    return permId === undefined ? undefined : this.orders.get(permId);
  }

  private checkNewId({ clientId, orderId }: OrderTicket): Refusal | undefined {
    if (orderId <= 0) return { code: 10149, text: 'Invalid order id.' };
    if (orderId <= this.identity.highestOrderId(clientId)) return DUPLICATE_ID;
    this.identity.noteOrderId(clientId, orderId);
    return undefined;
  }

  private accept(ticket: OrderTicket, terms: OrderTerms, permId: number): void {
    const order: Order = {
      ...terms,
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
      modified: false,
      completedAt: null,
      completedText: '',
    };
    this.permIds.set(`${order.clientId}/${order.orderId}`, permId);
    this.update(order);
    if (!ticket.transmit) return;
    const refusal = this.checkFunds(order);
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
    const first = order.side === 'SELL' && order.type === 'MKT' ? 'Submitted' : 'PreSubmitted';
    const shown = this.update({ ...order, status: first });
    // Captured orders of these times in force had no status of their own before their end.
    if (isImmediate(order)) this.parts.tell({ kind: 'order', order: shown, settled: false });
    else this.tellOrder(shown);
    if (order.type === 'STP') this.tellStatus(shown);
    const warning = oddLotWarning(order);
    if (warning !== undefined) this.refuse(order, warning);
    this.goToMarket(permId);
  }

  private turnDown(order: Order, refusal: ForcedRefusal): void {
    const { status, statusFirst } = refusal;
    const ended = this.complete(order, status ?? 'Inactive', status ?? 'Inactive');
    if (status !== null && statusFirst) this.tellStatus(ended);
    this.refuse(order, refusal);
    if (status !== null && !statusFirst) this.tellStatus(ended);
  }

  private modify(working: Order, ticket: OrderTicket): void {
    const refusal = checkModifiable(working);
    const checked = checkTicket(ticket, this.parts.rules);
    if (refusal !== undefined) this.refuse(ticket, refusal);
    else if (!checked.ok) this.refuse(ticket, checked.refusal);
    else this.change(working, checked.terms);
  }

  private change(working: Order, terms: OrderTerms): void {
    const refusal =
      checkSameOrder(terms, working) ??
      checkStillOpen(terms, working) ??
      this.checkFunds({ ...working, ...terms });
    if (refusal !== undefined) {
      this.refuse(working, refusal);
      return;
    }
    this.stopAttempt(working.permId);
    const status = terms.type === 'STP' ? 'PreSubmitted' : 'Submitted';
    this.tellOrder(
      this.update({
        ...working,
        ...terms,
        status,
        resting: false,
        triggered: false,
        modified: true,
      }),
    );
    this.goToMarket(working.permId);
  }

  private checkFunds(order: Order): Refusal | undefined {
    return checkFunds({
      terms: order,
      alreadyFilled: order.filled,
      others: this.all().filter(
        (other) =>
          isLive(other) && other.account === order.account && other.permId !== order.permId,
      ),
      book: this.book(order),
      valuation: this.parts.valuation,
      quoteOf: (conId) => this.parts.quotes.of(conId),
    });
  }

  /** After its acknowledgement an order trades a little later, or waits in the book. */
  private goToMarket(permId: number): void {
    const order = this.get(permId);
    const quote = this.parts.quotes.of(order.contract.conId);
    const meets = fillPrice(order, quote) !== undefined || reachesStop(order, quote);
    if (takesItsTime(order) || !(meets || isImmediate(order))) this.rest(order);
    if (meets || isImmediate(order)) this.attemptLater(permId);
  }

  private attemptLater(permId: number): void {
    const wait = pause(this.get(permId), this.parts.fills);
    const stop = this.parts.clock.after(wait, () => {
      this.attempts.delete(permId);
      this.attempt(permId);
    });
    this.attempts.set(permId, stop);
  }

  private stopAttempt(permId: number): void {
    this.attempts.get(permId)?.();
    this.attempts.delete(permId);
  }

  private attempt(permId: number): void {
    if (!isLive(this.get(permId))) return;
    const quote = this.parts.quotes.of(this.get(permId).contract.conId);
    const order = this.trigger(this.get(permId), quote);
    const price = fillPrice(order, quote);
    const piece = price === undefined ? asShares(0n) : this.nextPiece(order, quote);
    if (order.timeInForce === 'FOK' && piece < remaining(order)) {
      this.tellStatus(this.complete(order, 'Inactive', 'Inactive'));
    } else if (price !== undefined && piece > 0n) {
      this.fill(order, price, piece);
    } else if (order.timeInForce === 'IOC') {
      this.giveUp(order);
    } else {
      this.rest(order);
    }
  }

  private nextPiece(order: Order, quote: Quote): Shares {
    const piece = nextPiece(order, quote, this.parts.fills);
    const room = this.parts.interference.fillRoom(order);
    return room !== null && room < piece ? room : piece;
  }

  /** A stop order whose price was reached is told once more, and is a market order from then on. */
  private trigger(order: Order, quote: Quote): Order {
    if (order.triggered || !reachesStop(order, quote)) return order;
    const started = this.update({ ...order, triggered: true, status: 'Submitted' });
    this.tellOrder(started);
    return started;
  }

  /** What is left of an order that would not wait: without a 202, as was captured. */
  private giveUp(order: Order): void {
    this.tellStatus(this.update({ ...order, status: 'PendingCancel' }));
    this.tellStatus(this.complete(order, 'Cancelled', 'Cancelled'));
  }

  private rest(order: Order): void {
    if (order.type === 'STP' && !order.triggered) return;
    // Only a plain limit is met at its limit: all others stay orders that come to the market.
    const resting = order.type === 'LMT' && order.adaptive === null;
    const rested = this.update({ ...order, resting });
    if (order.status === 'PreSubmitted') {
      this.tellOrder(this.update({ ...rested, status: 'Submitted' }));
    }
  }

  private fill(order: Order, price: Price, shares: Shares): void {
    const traded = asMoney(order.traded + worth(shares, price));
    const filled = asShares(order.filled + shares);
    // The minimum is charged once an order: a later piece pays what the whole adds.
    const book = this.book(order);
    const whole = { contract: order.contract, shares: filled, value: traded };
    const due = commissionOf(whole, book.setup.base, this.parts.valuation.rates);
    const commission = asMoney(due - order.commission);
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
    const booked = done ? this.complete(after, 'Filled', text) : this.update(after);
    const realized = book.record({ ...order, shares, price, commission });
    const execution: Execution = {
      execId: this.identity.nextExecId(),
      order: booked,
      instant: this.parts.clock.now(),
      shares,
      price,
      commission,
      realized,
    };
    this.executions.push(execution);
    const isIoc = order.timeInForce === 'IOC';
    if (!done && !isIoc) this.attemptLater(order.permId);
    this.tellFill(booked, execution);
    if (!done && isIoc) this.giveUp(booked);
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

  private confirmCancel(permId: number): void {
    const order = this.get(permId);
    if (!isLive(order) && order.status !== 'Staged') {
      const text = `OrderId ${order.orderId} cannot be cancelled, state: ${order.status}.`;
      this.refuse(order, { code: 10148, text });
      return;
    }
    this.stopAttempt(permId);
    this.tellStatus(this.complete(order, 'Cancelled', 'Cancelled by Trader'));
    this.refuse(order, { code: 202, text: 'Order Canceled - reason:' });
  }

  private complete(order: Order, status: OrderStatus, completedText: string): Order {
    return this.update({ ...order, status, completedAt: this.parts.clock.now(), completedText });
  }

  private book({ account }: OrderTerms): AccountBook {
    const book = this.parts.books.get(account);
    assert(book !== undefined, `account ${account} has a book`);
    return book;
  }

  private get(permId: number): Order {
    const order = this.orders.get(permId);
    assert(order !== undefined, `order ${permId} is known`);
    return order;
  }

  private update(order: Order): Order {
    this.orders.set(order.permId, order);
    return order;
  }

  private tellOrder(order: Order): void {
    this.parts.tell({ kind: 'order', order, settled: false });
    this.tellStatus(order);
  }

  private tellStatus(order: Order): void {
    this.parts.tell({ kind: 'status', order });
  }

  private refuse(to: Pick<Order, 'clientId' | 'orderId'>, { code, text }: Refusal): void {
    this.parts.tell({
      kind: 'refusal',
      clientId: to.clientId,
      orderId: to.orderId,
      code,
      text,
    });
  }
}

const DUPLICATE_ID: Refusal = { code: 103, text: 'Duplicate order id' };

function checkModifiable(order: Order): Refusal | undefined {
  switch (order.status) {
    case 'Filled':
      return { code: 104, text: 'Cannot modify a filled order.' };
    case 'PendingCancel':
      return { code: 2102, text: 'Unable to modify this order as it is still being processed.' };
    case 'Cancelled':
    case 'Inactive':
      return DUPLICATE_ID;
    case 'Staged':
    case 'PreSubmitted':
    case 'Submitted':
      return undefined;
  }
}

/** A smaller quantity must leave something to do; cancelling is said by cancelling. */
function checkStillOpen(terms: OrderTerms, working: Order): Refusal | undefined {
  if (terms.quantity > working.filled) return undefined;
  const filled = formatShares(working.filled);
  const text = `Error validating request: cause - ${filled} shares are already filled.`;
  return { code: 321, text };
}
