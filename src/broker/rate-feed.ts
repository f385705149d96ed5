import { USD_CAD, type RateQuote } from '../core/account/fx-market.ts';
import type { Rate } from '../core/units/rate.ts';
import { rateOf } from './exact.ts';
import { NO_DATA_CODES } from './quote-feed.ts';
import type { NamedMessage, TwsSession } from './tws-session.ts';

/** How long the line may take for its first two sides before we go on without. */
const FIRST_RATES_TIMEOUT_MS = 4_000;
const TICK = { bid: 1, ask: 2 } as const;
/** The streaming rate of USD.CAD. Nothing is asked for until somebody wants to know. */
export class RateFeed {
  readonly #session: TwsSession;
  readonly #sides = new Map<number, Rate | undefined>();
  #requestId: number | undefined;
  #first: Promise<void> | undefined;
  #settle: () => void = () => undefined;

  constructor(session: TwsSession) {
    this.#session = session;
    session.listen(session.names.tickPrice, (id: number, field: number, value: number) => {
      if (id !== this.#requestId) return;
      this.#sides.set(field, rateOf(value));
      if (this.#sides.has(TICK.bid) && this.#sides.has(TICK.ask)) this.#settle();
    });
  }

  /** The newest rate; the first time it waits for both sides, or until there will be none. */
  async read(): Promise<RateQuote> {
    this.#first ??= this.#start();
    await this.#first;
    return {
      bid: this.#sides.get(TICK.bid),
      ask: this.#sides.get(TICK.ask),
      aliveAt: this.#session.marketDataFlows() ? this.#session.aliveAt() : 0,
    };
  }

  #start(): Promise<void> {
    const session = this.#session;
    const requestId = session.newRequestId();
    this.#requestId = requestId;
    return new Promise((resolve, reject) => {
      const stop = session.onEnd((reason) => {
        clearTimeout(timer);
        reject(reason);
      });
      this.#settle = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const timer = setTimeout(this.#settle, FIRST_RATES_TIMEOUT_MS);
      session.hearMessages(requestId, ({ code }: NamedMessage) => {
        if (!NO_DATA_CODES.has(code)) return;
        this.#sides.clear();
        this.#settle();
      });
      const { symbol, currency, exchange } = USD_CAD;
      const contract = { symbol, secType: session.lib.SecType.CASH, currency, exchange };
      session
        .send((api) => api.reqMktData(requestId, contract, '', false, false))
        .catch((error: unknown) => {
          clearTimeout(timer);
          stop();
          reject(error instanceof Error ? error : new Error(String(error)));
        });
    });
  }
}
