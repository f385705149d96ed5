/*
 * A broker that says what a test tells it to say, when it is told to. Time stands still except
 * while somebody waits, so that a run of many minutes takes none and always goes the same way.
 */
import type { Contract } from '../../core/account/contract.ts';
import type { RateQuote } from '../../core/account/fx-market.ts';
import type { Quote } from '../../core/account/quote.ts';
import type { AccountReading, Means, OpenOrder } from '../../core/account/snapshot.ts';
import type { OrderEvent } from '../../core/orders/order-event.ts';
import type { OrderTicket } from '../../core/orders/ticket.ts';
import type { WhatIfAnswer } from '../../core/orders/what-if.ts';
import { assert } from '../../core/units/assert.ts';
import { rate } from '../../core/units/rate.ts';
import { shares, type Shares } from '../../core/units/shares.ts';
import { usd } from '../../core/units/usd.ts';
import {
  BrokerError,
  type Broker,
  type Clock,
  type ContractQuery,
  type FoundContracts,
  type Gateway,
} from '../../ports.ts';

/** Longer than any run may take: whoever still waits then would wait for ever. */
const FOR_EVER_MS = 24 * 60 * 60 * 1000;
/** The same for somebody who asks again and again while time stands still. */
const MOST_LOOKS = 100_000;

/** An order as it was sent. */
export interface SentOrder {
  readonly orderId: number;
  readonly ticket: OrderTicket;
  readonly sentAt: number;
}

/** What the broker does when it is asked; it does nothing where a script is silent. */
export interface Script {
  readonly onPlace?: (order: SentOrder, broker: ScriptedBroker) => void;
  /** The order with its new limit. */
  readonly onModify?: (order: SentOrder, broker: ScriptedBroker) => void;
  readonly onCancel?: (order: SentOrder, broker: ScriptedBroker) => void;
  readonly onRefresh?: (broker: ScriptedBroker) => void;
  readonly openOrders?: (broker: ScriptedBroker) => readonly OpenOrder[];
}

