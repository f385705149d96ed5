import type {
  CommissionReport,
  Contract as TwsContract,
  Execution as TwsExecution,
  Order as TwsOrder,
} from '@stoqey/ib';
import { chooseContract } from '../core/account/choose-contract.ts';
import type { Contract } from '../core/account/contract.ts';
import type { RateQuote } from '../core/account/fx-market.ts';
import type { Quote } from '../core/account/quote.ts';
import type { AccountReading, CompletedOrder, Means, OpenOrder } from '../core/account/snapshot.ts';
import type { OrderEvent } from '../core/orders/order-event.ts';
import type { OrderTicket, ShareTicket } from '../core/orders/ticket.ts';
import { WHAT_IF_PREFIX, type WhatIfAnswer } from '../core/orders/what-if.ts';
import type { Problem } from '../core/units/problem.ts';
import { asShares, type Shares } from '../core/units/shares.ts';
import {
  BrokerError,
  type Broker,
  type ContractCache,
  type ContractQuery,
  type FoundContracts,
  type Gateway,
} from '../ports.ts';
import { askWhatIf, WHAT_IF_TIMEOUT_MS } from './ask-what-if.ts';
import { priceOf, rateOf, sharesOf, usdOf } from './exact.ts';
import { ContractFinder } from './find-contracts.ts';
import { QuoteFeed } from './quote-feed.ts';
import { RateFeed } from './rate-feed.ts';
import { AccountSubscription, readAccount, readMeans } from './read-account.ts';
import { readCompletedOrders, readOpenOrders } from './read-orders.ts';
import { orderedContract, orderOf, type OrderOptions } from './write-order.ts';
import { TwsSession, type NamedMessage } from './tws-session.ts';
import type { SessionOptions } from './wait-until-ready.ts';

const ALIVE_TIMEOUT_MS = 5_000;
/** Some gateways never end an empty list, so that nobody waits longer than is needed for a full one. */
const EXECUTIONS_TIMEOUT_MS = 5_000;

export interface TwsBrokerOptions extends SessionOptions, OrderOptions {
  readonly fallbackToSnapshot: boolean;
  readonly contractCache?: ContractCache;
  /** How long the answer to a what-if may take. */
  readonly whatIfTimeoutMs?: number;
}

/** The broker behind a TWS or IB Gateway socket: one instance is one connection. */
export class TwsBroker implements Broker {
  readonly #options: TwsBrokerOptions;
  #open: OpenSession | undefined;

  constructor(options: TwsBrokerOptions) {
    this.#options = options;
  }

