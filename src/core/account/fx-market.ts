import type { Contract } from './contract.ts';
import { asPrice } from '../units/price.ts';
import type { Rate } from '../units/rate.ts';

/** The newest live prices of USD.CAD; a side that the broker does not give is undefined. */
export interface RateQuote {
  readonly bid: Rate | undefined;
  readonly ask: Rate | undefined;
  /** When the line was last known to be alive, in ms since 1970. */
  readonly aliveAt: number;
}

/** Both sides of USD.CAD. */
export interface RateMarket {
  readonly bid: Rate;
  readonly ask: Rate;
}

/** The currency market at the moment of a snapshot. */
export interface FxMarket {
  readonly quote: RateQuote | undefined;
  /** From Sunday 17:15 to Friday 17:00 in New York. The core has no clock, so it is told. */
  readonly open: boolean;
}

/** USD.CAD at the broker: to buy it is to receive US dollars and to pay Canadian ones. */
export const USD_CAD: Contract = {
  symbol: 'USD',
  conId: 15_016_062,
  exchange: 'IDEALPRO',
  primaryExchange: 'IDEALPRO',
  currency: 'CAD',
  name: 'US dollars for Canadian dollars',
  stockType: '',
  // Its limits are rates, which are finer than prices: this grid is never used.
  ticks: [{ from: asPrice(0n), increment: asPrice(1n) }],
  // Its week is in fx-hours.ts.
  hours: undefined,
};