export class ScriptedBroker implements Broker {
  readonly clock: { now: Clock['now'] } = { now: () => this.#now };
  /** Every call that reaches the broker: `place 1`, `cancel 1`, `open orders`, `executions`. */
  readonly calls: string[] = [];
  readonly sent: SentOrder[] = [];
  /** What was changed afterwards, with the time of the change. */
  readonly modified: SentOrder[] = [];
  /** Changed by tests. */
  account: AccountReading;
  readonly quotes = new Map<string, Quote>();
  usdCad: RateQuote = { bid: undefined, ask: undefined, aliveAt: 0 };
  /** While set, nothing that is asked for is answered within its time limit. */
  silent = false;
  /** What an earlier question is said to have become. */
  alarm: string | undefined;
  /** What the gateway says about our pace. */
  pacing: string | undefined;
  readonly #script: Script;
  readonly #startedAt: number;
  #now: number;
  #looks = 0;
  #lost = false;
  #nextOrderId = 1;
  #planned: { readonly at: number; readonly happens: () => void }[] = [];
  #events: OrderEvent[] = [];

  constructor(account: AccountReading, now: number, script: Script = {}) {
    this.account = account;
    this.#startedAt = now;
    this.#now = now;
    this.#script = script;
  }

  /** Something that happens so much later, at once when that is now. */
  after(ms: number, happens: () => void): void {
    if (ms <= 0) happens();
    else this.#planned.push({ at: this.#now + ms, happens });
  }

  tell(...events: readonly OrderEvent[]): void {
    this.#events.push(...events);
  }

  status({ orderId }: SentOrder, status: string, filled = '0'): void {
    this.tell({ kind: 'status', orderId, permId: orderId + 900, status, filled: shares(filled) });
  }

  /** One fill, with its commission unless that is `undefined`. */
  fill(
    order: SentOrder,
    execId: string,
    quantity: string,
    commission?: string,
    currency = 'USD',
  ): void {
    const { orderId, ticket } = order;
    const { orderRef, accountId, contract, side } = ticket;
    const at =
      ticket.kind === 'shares'
        ? { kind: ticket.kind, price: ticket.limit ?? ticket.countedAt }
        : { kind: ticket.kind, rate: ticket.limit ?? this.usdCad.ask ?? rate('1') };
    this.tell({
      kind: 'execution',
      execution: {
        execId,
        orderId,
        permId: orderId + 900,
        orderRef,
        accountId,
        conId: contract.conId,
        side,
        quantity: shares(quantity),
        time: '',
        ...at,
      },
    });
    if (commission !== undefined) {
      const charged = { currency, amount: usd(commission) };
      this.tell({ kind: 'commission', execId, commission: charged });
    }
  }

  message({ orderId }: SentOrder, code: number): void {
    this.tell({ kind: 'message', orderId, code, text: `message ${code}` });
  }

  /** The line breaks. */
  lose(): void {
    this.#lost = true;
    this.tell({ kind: 'lost', reason: 'the line broke' });
  }

  asOpenOrder({ orderId, ticket }: SentOrder): OpenOrder {
    const { accountId, contract, side, quantity, orderRef } = ticket;
    const { conId, symbol } = contract;
    const ids = { orderId, clientId: 42, permId: orderId + 900, accountId, conId, symbol };
    return { ...ids, side, quantity, orderRef, status: 'Submitted' };
  }

  connect(): Promise<Gateway> {
    return Promise.reject(new BrokerError('lost', 'a scripted broker is connected'));
  }

  findContracts(): Promise<FoundContracts> {
    return Promise.resolve({ contracts: new Map(), problems: new Map() });
  }

  describeContracts(): Promise<ReadonlyMap<number, Contract>> {
    return Promise.resolve(new Map());
  }

  async readAccount(): Promise<AccountReading> {
    await this.#answer('account', 15_000);
    return this.account;
  }

  readMeans(): Promise<Means> {
    return this.readAccount();
  }

  heldNow(_accountId: string, conId: number): Shares | undefined {
    return this.account.positions.find((position) => position.conId === conId)?.quantity;
  }

  async readOpenOrders(): Promise<readonly OpenOrder[]> {
    await this.#answer('open orders', 10_000);
    return this.#script.openOrders?.(this) ?? [];
  }

  async refreshExecutions(): Promise<void> {
    await this.#answer('executions', 10_000);
    this.#script.onRefresh?.(this);
  }

  readCompletedOrders(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  linkedToBroker(): boolean {
    return !this.#lost;
  }

  readUsdCad(): Promise<RateQuote> {
    return Promise.resolve(this.usdCad);
  }

  checkAlive(): Promise<void> {
    return this.#answer('time', 5_000);
  }

  watchQuotes(): Promise<void> {
    return Promise.resolve();
  }

  quoteOf({ symbol }: ContractQuery): Quote | undefined {
    return this.quotes.get(symbol);
  }

  newOrderId(above = 0): number {
    this.#nextOrderId = Math.max(this.#nextOrderId, above + 1);
    return this.#nextOrderId++;
  }

  placeOrder(orderId: number, ticket: OrderTicket): Promise<void> {
    if (this.#lost) return Promise.reject(new BrokerError('lost', 'the line broke'));
    this.calls.push(`place ${orderId}`);
    const order = { orderId, ticket, sentAt: this.#now };
    this.sent.push(order);
    this.#script.onPlace?.(order, this);
    return Promise.resolve();
  }

  modifyOrder(orderId: number, ticket: OrderTicket): Promise<void> {
    if (this.#lost) return Promise.reject(new BrokerError('lost', 'the line broke'));
    this.calls.push(`modify ${orderId}`);
    const order = { orderId, ticket, sentAt: this.#now };
    this.modified.push(order);
    this.#script.onModify?.(order, this);
    return Promise.resolve();
  }

  whatIf(): Promise<WhatIfAnswer> {
    return Promise.resolve({ kind: 'silent' });
  }

  pacingAlarm(): string | undefined {
    return this.pacing;
  }

  whatIfAlarm(): string | undefined {
    return this.alarm;
  }

  cancelOrder(orderId: number): Promise<void> {
    if (this.#lost) return Promise.reject(new BrokerError('lost', 'the line broke'));
    this.calls.push(`cancel ${orderId}`);
    const order = this.sent.find((each) => each.orderId === orderId);
    assert(order !== undefined, 'only an order that was sent is cancelled');
    this.#script.onCancel?.(order, this);
    return Promise.resolve();
  }

  /** Waiting for an event is what makes time pass. */
  async nextOrderEvents(waitMs: number): Promise<readonly OrderEvent[]> {
    this.#looks += 1;
    assert(this.#looks < MOST_LOOKS, 'nobody looks for ever');
    // Answers that are under way get their turn, as they would on a socket.
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    if (this.#events.length === 0) this.#pass(waitMs);
    const events = this.#events;
    this.#events = [];
    return events;
  }

  notices(): readonly string[] {
    return [];
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #answer(what: string, timeoutMs: number): Promise<void> {
    this.calls.push(what);
    if (this.#lost) return Promise.reject(new BrokerError('lost', 'the line broke'));
    if (!this.silent) return Promise.resolve();
    return new Promise((_, reject) => {
      this.after(timeoutMs, () => {
        reject(new BrokerError('no-answer', `no answer: ${what}`));
      });
    });
  }

  /** Lets time pass until there is something to tell, but no longer than that. */
  #pass(waitMs: number): void {
    const until = this.#now + waitMs;
    assert(until < this.#startedAt + FOR_EVER_MS, 'nobody waits for ever');
    while (this.#events.length === 0) {
      const [next] = this.#planned.toSorted((a, b) => a.at - b.at);
      if (next === undefined || next.at > until) break;
      this.#planned = this.#planned.filter((each) => each !== next);
      this.#now = next.at;
      next.happens();
    }
    if (this.#events.length === 0) this.#now = until;
  }
}
