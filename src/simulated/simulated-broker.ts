import { chooseContract } from '../core/account/choose-contract.ts';
import type { Contract } from '../core/account/contract.ts';
import type { RateQuote } from '../core/account/fx-market.ts';
import type { Quote } from '../core/account/quote.ts';
import type { AccountReading, CompletedOrder, OpenOrder, Means } from '../core/account/snapshot.ts';
import type { OrderEvent } from '../core/orders/order-event.ts';
import type { OrderTicket } from '../core/orders/ticket.ts';
import type { WhatIfAnswer } from '../core/orders/what-if.ts';
import { assert } from '../core/units/assert.ts';
import type { Problem } from '../core/units/problem.ts';
import { ZERO_SHARES, type Shares } from '../core/units/shares.ts';
import {
  BrokerError,
  type Broker,
  type ContractQuery,
  type FoundContracts,
  type Gateway,
} from '../ports.ts';
import type { Contract as EngineContract } from '../../simulator/engine/contract.ts';
import type { AccountBook } from '../../simulator/engine/books.ts';
import type { Engine } from '../../simulator/engine/engine.ts';
import type { EngineEvent } from '../../simulator/engine/events.ts';
import type { OrderTicket as EngineTicket } from '../../simulator/engine/order.ts';
import type { Quote as EngineQuote } from '../../simulator/engine/quote.ts';
import { BrokerLink } from './broker-link.ts';
import { contractOf, quoteOf, rateQuoteOf, searchFor, ticketFor } from './describe-contract.ts';
import type { AboutRequest, Line, Request } from './line.ts';
import { readBooks } from './read-books.ts';
import { commissionOf, completedOrderOf, executionOf, newsOf } from './tell-orders.ts';
import { openOrderOf, statusOf } from './tell-orders.ts';
import { whatIfOf } from './what-if.ts';
import { TIMEOUT_MS } from './timeouts.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What stands at the other end of every connection. */
export interface SimulatedGateway {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly line: Line;
  /** Why nobody gets in now; undefined when the gateway takes connections. */
  readonly closed: () => BrokerError | undefined;
  /** It has forgotten the executions from before this instant, as after a restart. */
  readonly forgottenBefore: () => number;
  /** Told of every order that arrives, before the engine looks at it. */
  readonly onOrder: (ticket: EngineTicket) => void;
  /** Plain limit orders for shares may trade outside of regular hours. */
  readonly outsideRth?: (accountId: string) => boolean;
}

/** The broker in this process: one instance is one connection, like any other broker. */
export class SimulatedBroker implements Broker {
  readonly #gateway: SimulatedGateway;
  readonly #clientId: number;
  readonly #link: BrokerLink;
  /** By symbol or conId: quotes as this client last heard them. */
  readonly #quotes = new Map<number, EngineQuote>();
  readonly #held = new Map<string, Shares>();
  #hearsPositions = false;
  #events: OrderEvent[] = [];
  #wake: () => void = () => undefined;
  #nextOrderId = 1;
  #stopListening: () => void = () => undefined;

  constructor(gateway: SimulatedGateway, clientId: number) {
    this.#gateway = gateway;
    this.#clientId = clientId;
    this.#link = new BrokerLink(gateway.clock, gateway.line);
  }

