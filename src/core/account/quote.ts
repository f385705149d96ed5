import { asPrice, type Price } from '../units/price.ts';

/** The newest live prices of one contract. A side that the broker does not give (-1, 0, nothing) is undefined. */
export interface Quote {
  readonly bid: Price | undefined;
  readonly ask: Price | undefined;
  readonly last: Price | undefined;
  /** The close of the previous session. */
  readonly close: Price | undefined;
  readonly halted: boolean;
  /**
   * When the line was last known to be alive, in ms since 1970. The broker sends no time with a
   * bid or an ask; a quiet ETF on a healthy stream is not stale.
   */
  readonly aliveAt: number;
}

/** Both sides of a market that can be traded against: bid at most ask, both above zero. */
export interface Market {
  readonly bid: Price;
  readonly ask: Price;
}

/** The two-sided market of a quote; undefined when a side is missing or no price, or the quote is crossed. */
export function marketOf(quote: Quote): Market | undefined {
  const { bid, ask } = quote;
  if (bid === undefined || ask === undefined || bid <= 0n || bid > ask) return undefined;
  return { bid, ask };
}

/** Twice the middle of the market. Half a tick does not fit a `Price`, twice the middle always does. */
export function twiceMiddle(market: Market): Price {
  return asPrice(market.bid + market.ask);
}