  async connect(): Promise<Gateway> {
    if (this.#open !== undefined) throw new BrokerError('lost', 'A session is not opened twice.');
    const session = await TwsSession.open(this.#options);
    this.#open = new OpenSession(session, this.#options);
    return session.gateway;
  }

  async findContracts(queries: readonly ContractQuery[]): Promise<FoundContracts> {
    const { contracts: finder } = this.#session();
    const contracts = new Map<string, Contract>();
    const problems = new Map<string, Problem>();
    const found = await finder.findAll(queries);
    const answers = queries.map((query, at) => ({
      query,
      chosen: chooseContract(query.symbol, found[at] ?? []),
    }));
    for (const { query, chosen } of answers) {
      if ('code' in chosen) problems.set(query.symbol, chosen);
      else contracts.set(query.symbol, chosen);
    }
    return { contracts, problems };
  }

  async describeContracts(conIds: readonly number[]): Promise<ReadonlyMap<number, Contract>> {
    const { contracts: finder } = this.#session();
    const found = await finder.findAll(
      conIds.map((conId) => ({ symbol: '', override: { kind: 'conId', conId } })),
    );
    return new Map(found.flat().map((contract) => [contract.conId, contract]));
  }

  /** A gateway tells the values of one account at a time, so accounts are read in turn. */
  readAccount(accountId: string): Promise<AccountReading> {
    const { session, subscription, accountReads } = this.#session();
    return accountReads.next(() => readAccount(session, subscription, accountId));
  }

  readMeans(accountId: string): Promise<Means> {
    const { session, subscription, accountReads } = this.#session();
    return accountReads.next(() => readMeans(session, subscription, accountId));
  }

  heldNow(accountId: string, conId: number): Shares | undefined {
    return this.#session().held.get(`${accountId} ${conId}`);
  }

  readOpenOrders(): Promise<readonly OpenOrder[]> {
    return readOpenOrders(this.#session().session);
  }

  readCompletedOrders(): Promise<readonly CompletedOrder[]> {
    return readCompletedOrders(this.#session().session);
  }

  linkedToBroker(): boolean {
    return this.#session().session.linkedToBroker();
  }

  watchQuotes(queries: readonly ContractQuery[]): Promise<void> {
    return this.#session().quotes.watch(queries);
  }

  quoteOf(query: ContractQuery): Quote | undefined {
    return this.#session().quotes.quoteOf(query);
  }

  readUsdCad(): Promise<RateQuote> {
    return this.#session().rates.read();
  }

  async checkAlive(): Promise<void> {
    await this.brokerTime();
  }

  /** The clock of the gateway, in ms since 1970; it tells whole seconds, rounded down. */
  brokerTime(): Promise<number> {
    return this.#session().session.request('the time', ALIVE_TIMEOUT_MS, (exchange) => {
      exchange.on(exchange.names.currentTime, (seconds: number) => {
        exchange.done(seconds * 1000);
      });
      exchange.send((api) => api.reqCurrentTime());
    });
  }

  /** What the broker has said about the market data of a watched symbol, in order of arrival. */
  dataMessagesOf(query: ContractQuery): readonly NamedMessage[] {
    return this.#session().quotes.messagesOf(query);
  }

  newOrderId(above = 0): number {
    return this.#session().takeOrderId(above);
  }

  placeOrder(orderId: number, ticket: OrderTicket): Promise<void> {
    return this.#sendOrder(orderId, ticket);
  }

  modifyOrder(orderId: number, ticket: OrderTicket): Promise<void> {
    // In this protocol a change is the whole order once more, under the same id.
    return this.#sendOrder(orderId, ticket);
  }

  whatIf(orderId: number, ticket: ShareTicket): Promise<WhatIfAnswer> {
    const { session, whatIfIds } = this.#session();
    whatIfIds.add(orderId);
    const contract = orderedContract(ticket, session.lib);
    return askWhatIf(session, orderId, {
      contract,
      order: orderOf(ticket, session.lib, this.#options),
      timeoutMs: this.#options.whatIfTimeoutMs ?? WHAT_IF_TIMEOUT_MS,
    });
  }

  whatIfAlarm(): string | undefined {
    return this.#session().whatIfAlarm;
  }

  pacingAlarm(): string | undefined {
    return this.#session().session.pacingAlarm();
  }

  #sendOrder(orderId: number, ticket: OrderTicket): Promise<void> {
    const { session } = this.#session();
    const contract = orderedContract(ticket, session.lib);
    return session.send((api) => {
      api.placeOrder(orderId, contract, orderOf(ticket, session.lib, this.#options));
    }, 'order');
  }

  cancelOrder(orderId: number): Promise<void> {
    return this.#session().session.send((api) => {
      api.cancelOrder(orderId, '');
    }, 'order');
  }

  refreshExecutions(accountId: string): Promise<void> {
    return this.#session().session.request('executions', EXECUTIONS_TIMEOUT_MS, (exchange) => {
      const { names, requestId } = exchange;
      // The executions themselves reach the event queue through its own listener.
      exchange.on(names.execDetailsEnd, (id: number) => {
        if (id === requestId) exchange.done(undefined);
      });
      exchange.send((api) => api.reqExecutions(requestId, { acctCode: accountId }));
    });
  }

  nextOrderEvents(waitMs: number): Promise<readonly OrderEvent[]> {
    return this.#session().events.next(waitMs);
  }

  notices(): readonly string[] {
    return this.#open?.session.notices() ?? [];
  }

  async close(): Promise<void> {
    await this.#open?.session.close();
  }

  #session(): OpenSession {
    if (this.#open === undefined) throw new BrokerError('lost', 'There is no connection.');
    return this.#open;
  }
}

/** What a connected broker has and an unconnected one does not. */
class OpenSession {
  readonly session: TwsSession;
  readonly contracts: ContractFinder;
  readonly quotes: QuoteFeed;
  readonly rates: RateFeed;
  readonly subscription: AccountSubscription;
  readonly events = new EventQueue();
  readonly accountReads = new Turns();
  /** The newest position by account and contract, from the stream that each reading starts. */
  readonly held = new Map<string, Shares>();
  /** The ids that questions were asked with. */
  readonly whatIfIds = new Set<number>();
  whatIfAlarm: string | undefined;
  readonly #clientId: number;
  /** The permanent ids of our own orders, by their first status. */
  readonly #ownPermIds = new Set<number>();
  #nextOrderId: number;