  async connect(): Promise<Gateway> {
    const { engine, closed } = this.#gateway;
    const answer = await this.#ask('connect', () => {
      const refusal = closed();
      if (refusal === undefined) {
        this.#stopListening = engine.listen((event) => {
          this.#hear(event);
        });
      }
      return { value: { refusal, nextOrderId: engine.nextOrderId(this.#clientId) } };
    });
    if (answer.refusal !== undefined) throw answer.refusal;
    const { nextOrderId } = answer;
    this.#moveBeyond(nextOrderId - 1);
    const accounts = engine.accounts().map(({ setup }) => setup.id);
    return { serverVersion: 193, simulated: true, accounts, nextOrderId };
  }

  async findContracts(queries: readonly ContractQuery[]): Promise<FoundContracts> {
    const { engine } = this.#gateway;
    const answer = () => ({
      value: queries.map((query) => {
        const found = engine.find(searchFor(query)).map((each) => contractOf(each, engine));
        return [query.symbol, chooseContract(query.symbol, found)] as const;
      }),
    });
    const chosen = await this.#ask('contracts', answer, { symbols: queries.length });
    const contracts = new Map<string, Contract>();
    const problems = new Map<string, Problem>();
    for (const [symbol, contract] of chosen) {
      if ('code' in contract) problems.set(symbol, contract);
      else contracts.set(symbol, contract);
    }
    return { contracts, problems };
  }

  describeContracts(conIds: readonly number[]): Promise<ReadonlyMap<number, Contract>> {
    if (conIds.length === 0) return Promise.resolve(new Map());
    const { engine } = this.#gateway;
    const known = engine.setup.contracts.filter(({ conId }) => conIds.includes(conId));
    const answer = () => ({
      value: new Map(known.map((each) => [each.conId, contractOf(each, engine)] as const)),
    });
    return this.#ask('contracts', answer, { symbols: conIds.length });
  }

  readAccount(accountId: string): Promise<AccountReading> {
    const { engine } = this.#gateway;
    return this.#ask('account', () => {
      this.#hearsPositions = true;
      const value = readBooks(engine, this.#bookOf(accountId));
      const arrives = (): void => {
        for (const { conId, quantity } of value.positions) {
          this.#held.set(`${accountId} ${conId}`, quantity);
        }
      };
      return { value, arrives };
    });
  }

  #bookOf(accountId: string): AccountBook {
    const book = this.#gateway.engine.account(accountId);
    assert(book !== undefined, 'the account is one that the gateway showed');
    return book;
  }

  readMeans(accountId: string): Promise<Means> {
    return this.#ask('account', () => {
      const books = readBooks(this.#gateway.engine, this.#bookOf(accountId));
      const { cash, availableFunds, excessLiquidity } = books;
      return { value: { cash, availableFunds, excessLiquidity } };
    });
  }

  heldNow(accountId: string, conId: number): Shares | undefined {
    return this.#held.get(`${accountId} ${conId}`);
  }

  readOpenOrders(): Promise<readonly OpenOrder[]> {
    return this.#ask('open-orders', () => {
      const open = this.#gateway.engine.openOrders();
      const own = open.filter(({ clientId }) => clientId === this.#clientId);
      const arrives = (): void => {
        this.#push(own.map(statusOf));
      };
      return { value: open.map(openOrderOf), arrives };
    });
  }

  readCompletedOrders(): Promise<readonly CompletedOrder[]> {
    const { engine } = this.#gateway;
    return this.#ask('completed-orders', () => ({
      value: engine.completedOrders().map(completedOrderOf),
    }));
  }

  async watchQuotes(queries: readonly ContractQuery[]): Promise<void> {
    const conIds = queries.flatMap((query) => {
      const conId = this.#contractFor(query)?.conId;
      return conId === undefined || this.#quotes.has(conId) ? [] : [conId];
    });
    if (conIds.length > 0) await this.#watch(conIds);
  }

  quoteOf(query: ContractQuery): Quote | undefined {
    const contract = this.#contractFor(query);
    const quote = this.#quotes.get(contract?.conId ?? 0);
    return contract && quote && quoteOf(quote, this.#isOpen(contract), this.#link.aliveAt);
  }

  async readUsdCad(): Promise<RateQuote> {
    const { engine } = this.#gateway;
    const pair = engine.setup.contracts.find(({ secType }) => secType === 'CASH');
    const nothing = { bid: undefined, ask: undefined, aliveAt: this.#link.aliveAt };
    if (pair === undefined) return nothing;
    if (!this.#quotes.has(pair.conId)) await this.#watch([pair.conId]);
    const quote = this.#quotes.get(pair.conId);
    if (quote === undefined) return nothing;
    return rateQuoteOf(quote, this.#isOpen(pair), this.#link.aliveAt);
  }

  linkedToBroker(): boolean {
    return this.#link.linked;
  }

  checkAlive(): Promise<void> {
    return this.#ask('time', () => ({ value: undefined }));
  }

  newOrderId(above = 0): number {
    this.#moveBeyond(above);
    return this.#nextOrderId++;
  }

  placeOrder(orderId: number, ticket: OrderTicket): Promise<void> {
    const asked = this.#ticketFor(orderId, ticket);
    return this.#send('place', orderId, () => {
      this.#gateway.onOrder(asked);
      this.#gateway.engine.place(asked);
    });
  }

  modifyOrder(orderId: number, ticket: OrderTicket): Promise<void> {
    // In this protocol a change is the whole order once more, under the same id.
    return this.placeOrder(orderId, ticket);
  }

  async whatIf(orderId: number, ticket: OrderTicket): Promise<WhatIfAnswer> {
    const asked = this.#ticketFor(orderId, ticket);
    const { engine } = this.#gateway;
    try {
      return await this.#ask('what-if', () => ({ value: whatIfOf(engine, asked) }), { orderId });
    } catch (error) {
      if (error instanceof BrokerError && error.trouble === 'no-answer') return { kind: 'silent' };
      throw error;
    }
  }

  pacingAlarm(): undefined {
    return undefined;
  }

  whatIfAlarm(): undefined {
    // The engine takes no question for an order.
    return undefined;
  }

  cancelOrder(orderId: number): Promise<void> {
    return this.#send('cancel', orderId, () => {
      this.#gateway.engine.cancel(this.#clientId, orderId);
    });
  }

  refreshExecutions(accountId: string): Promise<void> {
    const { engine } = this.#gateway;
    return this.#ask('executions', () => {
      const since = this.#gateway.forgottenBefore();
      const executions = engine
        .executions()
        .filter(({ order, instant }) => order.account === accountId && instant >= since);
      const arrives = (): void => {
        this.#push(
          executions.flatMap((execution) => [
            executionOf(execution),
            ...(engine.knowsCommission(execution) ? [commissionOf(execution)] : []),
          ]),
        );
      };
      return { value: undefined, arrives };
    });
  }

  async nextOrderEvents(waitMs: number): Promise<readonly OrderEvent[]> {
    if (this.#link.killed) return new Promise(() => undefined);
    if (this.#events.length === 0 && waitMs > 0) {
      await new Promise<void>((resolve) => {
        const stopTimer = this.#gateway.clock.after(waitMs, resolve);
        this.#wake = () => {
          stopTimer();
          resolve();
        };
      });
    }
    const events = this.#events;
    this.#events = [];
    return events;
  }

  notices(): readonly string[] {
    return this.#link.notices;
  }

  /** The gateway says something of its own accord: about itself, or about an order of this client. */
  hear(code: number, text: string, orderId?: number): void {
    if (this.#link.killed || this.#link.ended !== undefined) return;
    if (orderId === undefined) this.#link.hearNotice(code, text);
    else this.#push([{ kind: 'message', orderId, code, text }]);
  }

  close(): Promise<void> {
    this.#stopListening();
    this.#link.cut(new BrokerError('lost', 'The connection was ended.'));
    return Promise.resolve();
  }

  /** The connection is gone, and the client is told so. */
  lose(reason: string): void {
    if (this.#link.killed || this.#link.ended !== undefined) return;
    this.#stopListening();
    this.#link.cut(new BrokerError('lost', reason));
    this.#push([{ kind: 'lost', reason }]);
  }

  /** The process that has this connection is gone: it never learns anything more. */
  kill(): void {
    this.#stopListening();
    this.#link.kill();
    this.#wake = () => undefined;
  }

  #ask<Answer>(
    request: Exclude<Request, 'place' | 'cancel'>,
    answer: () => { readonly value: Answer; readonly arrives?: () => void },
    about: AboutRequest = {},
  ): Promise<Answer> {
    return this.#link.ask(request, { timeoutMs: TIMEOUT_MS[request], ...about }, answer);
  }

  /** Resolves when the message has left, as a socket does; what becomes of it is not known then. */
  #send(request: 'place' | 'cancel', orderId: number, arrives: () => void): Promise<void> {
    if (this.#link.killed) return new Promise(() => undefined);
    if (this.#link.ended !== undefined) return Promise.reject(this.#link.ended);
    this.#link.send(request, { orderId }, arrives);
    return Promise.resolve();
  }

  #hear(event: EngineEvent): void {
    if (event.kind === 'quote') {
      const { conId } = event.contract;
      const quote = this.#gateway.engine.quoteOf(conId);
      if (!this.#quotes.has(conId)) return;
      this.#link.tell('quote', () => {
        this.#quotes.set(conId, quote);
      });
    } else if (event.kind === 'books') {
      this.#hearPosition(event.account, event.contract.conId);
    } else {
      const news = newsOf(event);
      if (news?.clientId !== this.#clientId) return;
      const code = news.event.kind === 'message' ? news.event.code : undefined;
      const push = (): void => {
        this.#push([news.event]);
      };
      this.#link.tell(news.message, push, code);
    }
  }

  #hearPosition(account: string, conId: number): void {
    if (!this.#hearsPositions) return;
    const held = this.#gateway.engine.account(account)?.sharesOf(conId) ?? ZERO_SHARES;
    this.#link.tell('position', () => {
      this.#held.set(`${account} ${conId}`, held);
    });
  }

  #push(events: readonly OrderEvent[]): void {
    for (const event of events) {
      if (event.kind === 'status') this.#moveBeyond(event.orderId);
    }
    this.#events.push(...events);
    if (events.length > 0) this.#wake();
  }

  #moveBeyond(orderId: number): void {
    this.#nextOrderId = Math.max(this.#nextOrderId, orderId + 1);
  }

  /** Prices that do not come in time are no prices, and no trouble. */
  async #watch(conIds: readonly number[]): Promise<void> {
    const { engine } = this.#gateway;
    try {
      const answer = () => {
        const quotes = conIds.map((conId) => [conId, engine.quoteOf(conId)] as const);
        const arrives = (): void => {
          for (const [conId, quote] of quotes) this.#quotes.set(conId, quote);
        };
        return { value: undefined, arrives };
      };
      await this.#ask('quotes', answer, { symbols: conIds.length });
    } catch (error) {
      if (!(error instanceof BrokerError) || error.trouble !== 'no-answer') throw error;
    }
  }

  #ticketFor(orderId: number, ticket: OrderTicket): EngineTicket {
    const { outsideRth = () => false } = this.#gateway;
    return ticketFor({ clientId: this.#clientId, outsideRth }, orderId, ticket);
  }

  #isOpen(contract: EngineContract): boolean {
    const { engine, clock } = this.#gateway;
    return engine.hours.isOpen(contract, clock.now());
  }

  /** The one contract that a question for market data means. */
  #contractFor(query: ContractQuery): EngineContract | undefined {
    const found = this.#gateway.engine.find(searchFor(query));
    return found.length === 1 ? found[0] : undefined;
  }
}
