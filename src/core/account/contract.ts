import type { Price } from '../units/price.ts';
import type { MarketHours } from './market-hours.ts';

/** One rung of a price grid: at or above `from`, prices are multiples of `increment`. */
export interface TickStep {
  readonly from: Price;
  readonly increment: Price;
}

/** The price grid of a contract, rungs in rising order, the first from 0. Never empty. */
export type TickLadder = readonly TickStep[];

/** A stock contract as the broker knows it. */
export interface Contract {
  readonly symbol: string;
  readonly conId: number;
  /** Where orders are routed: SMART unless overridden. */
  readonly exchange: string;
  readonly primaryExchange: string;
  readonly currency: string;
  /** The full name of the fund. */
  readonly name: string;
  /** `ETF`, `COMMON`, ...: the broker's own word. */
  readonly stockType: string;
  readonly ticks: TickLadder;
  /** Undefined when the broker told none, or none that are understood: then it never counts as open. */
  readonly hours: MarketHours | undefined;
}

/** Whether the tool may trade it at all: an ETF in US dollars. */
export function isUsdEtf(contract: Contract): boolean {
  return contract.currency === 'USD' && contract.stockType === 'ETF';
}
