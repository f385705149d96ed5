import type { OpenOrder } from '../core/account/snapshot.ts';
import type { Ceiling, FxCeiling } from '../core/approval/ceiling.ts';
import { highestOrderId } from '../core/journal/run-record.ts';
import type { OrderBook } from '../core/orders/order-book.ts';
import {
  commissionsOf,
  endingsOf,
  filledOf,
  isAccountedFor,
  isDone,
  rejectionOf,
  stateOf,
  type OrderState,
  type TrackedOrder,
} from '../core/orders/tracked-order.ts';
import { nameOf, orderRefOf } from '../core/orders/ticket.ts';
import { assert } from '../core/units/assert.ts';
import { bugProblem } from '../core/units/bug-problem.ts';
import type { Problem } from '../core/units/problem.ts';
import { formatShares } from '../core/units/shares.ts';
import { BrokerError, type Broker, type Clock, type KillSwitch } from '../ports.ts';
import type { RunNotes } from './run-notes.ts';
import {
  conversionTicket,
  shareTicket,
  type PricedQuantity,
  type RatedQuantity,
  type UnnamedTicket,
} from './write-ticket.ts';

/** How long one look at the broker's events lasts before timeouts and the kill switch get their turn. */
const LOOK_MS = 250;
/** How long a cancel may stay without an answer before we ask what became of it. */
const ANSWER_MS = 10_000;
/** How long an order may stay in doubt, asked about, before it is cancelled, and then given up. */
const DOUBT_MS = 15_000;
/** Commissions follow their executions, usually at once. */
const COMMISSION_MS = 3_000;

export interface DeskPorts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly killSwitch: KillSwitch;
  /** What the run knows of itself; written down before it happens. */
  readonly notes: RunNotes;
  /** Told whenever the state of an order changes. */
  readonly onChange: (order: TrackedOrder, state: OrderState) => void;
}

export interface DeskOptions {
  readonly runId: string;
  readonly accountId: string;
  readonly maxOpenOrders: number;
  readonly fillTimeoutMs: number;
}

/** The conversion stands before the lines of the plan. */
const CONVERSION_LINE = 0;

/** One question about all our orders: which of them are open, and what was executed. */
interface Inquiry {
  /** The orders that are open, once both answers are complete. */
  open: readonly OpenOrder[] | undefined;
}

interface Watch {
  /** Of the approved plan. */
  readonly line: number;
  readonly sentAt: number;
  readonly fillTimeoutMs: number;
  cancelledAt: number | undefined;
  /** Since when what we were told of the order does not add up, or nothing comes. */
  doubtedAt: number | undefined;
  /** What was asked because of it, and how many endings the order then had. */
  asked: { readonly inquiry: Inquiry; readonly endings: number } | undefined;
  /** How many endings turned out to be none: the order was open after them. */
  outlived: number;
}

/**
 * Sends orders and watches them until the broker has given its last word on each. Events are
 * folded into the book first; only then one loop decides. It never sends anything twice.
 */
export class OrderDesk {
  readonly #ports: DeskPorts;
  readonly #options: DeskOptions;
  readonly #watches = new Map<number, Watch>();
  readonly #reported = new Map<number, OrderState>();
  readonly #notes: RunNotes;
  #lost = false;
  /** The question that is under way; one at a time, so that its answers are its own. */
  #inquiry: Inquiry | undefined;
  /** A bug that showed itself while nobody waited. */
  #bug: Error | undefined;

  constructor(ports: DeskPorts, options: DeskOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#notes = ports.notes;
  }

  get book(): OrderBook {
    return this.#notes.record.book;
  }

  /** Why nothing more is sent; undefined while sending goes on. */
  get stopped(): Problem | undefined {
    return this.#notes.record.stopped;
  }

  /** Orders that the broker has not given its last word on. */
  openOrders(): readonly TrackedOrder[] {
    return this.book.orders.filter((order) => !isDone(order));
  }

  /** Whether another order may go out now: the first one travels alone until it is acknowledged. */
  maySend(): boolean {
    this.#lookAtKillSwitch();
    if (this.stopped !== undefined) return false;
    const [first] = this.book.orders;
    if (first !== undefined && stateOf(first) === 'sent') return false;
    return this.openOrders().length < this.#options.maxOpenOrders;
  }

