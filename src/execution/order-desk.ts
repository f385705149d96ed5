import type { Ceiling, FxCeiling } from '../core/approval/ceiling.ts';
import { takenBy } from '../core/journal/remainder.ts';
import { highestOrderId } from '../core/journal/run-record.ts';
import type { OrderBook } from '../core/orders/order-book.ts';
import {
  commissionsOf,
  endingsOf,
  filledOf,
  isAccountedFor,
  isDone,
  isHeldForLater,
  isSettled,
  isShareOrder,
  rejectionOf,
  stateOf,
  type ShareOrder,
  type TrackedOrder,
} from '../core/orders/tracked-order.ts';
import { orderRefOf } from '../core/orders/ticket.ts';
import { assert } from '../core/units/assert.ts';
import { bugProblem } from '../core/units/bug-problem.ts';
import type { Price } from '../core/units/price.ts';
import type { Problem } from '../core/units/problem.ts';
import { ConnectionWatch } from './connection-watch.ts';
import {
  clockJumped,
  connectionLost,
  filledTooMuch,
  noLastWord,
  stoppedByHand,
} from './desk-problems.ts';
import type { DeskOptions, DeskPorts } from './desk-ports.ts';
import { Inquiries, type Inquiry } from './inquiries.ts';
import { watchOrder, type Watch } from './order-watch.ts';
import { OrderWire } from './order-wire.ts';
import type { RunNotes } from './run-notes.ts';
import {
  assertNoWorse,
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
/** The conversion stands before the lines of the plan. */
const CONVERSION_LINE = 0;

/**
 * Sends orders and watches them until the broker has given its last word on each. Events are
 * folded into the book first; only then one loop decides. It never sends anything twice.
 */
export class OrderDesk {
  readonly #ports: DeskPorts;
  readonly #options: DeskOptions;
  readonly #watches = new Map<number, Watch>();
  readonly #reported = new Map<number, string>();
  readonly #notes: RunNotes;
  readonly #inquiries: Inquiries;
  readonly #connection: ConnectionWatch;
  readonly #wire: OrderWire;
  #lost = false;
  /** A person is asked how to stop. */
  #pausing = false;
  /** What is open stays at the broker, by the will of a person. */
  #leaving = false;

  constructor(ports: DeskPorts, options: DeskOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#notes = ports.notes;
    this.#wire = new OrderWire(ports.broker, ports.notes, options.accountId);
    this.#inquiries = new Inquiries(ports.broker, options.accountId);
    this.#connection = new ConnectionWatch(ports, this.#inquiries);
  }

  get book(): OrderBook {
    return this.#notes.record.book;
  }

  /** Why nothing more is sent; undefined while sending goes on. */
  get stopped(): Problem | undefined {
    return this.#notes.record.stopped;
  }

  /** Orders that the broker has not given its last word on; none when they are left to it. */
  openOrders(): readonly TrackedOrder[] {
    if (this.#leaving) return [];
    return this.book.orders.filter((order) => !isDone(order));
  }

  /** Whether another order may go out now: the first one travels alone until it is acknowledged. */
  maySend(): boolean {
    this.#lookAtKillSwitch();
    if (this.stopped !== undefined || this.#pausing) return false;
    if (!this.#connection.isLinked() || this.isOutOfTime()) return false;
    const [first] = this.book.orders;
    if (first !== undefined && stateOf(first) === 'sent') return false;
    return this.openOrders().length < this.#options.maxOpenOrders;
  }

  /** Whether the time is over in which new orders may be sent. */
  isOutOfTime(): boolean {
    const since = this.#options.sendingSince ?? this.#watches.values().next().value?.sentAt;
    return since !== undefined && this.#ports.clock.now() - since > this.#options.maxRunMs;
  }

  /** Whether an order of this line may have reached the broker. */
  hasSent({ line }: Pick<Ceiling, 'line'>): boolean {
    return [...this.#watches.values()].some((watch) => watch.line === line);
  }

  /** The orders of a line that may have reached the broker, in the order of their sending. */
  ordersOf({ line }: Pick<Ceiling, 'line'>): readonly ShareOrder[] {
    return this.book.orders
      .filter(isShareOrder)
      .filter((order) => this.#watchOf(order).line === line);
  }

  /**
   * Sends one order of an approved line; never more than was approved, never worse, and never while
   * another order of the line is alive. Says why it could not be sent.
   */
  async send(
    ceiling: Ceiling,
    order: PricedQuantity,
    timeoutMs: number,
  ): Promise<string | undefined> {
    const earlier = this.ordersOf(ceiling);
    assert(earlier.every(isSettled), 'one order of a line at a time');
    const taken = earlier.reduce((sum, each) => sum + takenBy(each), 0n);
    assert(taken + order.quantity <= ceiling.quantity, 'filled + open + unknown <= approved');
    return this.#send(ceiling, shareTicket(ceiling, order), timeoutMs);
  }

  /** Sends the approved conversion, with the same promises. */
  async sendConversion(approved: FxCeiling, order: RatedQuantity): Promise<string | undefined> {
    assert(!this.hasSent({ line: CONVERSION_LINE }), 'the conversion is sent once');
    const ticket = conversionTicket(approved, order);
    const line = { line: CONVERSION_LINE, quantity: ticket.quantity };
    return this.#send(line, ticket, order.fillTimeoutMs);
  }

  async #send(
    { line, quantity: approved }: Pick<Ceiling, 'line' | 'quantity'>,
    unnamed: UnnamedTicket,
    fillTimeoutMs: number,
  ): Promise<string | undefined> {
    const { runId, accountId } = this.#options;
    const { record } = this.#notes;
    const attempt = 1 + [...record.lines.values()].filter((each) => each === line).length;
    const ticket = {
      orderRef: orderRefOf({ runId, accountId, line, attempt }),
      accountId,
      ...unnamed,
    };
    const orderId = this.#ports.broker.newOrderId(highestOrderId(record));
    // The order is watched before it is sent: whatever happens next, it is known.
    const sentAt = this.#ports.clock.now();
    this.#watches.set(orderId, watchOrder({ line, approved, sentAt, fillTimeoutMs }));
    const outcome = await this.#wire.place(orderId, line, ticket);
    if (outcome.kind === 'lost') this.#lose(outcome.reason);
    if (outcome.kind === 'unwritten') this.#watches.delete(orderId);
    this.#report();
    switch (outcome.kind) {
      case 'sent':
        return undefined;
      case 'lost':
        return 'the connection was gone';
      case 'unwritten':
        return 'the journal could not be written';
    }
  }

  /**
   * For how long the order has been open, while its limit may be changed: the broker has
   * acknowledged it, nothing of it is in doubt, nobody has asked to cancel it, no change was refused.
   */
  openFor(order: ShareOrder): number | undefined {
    const state = stateOf(order);
    const watch = this.#watchOf(order);
    const isQuiet =
      watch.cancelledAt === undefined && watch.doubtedAt === undefined && watch.outlived === 0;
    const mayChange =
      this.stopped === undefined && !this.#pausing && this.#connection.isLinked() && isQuiet;
    if (!mayChange || (state !== 'working' && state !== 'partially-filled')) return undefined;
    return this.#ports.clock.now() - watch.sentAt;
  }

  /** Changes the limit of an open order, inside the approval of its line. */
  async reprice(ceiling: Ceiling, order: ShareOrder, limit: Price): Promise<void> {
    assert(this.openFor(order) !== undefined, 'only an order that is known to be open is changed');
    assert(order.ticket.limit !== undefined, 'only a limit is changed');
    assertNoWorse(ceiling, limit);
    const { orderId, ticket } = order;
    const outcome = await this.#wire.reprice(orderId, { ...ticket, limit });
    if (outcome.kind === 'lost') this.#lose(outcome.reason);
    this.#report();
  }

  /** Whether we ended the order because it took too long, and not a person or the broker. */
  timedOut(order: ShareOrder): boolean {
    if (this.stopped !== undefined || isHeldForLater(order)) return false;
    return this.#watchOf(order).cancelledAt !== undefined;
  }

  /**
   * Takes in what the broker has said, then looks after timeouts and the kill switch. Waits for
   * something to be said, but no longer than `waitMs`.
   */
  async look(waitMs = LOOK_MS): Promise<void> {
    // An answer counts only together with every event that came before it.
    const answered = this.#inquiries.answered();
    await this.#takeIn(waitMs);
    const bug = this.#inquiries.takeBug();
    if (bug !== undefined) throw bug;
    this.#lookAtClock();
    if (this.#lost) this.#abandonOpen();
    this.#report();
    if (this.#lost) return;
    this.#lookAtKillSwitch();
    if (answered !== undefined) this.#conclude(answered);
    this.#connection.look(this.openOrders().length > 0);
    const { trouble } = this.#connection;
    if (trouble !== undefined) this.#lose(trouble);
    // Without its link the gateway can do nothing for us; once we stop we try all the same.
    if (!this.#connection.isLinked() && this.stopped === undefined) return;
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
    const events = await this.#wire.hear(waitMs);
    if (events.length > 0) this.#connection.heard();
    for (const event of events) {
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
    const unwanted = overdue || this.stopped !== undefined || isHeldForLater(order);
    if (cancelledAt === undefined && unwanted) await this.#cancel(order);
  }

  async #cancel(order: TrackedOrder): Promise<void> {
    const watch = this.#watchOf(order);
    watch.cancelledAt = this.#ports.clock.now();
    watch.doubtedAt = undefined;
    watch.asked = undefined;
    await this.#wire.cancel(order.orderId);
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
      const inquiry = this.#inquiries.ask();
      if (inquiry !== undefined) watch.asked = { inquiry, endings };
    }
    if (now - watch.doubtedAt <= DOUBT_MS) return;
    if (watch.cancelledAt === undefined) await this.#cancel(order);
    else this.#abandon(order);
  }

  /** An order that was refused or cancelled by a message, and is in neither list, has ended. */
  #conclude(inquiry: Inquiry): void {
    this.#inquiries.take();
    this.#connection.concluded(inquiry);
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
    for (const each of this.#connection.alarms(this.#options.accountId)) this.stop(each);
    const pulled = this.#ports.killSwitch.pulled();
    this.#pausing = pulled === 'asking';
    if (pulled === undefined || pulled === 'asking' || this.stopped !== undefined) return;
    this.#leaving = pulled === 'leave';
    this.stop(stoppedByHand(this.#options.accountId, pulled));
  }

  /** Time limits and the age of quotes mean nothing on a clock that jumps. */
  #lookAtClock(): void {
    const jump = this.#connection.clockJump();
    if (jump !== 0) this.stop(clockJumped(this.#options.accountId, Math.round(jump / 1000)));
  }

  #lose(reason: string): void {
    this.#lost = true;
    this.stop(connectionLost(this.#options.accountId, reason));
    this.#abandonOpen();
  }

  #abandonOpen(): void {
    for (const order of this.openOrders()) this.#abandon(order);
  }

  /** Unknown is not failed: the order may be alive, so nothing more is sent. */
  #abandon(order: TrackedOrder): void {
    this.#notes.note({ kind: 'abandoned', orderId: order.orderId });
    this.stop(noLastWord(this.#options.accountId, order));
  }

  /** More filled than was sent or approved makes no sense: nothing else that we know can be trusted. */
  #refuseExcess(order: TrackedOrder): void {
    const { line, approved } = this.#watchOf(order);
    const filledOnLine = this.book.orders
      .filter((each) => this.#watchOf(each).line === line)
      .reduce((sum, each) => sum + filledOf(each), 0n);
    if (filledOf(order) <= order.ticket.quantity && filledOnLine <= approved) return;
    this.stop(filledTooMuch(this.#options.accountId, order));
  }

  #report(): void {
    for (const order of this.book.orders) {
      const state = stateOf(order);
      const seen = `${state} at ${String(order.ticket.limit)}`;
      if (this.#reported.get(order.orderId) === seen) continue;
      this.#reported.set(order.orderId, seen);
      this.#ports.onChange(order, state);
    }
  }
}
