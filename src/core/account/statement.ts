import type { Price } from '../units/price.ts';
import type { Rate } from '../units/rate.ts';
import type { Shares } from '../units/shares.ts';
import type { Usd } from '../units/usd.ts';
import type { OtherCash } from './snapshot.ts';

/** Something that an account holds, as a person has written it down: nobody has checked it. */
export type StatedPosition =
  | { readonly kind: 'etf'; readonly symbol: string; readonly quantity: Shares }
  /** Whatever is no ETF is never traded; its worth counts in the account's value. */
  | {
      readonly kind: 'other';
      readonly symbol: string;
      readonly type: string;
      readonly quantity: Shares;
      readonly value: Usd;
    };

/** The prices of one symbol; at least one of them is there. */
export interface StatedPrices {
  readonly bid: Price | undefined;
  readonly ask: Price | undefined;
  readonly last: Price | undefined;
  readonly close: Price | undefined;
}

/** An account and its prices as a person has written them down. */
export interface Statement {
  readonly positions: readonly StatedPosition[];
  /** US dollars. */
  readonly cash: Usd;
  readonly otherCash: readonly OtherCash[];
  readonly prices: ReadonlyMap<string, StatedPrices>;
  /** USD.CAD; undefined where nothing is written about it. */
  readonly rate: { readonly bid: Rate | undefined; readonly ask: Rate | undefined } | undefined;
}