  /** Whether an order of this line may have reached the broker. */
  hasSent({ line }: Pick<Ceiling, 'line'>): boolean {
    return [...this.#watches.values()].some((watch) => watch.line === line);
  }

  /**
   * Sends one order of an approved line; never more than was approved, never worse. False when
   * the connection was gone before it could be sent.
   */
  async send(ceiling: Ceiling, order: PricedQuantity): Promise<boolean> {
    return this.#send(ceiling.line, shareTicket(ceiling, order), this.#options.fillTimeoutMs);
  }

  /** Sends the approved conversion, with the same promises. */
  async sendConversion(approved: FxCeiling, order: RatedQuantity): Promise<boolean> {
    return this.#send(CONVERSION_LINE, conversionTicket(approved, order), order.fillTimeoutMs);
  }

  async #send(line: number, unnamed: UnnamedTicket, fillTimeoutMs: number): Promise<boolean> {
    assert(!this.hasSent({ line }), 'a line is sent once');
    const { runId, accountId } = this.#options;
    const orderRef = orderRefOf({ runId, accountId, line, attempt: 1 });
    const ticket = { orderRef, accountId, ...unnamed };
    const { broker, clock } = this.#ports;
    const orderId = broker.newOrderId(highestOrderId(this.#notes.record));
    // Written down and in the book before it is sent: whatever happens next, the order is known.
    if (!this.#notes.note({ kind: 'intent', orderId, line, ticket })) return false;
    this.#watches.set(orderId, {
      line,
      sentAt: clock.now(),
      fillTimeoutMs,
      cancelledAt: undefined,
      doubtedAt: undefined,
      asked: undefined,
      outlived: 0,
    });
    try {
      await broker.placeOrder(orderId, ticket);
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error;
      this.#notes.note({ kind: 'not-sent', orderId });
      this.#lose(error.message);
      return false;
    }
    this.#report();
    return true;
  }

  /**
   * Takes in what the broker has said, then looks after timeouts and the kill switch. Waits for
   * something to be said, but no longer than `waitMs`.
   */
  async look(waitMs = LOOK_MS): Promise<void> {
    // An answer counts only together with every event that came before it.
    const answered = this.#inquiry?.open === undefined ? undefined : this.#inquiry;
    await this.#takeIn(waitMs);
    const bug = this.#bug;
    this.#bug = undefined;
    if (bug !== undefined) throw bug;
    if (this.#lost) this.#abandonOpen();
    this.#report();
    if (this.#lost) return;
    this.#lookAtKillSwitch();
    if (answered !== undefined) this.#conclude(answered);
    // Cancels first: a doubt about one order must not hold back the cancel of another.
    for (const order of this.openOrders()) await this.#cancelWhenDue(order);
    for (const order of this.openOrders()) await this.#settleDoubt(order);
    this.#report();
  }

  /** Waits, a little, for the commissions of what was filled. */
  async awaitCommissions(): Promise<void> {
    const { clock } = this.#ports;
    const until = clock.now() + COMMISSION_MS;
    const missing = (): boolean => this.book.orders.some((order) => !commissionsOf(order).complete);
    while (!this.#lost && missing() && clock.now() < until) await this.look();
  }

  /** Watches until the broker has given its last word on every order, or is known not to. */
  async settle(): Promise<void> {
    await this.look(0);
    while (this.openOrders().length > 0) await this.look();
  }

  /** Nothing more is sent; orders that are open are cancelled. */
  stop(reason: Problem): void {
    this.#notes.stop(reason);
  }

  /**
   * Ends after a bug in this program: nothing more is sent, what is open is cancelled and watched
   * as far as the bug allows, so that a report can be written whatever happened.
   */
  async endAfterBug(error: unknown): Promise<void> {
    this.#notes.stopForBug(bugProblem(this.#options.accountId, error));
    try {
      await this.settle();
    } catch {
      // The same bug again, most likely; the first one is reported. A cancel is still worth a try.
      await Promise.allSettled(this.openOrders().map((order) => this.#cancel(order)));
      this.#abandonOpen();
    }
  }

  async #takeIn(waitMs: number): Promise<void> {
    for (const event of await this.#ports.broker.nextOrderEvents(waitMs)) {
      this.#notes.note({ kind: 'told', event });
      if (event.kind === 'lost') this.#lose(event.reason);
    }
    for (const order of this.book.orders) this.#refuseExcess(order);
  }

  #watchOf({ orderId }: TrackedOrder): Watch {
    const watch = this.#watches.get(orderId);
    assert(watch !== undefined, 'every order of the book is watched');
    return watch;
  }

  async #cancelWhenDue(order: TrackedOrder): Promise<void> {
    const { sentAt, fillTimeoutMs, cancelledAt } = this.#watchOf(order);
    const overdue = this.#ports.clock.now() - sentAt > fillTimeoutMs;
    if (cancelledAt === undefined && (overdue || this.stopped !== undefined)) {
      await this.#cancel(order);
    }
  }

  async #cancel(order: TrackedOrder): Promise<void> {
    const { broker, clock } = this.#ports;
    const watch = this.#watchOf(order);
    watch.cancelledAt = clock.now();
    watch.doubtedAt = undefined;
    watch.asked = undefined;
    this.#notes.note({ kind: 'cancel', orderId: order.orderId });
    try {
      await broker.cancelOrder(order.orderId);
    } catch (error) {
      // A connection that is gone says so by an event of its own.
      if (!(error instanceof BrokerError)) throw error;
    }
  }

  /**
   * A status without its executions, an end without a status, no answer to a cancel: nothing is
   * concluded from any of them. The broker is asked; when its answers do not settle it either, the
   * order is cancelled, so that nothing of it stays open, and at last given up as unknown.
   */
  async #settleDoubt(order: TrackedOrder): Promise<void> {
    const watch = this.#watchOf(order);
    const now = this.#ports.clock.now();
    const endings = endingsOf(order);
    const silent = watch.cancelledAt !== undefined && now - watch.cancelledAt > ANSWER_MS;
    if (isAccountedFor(order) && endings === watch.outlived && !silent) {
      watch.doubtedAt = undefined;
      watch.asked = undefined;
      return;
    }
    watch.doubtedAt ??= now;
    if (watch.asked === undefined) {
      const inquiry = this.#inquire();
      if (inquiry !== undefined) watch.asked = { inquiry, endings };
    }
    if (now - watch.doubtedAt <= DOUBT_MS) return;
    if (watch.cancelledAt === undefined) await this.#cancel(order);
    else this.#abandon(order);
  }

  /** Asks which orders are open and what was executed; undefined while a question is under way. */
  #inquire(): Inquiry | undefined {
    if (this.#inquiry !== undefined) return undefined;
    const { broker } = this.#ports;
    const inquiry: Inquiry = { open: undefined };
    const ask = async (): Promise<void> => {
      try {
        const [open] = await Promise.all([
          broker.readOpenOrders(),
          broker.refreshExecutions(this.#options.accountId),
        ]);
        inquiry.open = open;
      } catch (error) {
        // Not answered: nothing is concluded, and the time limits decide.
        this.#inquiry = undefined;
        if (!(error instanceof BrokerError)) this.#bug = asError(error);
      }
    };
    this.#inquiry = inquiry;
    // Not waited for: meanwhile timeouts and the kill switch get their turn.
    void ask();
    return inquiry;
  }

  /** An order that was refused or cancelled by a message, and is in neither list, has ended. */
  #conclude(inquiry: Inquiry): void {
    this.#inquiry = undefined;
    for (const order of this.openOrders()) {
      const watch = this.#watchOf(order);
      const { asked } = watch;
      if (asked?.inquiry !== inquiry || asked.endings === watch.outlived) continue;
      if (inquiry.open?.some(({ orderRef }) => orderRef === order.ticket.orderRef)) {
        watch.outlived = asked.endings;
      } else if (isAccountedFor(order)) {
        const refused = rejectionOf(order) !== undefined && filledOf(order) === 0n;
        this.#notes.note({ kind: 'concluded', orderId: order.orderId, refused });
      }
    }
  }

  #lookAtKillSwitch(): void {
    const pulled = this.#ports.killSwitch.pulled();
    if (pulled === undefined || this.stopped !== undefined) return;
    this.stop({
      code: pulled === 'interrupted' ? 'run.interrupted' : 'safety.kill-switch',
      where: this.#options.accountId,
      found: pulled === 'interrupted' ? 'Ctrl-C' : 'the kill switch file',
      expected: 'nothing to stop the run',
      fix: 'Our open orders are cancelled and nothing more is sent. Run again to plan anew.',
    });
  }

