import type { Contract } from './core/account/contract.ts';
import type { RateQuote } from './core/account/fx-market.ts';
import type { Quote } from './core/account/quote.ts';
import type {
  AccountReading,
  CompletedOrder,
  Means,
  OpenOrder,
  Snapshot,
} from './core/account/snapshot.ts';
import type { JournalEvent } from './core/journal/journal-event.ts';
import type { OrderEvent } from './core/orders/order-event.ts';
import type { OrderTicket, ShareTicket } from './core/orders/ticket.ts';
import type { WhatIfAnswer } from './core/orders/what-if.ts';
import type { TargetWeights } from './core/plan/blend-targets.ts';
import type { LogSettings, SymbolOverride } from './core/settings.ts';
import type { Problem } from './core/units/problem.ts';
import type { Result } from './core/units/result.ts';
import type { Shares } from './core/units/shares.ts';
import type { Usd } from './core/units/usd.ts';

/** Who answers at the other end of the connection. */
export interface Gateway {
  readonly serverVersion: number;
  /** It showed the mark of our own simulator in its handshake. */
  readonly simulated: boolean;
  /** The accounts that this login sees. */
  readonly accounts: readonly string[];
  /** The first order id that it offers: above all that it remembers of this client. */
  readonly nextOrderId: number;
}

/** A symbol to be found at the broker. */
export interface ContractQuery {
  readonly symbol: string;
  readonly override: SymbolOverride | undefined;
}

/** Contracts and problems, both by symbol; each symbol has one of the two. */
export interface FoundContracts {
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly problems: ReadonlyMap<string, Problem>;
}

/** The broker, as the tool sees it. One instance is one connection; it is not opened twice. */
export interface Broker {
  /** Opens the connection and waits until requests may be sent. Fails with `BrokerError`. */
  connect(): Promise<Gateway>;
  /** Finds each symbol; every one that is not exactly one ETF in US dollars is a problem. */
  findContracts(queries: readonly ContractQuery[]): Promise<FoundContracts>;
  /** Describes contracts that are held, by id; one that the broker does not know is left out. */
  describeContracts(conIds: readonly number[]): Promise<ReadonlyMap<number, Contract>>;
  /** Reads cash, values and positions, complete or not at all. */
  readAccount(accountId: string): Promise<AccountReading>;
  /** Reads cash and margin figures alone, without the positions; complete or not at all. */
  readMeans(accountId: string): Promise<Means>;
  /**
   * What the account holds of a contract by the newest word of the broker, who goes on telling
   * after `readAccount` has asked; undefined when it never said.
   */
  heldNow(accountId: string, conId: number): Shares | undefined;
  /** Reads the orders of every client that are alive. */
  readOpenOrders(): Promise<readonly OpenOrder[]>;
  /** Reads the orders of every client that have ended today, as far as the gateway remembers them. */
  readCompletedOrders(): Promise<readonly CompletedOrder[]>;
  /**
   * Starts the market data of symbols that are not watched yet and waits until each has a first
   * complete set of prices, or is known to have none. It needs no contract details, so it can run
   * beside `findContracts`.
   */
  watchQuotes(queries: readonly ContractQuery[]): Promise<void>;
  /** The newest prices of a watched symbol. */
  quoteOf(query: ContractQuery): Quote | undefined;
  /**
   * The newest rate of USD.CAD. The first call starts its market data and waits until both sides
   * are there, or it is known that there will be none.
   */
  readUsdCad(): Promise<RateQuote>;
  /** False from the moment that the gateway says it lost its link to the broker, until it has it again. */
  linkedToBroker(): boolean;
  /** Asks for the time, as a proof that the gateway is alive. Fails with `BrokerError`. */
  checkAlive(): Promise<void>;
  /** An order id that was never used before: above all others, and above `above`. */
  newOrderId(above?: number): number;
  /**
   * Sends an order, once. What becomes of it arrives as events. When this fails the order was not
   * sent; when it succeeds nothing is known yet.
   */
  placeOrder(orderId: number, ticket: OrderTicket): Promise<void>;
  /**
   * Changes the limit of an open order that this connection sent and the broker has acknowledged:
   * `ticket` is the whole order with its new limit. Never for an order that may have ended: the
   * same message with an id that the broker does not know is a new order.
   */
  modifyOrder(orderId: number, ticket: OrderTicket): Promise<void>;
  /**
   * Asks what a new order would do to the margin. The message is that of an order, and can never
   * become one. A gateway that does not answer is `silent`. Fails with `BrokerError`.
   */
  whatIf(orderId: number, ticket: ShareTicket): Promise<WhatIfAnswer>;
  /** What the broker said of a question that only an order has; undefined as long as it did not. */
  whatIfAlarm(): string | undefined;
  /** What the gateway said when it was asked too much again and again; undefined as long as it did not. */
  pacingAlarm(): string | undefined;
  /** Asks the broker to cancel an order. */
  cancelOrder(orderId: number): Promise<void>;
  /** Asks for all executions of today again; they arrive as events. Resolves when they have. */
  refreshExecutions(accountId: string): Promise<void>;
  /** The order events since the last call; waits for one, but no longer than `waitMs`. */
  nextOrderEvents(waitMs: number): Promise<readonly OrderEvent[]>;
  /** Notices of the gateway that a person should see, in order of arrival. */
  notices(): readonly string[];
  /** Ends the connection. Never fails. */
  close(): Promise<void>;
}

