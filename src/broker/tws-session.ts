/*
 * One connection to TWS or IB Gateway through the raw client of @stoqey/ib, with what that library
 * leaves to its user:
 *
 * - `connected` does not mean ready. Ready is `nextValidId` and `managedAccounts`, within a timeout.
 * - Calls made while it is not ready are kept by the library and sent in a later session, orders
 *   too. So every call goes through `send`, which refuses once the session has ended, and a
 *   session is never connected twice.
 * - Errors arrive on two events: `error` where a request or an order is named, `info` otherwise.
 * - Its own rate limiter keeps a backlog across sessions. Ours is in front of it and stricter.
 */
import type { EventName, IBApi } from '@stoqey/ib';
import { BrokerError, type Clock, type Gateway } from '../ports.ts';
import { MessageBudget } from './message-budget.ts';
import { PaceWatch, TOO_FAST } from './pace-watch.ts';
import { waitUntilReady, type Opened, type SessionOptions } from './wait-until-ready.ts';

/** The gateway allows 50 a second; the rest is for what the library sends on its own. */
const MESSAGES_PER_SECOND = 45;
/** The library's limiter works in tenths of a second and must never be the one that waits. */
const LIBRARY_MESSAGES_PER_SECOND = 1000;
/** Far from the order ids, so that an error's id tells a request from an order. */
const FIRST_REQUEST_ID = 1_500_000_000;
/** Where the order ids stand that high themselves: some programs take the time for an id. */
const FIRST_REQUEST_ID_BELOW = 1;

/** The client library, which is loaded only when a connection is made. */
export type ClientLibrary = Awaited<ReturnType<typeof loadClientLibrary>>;

