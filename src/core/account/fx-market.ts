import type { Rate } from '../units/rate.ts';

/** The newest live prices of USD.CAD; a side that the broker does not give is undefined. */
export interface RateQuote {
  readonly bid: Rate | undefined;
  readonly ask: Rate | undefined;
  /** When the line was last known to be alive, in ms since 1970. */
  readonly aliveAt: number;
}

/** The currency market at the moment of a snapshot. */
export interface FxMarket {
  readonly quote: RateQuote | undefined;
  /** From Sunday 17:15 to Friday 17:00 in New York. The core has no clock, so it is told. */
  readonly open: boolean;
}

/** USD.CAD at the broker. */
export const USD_CAD_CON_ID = 15_016_062;