/** Why the broker could not be asked. */
export type BrokerTrouble =
  'refused' | 'no-answer' | 'client-id-in-use' | 'unsupported-version' | 'lost' | 'pacing';

/** The connection failed or a request was not answered. Nothing is concluded from it. */
export class BrokerError extends Error {
  override readonly name = 'BrokerError';
  readonly trouble: BrokerTrouble;

  constructor(trouble: BrokerTrouble, message: string, options?: ErrorOptions) {
    super(message, options);
    this.trouble = trouble;
  }
}

/** The time, for everything that needs it. */
export interface Clock {
  /** ms since 1970. */
  now(): number;
}

/**
 * Why the sending has to stop: the kill switch file is there; somebody pressed Ctrl-C and our open
 * orders are to be cancelled (`interrupted`), to be left at the broker (`leave`), or it is not said
 * yet which (`asking`).
 */
export type Pull = 'kill-switch' | 'interrupted' | 'leave' | 'asking';

/** Says when sending has to stop: the kill switch file is there, or somebody pressed Ctrl-C. */
export interface KillSwitch {
  /** Why to stop; undefined as long as nobody said so. */
  pulled(): Pull | undefined;
  /**
   * Runs the work that may have orders at the broker. Ctrl-C meanwhile is left to `pulled`; at any
   * other time nothing is at risk and it ends the program at once.
   */
  guard<Value>(work: () => Promise<Value>): Promise<Value>;
}

/** What a person said. */
export type Answer = 'yes' | 'no' | 'no-answer' | 'interrupted';

/** Asks a person. */
export interface Approver {
  /**
   * Shows the question and waits; `no-answer` when nobody can be asked, or `until` says that no
   * answer counts any more.
   */
  ask(question: string, until?: AbortSignal): Promise<Answer>;
}

/** Where a run shows what it does, line by line. */
export interface Screen {
  /** How many columns fit side by side. */
  readonly columns: number;
  /** Shows text with colours, or without them where the screen has none. */
  show(text: string): void;
  /**
   * Shows a picture that is drawn again and again in place, below everything that is shown in the
   * meantime. Not there where only lines can be shown. Never fails.
   */
  live?(picture: Picture): LiveView;
}

/** The lines of a picture as it is now, none longer and not more of them than there is room for. */
export type Picture = (room: {
  readonly columns: number;
  readonly rows: number;
}) => readonly string[];

/** A picture on a screen. */
export interface LiveView {
  /** Takes it away for good. Never fails. */
  end(): void;
}

/** One file of a run's reports. */
export interface ReportFile {
  readonly kind: 'pre' | 'post';
  readonly form: 'csv' | 'md' | 'html' | 'json';
  readonly runId: string;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly text: string;
}

/** What a run did for a while, in milliseconds since the program started. */
export interface Span {
  readonly what: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** How many pieces of work side by side it was. */
  readonly count: number;
}

/** Where the report files go. */
export interface ReportSink {
  /**
   * Writes one file and returns its path. Never overwrites another. Fails with the system's own
   * error.
   */
  write(file: ReportFile): string;
  /** What the run has spent its time on so far, where the reports are to say so. */
  spans?(): readonly Span[];
}