/** Loaded here and not at the top of the file: help and offline work start without it. */
function loadClientLibrary() {
  return import('./client-library.ts');
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the library types each event's arguments by hand
type Listener = (...args: any[]) => void;

/** An error or warning that names a request or an order. */
export interface NamedMessage {
  readonly id: number;
  readonly code: number;
  readonly text: string;
}

/** What one request needs while it is under way. */
export interface Exchange<Value> {
  readonly requestId: number;
  readonly names: typeof EventName;
  /** Listens until the request ends. */
  on(event: EventName, listener: Listener): void;
  /** Called with every error or warning that names this request. */
  onMessage(listener: (message: NamedMessage) => void): void;
  done(value: Value): void;
  fail(error: BrokerError): void;
  send(call: (api: IBApi) => void): void;
}

export class TwsSession {
  readonly gateway: Gateway;
  readonly lib: ClientLibrary;
  readonly names: typeof EventName;
  /** The first order id that this session may use. */
  readonly firstOrderId: number;
  readonly #api: IBApi;
  readonly #budget: MessageBudget;
  readonly #pace: PaceWatch;
  readonly #failPending = new Set<(error: BrokerError) => void>();
  readonly #requestMessages = new Map<number, (message: NamedMessage) => void>();
  readonly #notices: string[] = [];
  readonly #firstRequestId: number;
  #nextRequestId: number;
  #aliveAt: number;
  #linkedToBroker = true;
  #dataLost = false;
  readonly #brokenFarms = new Set<string>();
  #ended: BrokerError | undefined;
  /** Called with messages that name an order. */
  onOrderMessage: (message: NamedMessage) => void = () => undefined;
  /** Called once, when the connection is gone and we did not end it. */
  onLost: (reason: BrokerError) => void = () => undefined;

  private constructor(lib: ClientLibrary, api: IBApi, clock: Clock, opened: Opened) {
    const names = lib.EventName;
    this.#api = api;
    this.lib = lib;
    this.names = names;
    // Its own clock: one that is set back meanwhile would hold back every message, cancels too.
    this.#budget = new MessageBudget(MESSAGES_PER_SECOND, () => performance.now());
    this.#pace = new PaceWatch(this.#budget, () => performance.now());
    this.gateway = opened.gateway;
    this.firstOrderId = opened.firstOrderId;
    const idsAreHigh = opened.firstOrderId >= FIRST_REQUEST_ID / 2;
    this.#firstRequestId = idsAreHigh ? FIRST_REQUEST_ID_BELOW : FIRST_REQUEST_ID;
    this.#nextRequestId = this.#firstRequestId;
    this.#aliveAt = clock.now();
    for (const { code, text } of opened.notices) this.#notice(code, text);
    process.on('uncaughtException', this.#onCrash);
    api.on(names.received, () => {
      this.#aliveAt = clock.now();
    });
    api.on(names.error, (error: Error, code: number, id: number) => {
      this.#dispatch({ id, code, text: error.message });
    });
    api.on(names.info, (text: string, code: number) => {
      this.#notice(code, text);
    });
    api.on(names.disconnected, () => {
      this.#end(this.#pace.blame('lost', 'The gateway closed the connection.'));
    });
  }

  /** Opens the connection and waits until requests may be sent. Fails with `BrokerError`. */
  static async open(options: SessionOptions): Promise<TwsSession> {
    const lib = await loadClientLibrary();
    const api = new lib.IBApi({
      host: options.host,
      port: options.port,
      clientId: options.clientId,
      maxReqPerSec: LIBRARY_MESSAGES_PER_SECOND,
    });
    try {
      // Made at the very moment of readiness: what follows in the same breath is heard too.
      const start = (opened: Opened): TwsSession => new TwsSession(lib, api, options.clock, opened);
      return await waitUntilReady(api, lib.EventName, options, start);
    } catch (error) {
      api.removeAllListeners();
      api.disconnect();
      throw error;
    }
  }

  /**
   * When the market data of this session was last known to be alive: now, in effect, as long as
   * the gateway talks to us and to the broker.
   */
  aliveAt(): number {
    return this.#aliveAt;
  }

  notices(): readonly string[] {
    return this.#notices;
  }

  /** Listens for as long as the session lives. */
  listen(event: EventName, listener: Listener): void {
    this.#api.on(event as EventName.all, listener);
  }

  newRequestId(): number {
    return this.#nextRequestId++;
  }

  /** Makes a call of the library within the message budget; refuses when the session has ended. */
  send(call: (api: IBApi) => void, about: 'order' | 'anything' = 'anything'): Promise<void> {
    return this.#budget.spend(() => {
      if (this.#ended !== undefined) throw this.#ended;
      call(this.#api);
    }, about);
  }

  /** Hears the messages that name a request of a long-lived subscription. */
  hearMessages(requestId: number, listener: (message: NamedMessage) => void): void {
    this.#requestMessages.set(requestId, listener);
  }

  /** Called when the session ends, unless the function that this returns was called before. */
  onEnd(listener: (reason: BrokerError) => void): () => void {
    this.#failPending.add(listener);
    return () => this.#failPending.delete(listener);
  }

  /** What the gateway said when it was asked too much again and again. */
  pacingAlarm(): string | undefined {
    return this.#pace.alarm;
  }

  /** Runs a task once nothing has been sent for a while; never, when the session ends before. */
  whenQuiet(task: () => void): void {
    this.#budget.whenQuiet(task);
  }

  /**
   * One request, to its end marker, its timeout or the end of the session. The timeout begins when
   * the request leaves: what waits for the message budget has not been asked yet. One that only reads is made again when the gateway may have refused it for our pace.
   */
  request<Value>(
    what: string,
    timeoutMs: number,
    start: (exchange: Exchange<Value>) => void,
    kind: 'read' | 'order' = 'read',
  ): Promise<Value> {
    return new Promise<Value>((resolve, reject) => {
      if (this.#ended !== undefined) {
        reject(this.#ended);
        return;
      }
      const requestIds: number[] = [];
      const listeners: (() => void)[] = [];
      let timer: NodeJS.Timeout | undefined;
      const settle = (finish: () => void): void => {
        clearTimeout(timer);
        this.#failPending.delete(fail);
        for (const id of requestIds) this.#requestMessages.delete(id);
        for (const stop of listeners) stop();
        finish();
      };
      const fail = (error: BrokerError): void => {
        settle(() => {
          reject(error);
        });
      };
      const expire = (): void => {
        fail(this.#pace.blame('no-answer', `The gateway did not answer: ${what}.`));
      };
      this.#failPending.add(fail);
      const attempt = (): void => {
        const requestId = this.newRequestId();
        requestIds.push(requestId);
        start({
          requestId,
          names: this.names,
          on: (event, listener) => {
            this.#api.on(event as EventName.all, listener);
            listeners.push(() => this.#api.removeListener(event, listener));
          },
          onMessage: (listener) => {
            this.#requestMessages.set(requestId, listener);
          },
          done: (value) => {
            settle(() => {
              resolve(value);
            });
          },
          fail,
          send: (call) => {
            const left = (): void => {
              if (this.#failPending.has(fail)) timer ??= setTimeout(expire, timeoutMs);
            };
            this.send(call).then(left, (error: unknown) => {
              fail(error instanceof BrokerError ? error : new BrokerError('lost', String(error)));
            });
          },
        });
      };
      const again = (): void => {
        clearTimeout(timer);
        timer = undefined;
        attempt();
      };
      if (kind === 'read') listeners.push(this.#pace.watch({ again, giveUp: fail }));
      attempt();
    });
  }

  /** Ends the connection and waits until the socket is gone. */
  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    const gone = new Promise<void>((resolve) => {
      this.#api.once(this.names.disconnected, resolve);
      setTimeout(resolve, 1000).unref();
    });
    this.onLost = () => undefined;
    this.#end(new BrokerError('lost', 'The connection was ended.'));
    this.#api.disconnect();
    await gone;
  }

  #dispatch(message: NamedMessage): void {
    // A request that was refused for our pace has not failed: it is made again.
    if (message.code === TOO_FAST && message.id >= 0) {
      this.#notice(message.code, message.text);
      if (this.#isRequest(message.id)) return;
    }
    const listener = this.#requestMessages.get(message.id);
    if (listener !== undefined) listener(message);
    else if (message.id >= 0 && !this.#isRequest(message.id)) this.onOrderMessage(message);
    // Cancelling market data that has already ended is answered with 300: harmless.
    else if (message.code !== 300) this.#notice(message.code, message.text);
  }

  #isRequest(id: number): boolean {
    return id >= this.#firstRequestId && id < this.#nextRequestId;
  }

  /**
   * The library throws out of its socket handler when a message cannot be read, as an order's
   * refusal with broken JSON. What it said is lost, so the session is: its orders are unknown.
   */
  readonly #onCrash = (error: Error): void => {
    this.#end(new BrokerError('lost', `A message could not be read: ${error.message}`));
    this.#api.disconnect();
  };

  #notice(code: number, text: string): void {
    // "Market data farm connection is broken:usfarm"
    const farm = text.slice(text.lastIndexOf(':') + 1);
    switch (code) {
      case TOO_FAST:
        this.#pace.violated();
        break;
      case 1100:
      case 2110:
        this.#linkedToBroker = false;
        break;
      case 1101:
        // Linked again, but the market data was lost: the prices that we have stay what they were.
        this.#linkedToBroker = true;
        this.#dataLost = true;
        break;
      case 1102:
        this.#linkedToBroker = true;
        break;
      case 2103:
        this.#brokenFarms.add(farm);
        break;
      case 2104:
        this.#brokenFarms.delete(farm);
        break;
    }
    // Farms that are connected or available on demand are no news to anyone.
    if (![2104, 2106, 2107, 2108, 2119, 2158].includes(code))
      this.#notices.push(`${code}: ${text}`);
  }

  /** False while the gateway has lost its link to the broker or to a market data farm: quotes are then old. */
  marketDataFlows(): boolean {
    return this.#linkedToBroker && !this.#dataLost && this.#brokenFarms.size === 0;
  }

  /** False while the gateway has lost its link to the broker: its lists are then old. */
  linkedToBroker(): boolean {
    return this.#linkedToBroker;
  }

  #end(reason: BrokerError): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    process.off('uncaughtException', this.#onCrash);
    this.#budget.close(reason);
    for (const fail of [...this.#failPending]) fail(reason);
    this.onLost(reason);
  }
}
