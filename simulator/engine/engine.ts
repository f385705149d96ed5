import { assert } from '../../src/core/units/assert.ts';
import type { Price } from './price.ts';
import { auditBooks, type Audit } from './audit.ts';
import { valueAccount, type AccountValues, type Valuation } from './account-values.ts';
import { AccountBook } from './books.ts';
import { ClosableClock, type Clock } from './clock.ts';
import { findContracts, incrementAt, type Contract, type ContractSearch } from './contract.ts';
import type { EngineEvent, EngineListener } from './events.ts';
import { noInterference, type Interference } from './interference.ts';
import { MarketHours } from './market-hours.ts';
import { nextDistance, shiftQuote } from './market-walk.ts';
import { OrderDesk } from './order-desk.ts';
import type { Execution, Order, OrderTicket } from './order.ts';
import { QuoteBoard } from './quote-board.ts';
import { markPrice, type Quote } from './quote.ts';
import { seededDrawFor, type Draw } from './random.ts';
import { RatesOfNow } from './rates-of-now.ts';
import type { EngineSetup } from './setup.ts';

/** Where a quote began, how many ticks it is away from there, and what says where it goes. */
interface Walk {
  readonly start: Quote;
  readonly distance: number;
  readonly draw: Draw;
}

/** The gateway behind the sockets: accounts, market and orders, and what they tell. */
export class Engine {
  readonly setup: EngineSetup;
  readonly clock: Clock;
  readonly valuation: Valuation;
  readonly hours: MarketHours;
  /** The market data lines that clients use, of all that there are. */
  linesInUse = 0;
  private readonly ownClock: ClosableClock;
  private readonly quotes: QuoteBoard;
  private readonly books: ReadonlyMap<string, AccountBook>;
  private readonly desk: OrderDesk;
  private readonly interference: Interference;
  /** Replaced and never changed, so that who listens or stops while something is told does no harm. */
  private listeners: readonly EngineListener[] = [];
  /** By conId. */
  private readonly walks = new Map<number, Walk>();
  /** By local symbol and by conId. */
  private readonly byName = new Map<string | number, Contract>();

  constructor(setup: EngineSetup, clock: Clock, interference = noInterference) {
    this.setup = setup;
    this.hours = new MarketHours(setup.hours);
    this.interference = interference;
    this.ownClock = new ClosableClock(clock);
    this.clock = this.ownClock;
    const contracts = new Map(setup.contracts.map((contract) => [contract.conId, contract]));
    for (const contract of setup.contracts.toReversed()) {
      this.byName.set(contract.localSymbol, contract).set(contract.conId, contract);
    }
    this.quotes = new QuoteBoard(setup.quotes);
    const rates = new RatesOfNow(setup, this.quotes);
    this.valuation = {
      get rates() {
        return rates.now();
      },
      mark: (conId) => this.quotes.mark(conId),
      now: () => this.clock.now(),
    };
    this.books = new Map(
      setup.accounts.map((account) => [account.id, new AccountBook(account, contracts)]),
    );
    this.desk = new OrderDesk({
      rules: {
        accounts: new Map(setup.accounts.map((account) => [account.id, account])),
        contracts: setup.contracts,
        marketRules: setup.marketRules,
        orders: setup.orders,
      },
      clock: this.clock,
      quotes: this.quotes,
      books: this.books,
      valuation: this.valuation,
      tell: (event) => {
        this.tell(event);
      },
      firstOrderId: setup.nextValidId,
      hours: this.hours,
      fills: setup.fills,
      cancelDelayMs: setup.cancelDelayMs,
      interference,
    });
    this.startMarket();
    for (const contract of setup.contracts) this.watchHours(contract);
  }

  /** Calls the listener with all that happens from now on; the result ends that. */
  listen(listener: EngineListener): () => void {
    this.listeners = [...this.listeners, listener];
    return () => {
      this.listeners = this.listeners.filter((other) => other !== listener);
    };
  }

  place(ticket: OrderTicket): void {
    this.desk.place(ticket);
  }

  cancel(clientId: number, orderId: number): void {
    this.desk.cancel(clientId, orderId);
  }

  cancelAll(): void {
    this.desk.cancelAll();
  }

  /** The exchange changes the price of an execution; false when there is none of that id. */
  correct(execId: string, price: Price): boolean {
    return this.desk.correct(execId, price);
  }

  /** Lets every waiting order try again, after what held it back is gone. */
  wakeOrders(): void {
    for (const { conId } of this.setup.contracts) this.desk.onQuote(conId);
  }

