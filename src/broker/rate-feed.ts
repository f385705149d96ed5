import { USD_CAD, type RateQuote } from '../core/account/fx-market.ts';
import type { Rate } from '../core/units/rate.ts';
import { rateOf } from './exact.ts';
import { startSubscription } from './first-answer.ts';
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
    const { symbol, currency, exchange } = USD_CAD;
    const contract = { symbol, secType: session.lib.SecType.CASH, currency, exchange };
    const { arrived, settle } = startSubscription(session, FIRST_RATES_TIMEOUT_MS, (api) =>
      api.reqMktData(requestId, contract, '', false, false),
    );
    this.#settle = settle;
    session.hearMessages(requestId, ({ code }: NamedMessage) => {
      if (!NO_DATA_CODES.has(code)) return;
      this.#sides.clear();
      settle();
    });
    return arrived;
  }
}