  #lose(reason: string): void {
    this.#lost = true;
    const lost: Problem = {
      code: 'broker.connection',
      where: this.#options.accountId,
      found: reason,
      expected: 'a connection until the last order is settled',
      fix: 'Look at the open orders in TWS before you run again.',
    };
    this.stop(lost);
    this.#abandonOpen();
  }

  #abandonOpen(): void {
    for (const order of this.openOrders()) this.#abandon(order);
  }

  /** Unknown is not failed: the order may be alive, so nothing more is sent. */
  #abandon(order: TrackedOrder): void {
    this.#notes.note({ kind: 'abandoned', orderId: order.orderId });
    this.stop({
      code: 'orders.unknown',
      where: `${this.#options.accountId} ${nameOf(order.ticket)}`,
      found: `the broker gave no last word on order ${order.orderId} (${order.ticket.orderRef})`,
      expected: 'filled, cancelled or rejected',
      fix: 'Look it up in TWS before you run again: it may still be open, or filled.',
    });
  }

  /** More filled than was sent makes no sense, so nothing else that we know can be trusted. */
  #refuseExcess(order: TrackedOrder): void {
    const { quantity, orderRef } = order.ticket;
    const filled = filledOf(order);
    if (filled <= quantity) return;
    this.stop({
      code: 'orders.unknown',
      where: `${this.#options.accountId} ${nameOf(order.ticket)}`,
      found: `${formatShares(filled)} filled on order ${order.orderId} (${orderRef})`,
      expected: `at most the ${formatShares(quantity)} that were sent`,
      fix: 'Compare the executions in TWS before you run again.',
    });
  }

  #report(): void {
    for (const order of this.book.orders) {
      const state = stateOf(order);
      if (this.#reported.get(order.orderId) === state) continue;
      this.#reported.set(order.orderId, state);
      this.#ports.onChange(order, state);
    }
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