/** One thing that happened in a run. */
export interface LogEntry {
  readonly level: LogSettings['level'];
  /** What kind of thing: `order`, `problem`, `notice` and so on. */
  readonly event: string;
  readonly text: string;
  /** The same for programs. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** Where a run tells what happens, for whoever looks into it later. */
export interface RunLog {
  /** Never fails. */
  write(entry: LogEntry): void;
}

/** A setting as it counted in a run, in the words of a settings file. */
export interface SavedSetting {
  readonly section: string;
  readonly key: string;
  readonly value: string;
}

/** What a run saw and what it was told: enough to plan it again, to the byte. */
export interface SavedRun {
  readonly runId: string;
  /** It was the simulator that said all this. */
  readonly simulated: boolean;
  readonly targets: TargetWeights;
  readonly settings: readonly SavedSetting[];
  readonly snapshot: Snapshot;
}

/** Keeps what runs saw, for each account by itself. */
export interface SnapshotStore {
  /** Keeps a run beside the earlier ones, of which the oldest go. Fails with the system's own error. */
  keep(run: SavedRun): void;
  /** The newest run of an account. One that cannot be read as it was written is a problem. */
  newest(accountId: string): Result<SavedRun>;
}

/** How far an account was from its targets at one moment. */
export interface DriftMeasure {
  readonly netLiq: Usd;
  /** What weights are of: the managed part less the cash buffer. */
  readonly investable: Usd;
  /** The sum of all drifts without their signs, that of cash included. */
  readonly totalDrift: Usd;
}

/** What a run that traded has changed. */
export interface RunMeasure {
  readonly runId: string;
  readonly accountId: string;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly before: DriftMeasure;
  /** Undefined when the account could not be read again. */
  readonly after: DriftMeasure | undefined;
}

/** Remembers what runs have changed, as long as the state folder is kept. */
export interface RunMeasures {
  /** Fails with the system's own error. */
  keep(measure: RunMeasure): void;
  /** Those of an account; what cannot be read as it was written is left out. */
  all(accountId: string): readonly RunMeasure[];
}

/** Where a run writes what it means to do before it does it, and what it hears. */
export interface Journal {
  readonly path: string;
  /** Durable when it returns. Fails with the system's own error: then nothing may be sent. */
  append(event: JournalEvent): void;
  close(): void;
}

/** A journal that was read back. */
export interface KeptJournal {
  readonly path: string;
  readonly events: readonly JournalEvent[];
  /** The checksum of its last entry. */
  readonly last: string;
  /** So much of a last entry was not written completely; it never counted. */
  readonly tornBytes: number;
}

/** The journals of all runs, for each account by itself. */
export interface Journals {
  /** A new journal. Fails with the system's own error. */
  begin(run: {
    readonly accountId: string;
    readonly runId: string;
    readonly startedAt: number;
  }): Journal;
  /** Every journal of an account, the oldest first; a damaged one is a problem. */
  all(accountId: string): readonly Result<KeptJournal>[];
  /** The accounts that have journals. */
  accountIds(): readonly string[];
  /** Goes on in a journal that was read back. */
  resume(journal: KeptJournal): Journal;
}

/** The right to trade in an account, which one run has at a time. */
export interface AccountLock {
  /** Never fails. */
  readonly release: () => void;
}

/** Who trades in which account, on this machine and on others that share its state folder. */
export interface AccountLocks {
  /** Takes the account; refuses while somebody else has it. */
  take(accountId: string): Result<AccountLock>;
}

/** Everything that a run is given to read. */
export interface InputFiles {
  /** The whole file; fails with the system's own error. */
  read(path: string): Uint8Array;
  /** The variables of the environment, some of which change settings. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The same, with the age of a file. */
export interface StatementFiles extends InputFiles {
  /** When the file was last changed, in ms since 1970; fails with the system's own error. */
  changedAt(path: string): number;
}

/** Remembers contract details between runs. */
export interface ContractCache {
  /** What the broker last said about this query, if that is recent enough. */
  read(key: string): readonly Contract[] | undefined;
  /** Remembers fresh answers, all of one round together. */
  write(answers: ReadonlyMap<string, readonly Contract[]>): void;
}