  /** Whether the commission of an execution is told to who asks for it. */
  knowsCommission(execution: Execution): boolean {
    return this.interference.knowsCommission(execution);
  }

  nextOrderId(clientId: number): number {
    return this.desk.identity.nextOrderId(clientId);
  }

  /** Makes the last so many order ids of every client be handed out, and taken, once more. */
  rollBackOrderIds(count: number): void {
    this.desk.rollBackIds(count);
  }

  /** The order that a client calls by this id; undefined when it has none. */
  order(clientId: number, orderId: number): Order | undefined {
    return this.desk.find(clientId, orderId);
  }

  /** Orders that are working, of all clients. */
  openOrders(): readonly Order[] {
    return this.desk.live();
  }

  /** Orders at which nothing can happen any more, in the order of their ends. */
  completedOrders(): readonly Order[] {
    return this.desk
      .all()
      .filter(({ completedAt }) => completedAt !== null)
      .sort((left, right) => (left.completedAt ?? 0) - (right.completedAt ?? 0));
  }

  executions(): readonly Execution[] {
    return this.desk.executions();
  }

  accounts(): readonly AccountBook[] {
    return [...this.books.values()];
  }

  account(id: string): AccountBook | undefined {
    return this.books.get(id);
  }

  accountValues(book: AccountBook): AccountValues {
    return valueAccount(book, this.valuation);
  }

  find(search: ContractSearch): readonly Contract[] {
    return findContracts(this.setup.contracts, search);
  }

  quote(contract: Contract): Quote {
    return this.quotes.of(contract.conId);
  }

  /** By conId, for a contract that is listed. */
  quoteOf(conId: number): Quote {
    return this.quotes.of(conId);
  }

  /** Changes parts of the quote of a symbol, or of a conId; throws when nothing is called that. */
  setQuote(name: string | number, change: Partial<Quote>): void {
    const contract = this.byName.get(name);
    assert(contract !== undefined, `no contract is called ${name}`);
    const quote = { ...this.quotes.of(contract.conId), ...change };
    // The walk goes on from what was set.
    const { draw } = this.walkOf(contract);
    this.walks.set(contract.conId, { start: quote, distance: 0, draw });
    this.applyQuote(contract, quote);
  }

  audit(): Audit {
    return auditBooks({
      books: this.accounts(),
      executions: this.executions(),
      orders: this.desk.all(),
    });
  }

  /** Ends all that would still happen; nothing is told afterwards. */
  close(): void {
    this.ownClock.close();
    this.listeners = [];
  }

  private startMarket(): void {
    const { moves, intervalMs } = this.setup.market;
    if (moves === 'still') return;
    const step = (): void => {
      for (const contract of this.setup.contracts) this.walk(contract);
      this.clock.after(intervalMs, step);
    };
    this.clock.after(intervalMs, step);
  }

  /** Each contract draws for itself, so that a seed moves it the same whatever is listed beside it. */
  private walkOf({ conId }: Contract): Walk {
    const draw = (): Draw => seededDrawFor(this.setup.market.seed, conId);
    return this.walks.get(conId) ?? { start: this.quotes.of(conId), distance: 0, draw: draw() };
  }

  /** Opening and closing change what is shown of a quote, although the quote stays. */
  private watchHours(contract: Contract): void {
    const change = this.hours.nextChange(contract, this.clock.now());
    if (change === null) return;
    this.clock.after(change - this.clock.now(), () => {
      this.tell({ kind: 'quote', contract });
      this.watchHours(contract);
    });
  }

  private walk(contract: Contract): void {
    if (!this.hours.isOpen(contract, this.clock.now())) return;
    const walk = this.walkOf(contract);
    const distance = nextDistance(walk.distance, walk.draw);
    this.walks.set(contract.conId, walk);
    if (distance === walk.distance) return;
    const rule = this.setup.marketRules.get(contract.marketRule) ?? [];
    const increment = incrementAt(rule, markPrice(walk.start));
    const quote = shiftQuote(walk.start, distance, increment);
    if (quote === undefined) return;
    this.walks.set(contract.conId, { ...walk, distance });
    this.applyQuote(contract, quote);
  }

  private applyQuote(contract: Contract, quote: Quote): void {
    this.quotes.set(contract.conId, quote);
    this.tell({ kind: 'quote', contract });
    this.desk.onQuote(contract.conId);
  }

  private tell(event: EngineEvent): void {
    const wait = this.interference.toldAfter(event);
    if (wait === 0) this.tellNow(event);
    else if (wait !== null) {
      this.clock.after(wait, () => {
        this.tellNow(event);
      });
    }
  }

  private tellNow(event: EngineEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