  constructor(
    session: TwsSession,
    { clientId, fallbackToSnapshot, contractCache }: TwsBrokerOptions,
  ) {
    this.session = session;
    this.contracts = new ContractFinder(session, contractCache);
    this.quotes = new QuoteFeed(session, { fallbackToSnapshot });
    this.rates = new RateFeed(session);
    this.subscription = new AccountSubscription(session);
    this.#clientId = clientId;
    this.#nextOrderId = session.firstOrderId;
    const { names } = session;
    session.listen(names.nextValidId, (orderId: number) => {
      this.#moveBeyond(orderId - 1);
    });
    this.#hearOrders();
    session.listen(names.position, (account: string, contract: TwsContract, position: number) => {
      const quantity = sharesOf(position);
      if (quantity !== undefined) this.held.set(`${account} ${contract.conId ?? 0}`, quantity);
    });
    session.onOrderMessage = ({ id, code, text }) => {
      this.events.push({ kind: 'message', orderId: id, code, text });
    };
    session.onLost = ({ message }) => {
      this.events.push({ kind: 'lost', reason: message });
    };
  }

  takeOrderId(above: number): number {
    this.#moveBeyond(above);
    return this.#nextOrderId++;
  }

  /** Order ids only ever move forward: one that was used before would change that order. */
  #moveBeyond(orderId: number): void {
    this.#nextOrderId = Math.max(this.#nextOrderId, orderId + 1);
  }

  /**
   * An order id belongs to a client. A question for everybody's open orders brings the statuses of
   * other clients too, whose ids may be the same as ours. A status of our order may still carry
   * another client, who cancelled it: then its permanent id tells.
   */
  #isOurs(clientId: number | undefined, permId: number): boolean {
    if (clientId === undefined || clientId === this.#clientId) {
      if (permId !== 0) this.#ownPermIds.add(permId);
      return true;
    }
    return this.#ownPermIds.has(permId);
  }

  #hearOrders(): void {
    const { session } = this;
    const { names } = session;
    session.listen(names.openOrder, (orderId: number, _contract: unknown, order: TwsOrder) => {
      if (order.clientId === this.#clientId) this.#moveBeyond(orderId);
    });
    session.listen(
      names.orderStatus,
      (
        orderId: number,
        status: string,
        filled: number,
        _left: number,
        _averagePrice: number,
        permId: number | undefined,
        _parentId?: number,
        _lastPrice?: number,
        clientId?: number,
      ) => {
        if (!this.#isOurs(clientId, permId ?? 0)) return;
        this.#moveBeyond(orderId);
        if (this.whatIfIds.has(orderId)) this.whatIfAlarm = `status ${status} of ${orderId}`;
        const shares = sharesOf(filled) ?? asShares(0n);
        this.events.push({ kind: 'status', orderId, permId: permId ?? 0, status, filled: shares });
      },
    );
    session.listen(
      names.execDetails,
      (_requestId: number, contract: TwsContract, execution: TwsExecution) => {
        const { clientId, orderId = 0 } = execution;
        if (clientId === this.#clientId) this.#moveBeyond(orderId);
        const ofQuestion = clientId === this.#clientId && this.whatIfIds.has(orderId);
        if (ofQuestion || execution.orderRef?.startsWith(WHAT_IF_PREFIX) === true) {
          this.whatIfAlarm = `an execution of ${orderId}`;
        }
        const event = executionOf(contract, execution);
        if (event !== undefined) this.events.push(event);
      },
    );
    session.listen(names.commissionReport, ({ execId, commission, currency }: CommissionReport) => {
      const amount = usdOf(commission);
      if (execId === undefined || amount === undefined) return;
      // A report without a currency is one in the currency that is traded in.
      const charged = { currency: currency ?? 'USD', amount };
      this.events.push({ kind: 'commission', execId, commission: charged });
    });
  }
}

/** Lets one work begin when the one before it has ended. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();

  next<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** Keeps events until somebody asks for them: nothing acts inside a callback of the socket. */
class EventQueue {
  #events: OrderEvent[] = [];
  #wake: () => void = () => undefined;

  push(event: OrderEvent): void {
    this.#events.push(event);
    this.#wake();
  }

  async next(waitMs: number): Promise<readonly OrderEvent[]> {
    if (this.#events.length === 0 && waitMs > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

function executionOf(contract: TwsContract, execution: TwsExecution): OrderEvent | undefined {
  const side = execution.side === 'BOT' ? 'BUY' : 'SELL';
  const quantity = sharesOf(execution.shares);
  if (execution.execId === undefined || quantity === undefined) return undefined;
  const filled = {
    execId: execution.execId,
    orderId: execution.orderId ?? 0,
    permId: execution.permId ?? 0,
    orderRef: execution.orderRef ?? '',
    accountId: execution.acctNumber ?? '',
    conId: contract.conId ?? 0,
    side,
    quantity,
    time: execution.time ?? '',
  } as const;
  if (String(contract.secType) === 'CASH') {
    const rate = rateOf(execution.price);
    return rate && { kind: 'execution', execution: { kind: 'conversion', ...filled, rate } };
  }
  const price = priceOf(execution.price, side === 'BUY' ? 'ceil' : 'floor');
  return price && { kind: 'execution', execution: { kind: 'shares', ...filled, price } };
}
