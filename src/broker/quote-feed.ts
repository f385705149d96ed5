import type { Quote } from '../core/account/quote.ts';
import type { Price } from '../core/units/price.ts';
import type { ContractQuery } from '../ports.ts';
import { priceOf } from './exact.ts';
import { contractOf, keyOf } from './find-contracts.ts';
import { startSubscription } from './first-answer.ts';
import type { NamedMessage, TwsSession } from './tws-session.ts';

/** How long a line may take for its first complete set of prices before we go on without. */
const FIRST_PRICES_TIMEOUT_MS = 4_000;
/** A snapshot ends by itself after 11 seconds at most. */
const SNAPSHOT_TIMEOUT_MS = 12_000;

/** The tick types of live stock prices. Delayed ones have other numbers and are not asked for. */
const TICK = { bid: 1, ask: 2, last: 4, close: 9, halted: 49 } as const;
/** Without a subscription, or taken by another session: there will be no prices on this line. */
export const NO_DATA_CODES = new Set([101, 200, 354, 10089, 10168, 10186, 10197]);

interface Line {
  readonly query: ContractQuery;
  /** By tick type; undefined where the broker says that there is no such price. */
  readonly prices: Map<number, Price | undefined>;
  halted: boolean;
  /** Everything that was said about the line, in order of arrival. */
  readonly messages: NamedMessage[];
  /** Ends the waiting for the first prices. */
  settle: () => void;
}

/** The streaming market data of one session: one line for each symbol. */
export class QuoteFeed {
  readonly #session: TwsSession;
  readonly #snapshotToo: boolean;
  readonly #lines = new Map<string, Line>();
  readonly #byRequest = new Map<number, Line>();

  constructor(session: TwsSession, options: { readonly fallbackToSnapshot: boolean }) {
    this.#session = session;
    this.#snapshotToo = options.fallbackToSnapshot;
    const { names } = session;
    session.listen(names.tickPrice, (id: number, field: number, value: number) => {
      this.#price(id, field, value);
    });
    session.listen(names.tickGeneric, (id: number, field: number, value: number) => {
      const line = this.#byRequest.get(id);
      if (line !== undefined && field === TICK.halted) line.halted = value > 0;
    });
    session.listen(names.tickSnapshotEnd, (id: number) => {
      this.#byRequest.get(id)?.settle();
    });
  }

  /** Starts the lines that are not there yet; resolves when each has its prices, or has none. */
  async watch(queries: readonly ContractQuery[]): Promise<void> {
    const fresh: Line[] = [];
    for (const query of queries) {
      if (this.#lines.has(keyOf(query))) continue;
      const line: Line = {
        query,
        prices: new Map(),
        halted: false,
        messages: [],
        settle: () => undefined,
      };
      this.#lines.set(keyOf(query), line);
      fresh.push(line);
    }
    await Promise.all(fresh.map((line) => this.#request(line, false)));
    if (!this.#snapshotToo) return;
    // The snapshot feeds the same line, which goes on streaming.
    const empty = fresh.filter(({ prices }) =>
      [...prices.values()].every((each) => each === undefined),
    );
    await Promise.all(empty.map((line) => this.#request(line, true)));
  }

  quoteOf(query: ContractQuery): Quote | undefined {
    const line = this.#lines.get(keyOf(query));
    if (line === undefined) return undefined;
    return {
      bid: line.prices.get(TICK.bid),
      ask: line.prices.get(TICK.ask),
      last: line.prices.get(TICK.last),
      close: line.prices.get(TICK.close),
      halted: line.halted,
      aliveAt: this.#session.marketDataFlows() ? this.#session.aliveAt() : 0,
    };
  }

  /** What the broker has said about a watched symbol: that there are no data, or not all of them. */
  messagesOf(query: ContractQuery): readonly NamedMessage[] {
    return this.#lines.get(keyOf(query))?.messages ?? [];
  }

  #request(line: Line, snapshot: boolean): Promise<void> {
    const requestId = this.#session.newRequestId();
    this.#byRequest.set(requestId, line);
    const timeoutMs = snapshot ? SNAPSHOT_TIMEOUT_MS : FIRST_PRICES_TIMEOUT_MS;
    const contract = contractOf(line.query, this.#session.lib);
    const { arrived, settle } = startSubscription(this.#session, timeoutMs, (api) =>
      api.reqMktData(requestId, contract, '', snapshot, false),
    );
    line.settle = settle;
    this.#session.hearMessages(requestId, (message: NamedMessage) => {
      const { code } = message;
      line.messages.push(message);
      if (!NO_DATA_CODES.has(code)) return;
      // Prices from before the data ended are no prices any more.
      line.prices.clear();
      line.settle();
    });
    return arrived;
  }

  #price(requestId: number, field: number, value: number): void {
    const line = this.#byRequest.get(requestId);
    if (line === undefined) return;
    line.prices.set(field, priceOf(value));
    const complete = [TICK.bid, TICK.ask, TICK.last, TICK.close].every((each) =>
      line.prices.has(each),
    );
    if (complete) line.settle();
  }
}
