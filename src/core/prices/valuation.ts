import { marketOf, twiceMiddle, type Quote } from '../account/quote.ts';
import type { PriceSource } from '../settings.ts';
import { asPrice, type Price } from '../units/price.ts';
import { divide } from '../units/rounding.ts';

/** The price that a holding is valued and sized with, and where it comes from. */
export interface Valuation {
  readonly price: Price;
  readonly source: PriceSource | 'account';
  /** The last trade lay outside the market and was moved to its edge. */
  readonly clamped: boolean;
}

/** The first of the sources that has a price; undefined when none has. */
export function valuePrice(quote: Quote, sources: readonly PriceSource[]): Valuation | undefined {
  for (const source of sources) {
    const found = priceFrom(quote, source);
    if (found !== undefined) return found;
  }
  return undefined;
}

function priceFrom(quote: Quote, source: PriceSource): Valuation | undefined {
  const market = marketOf(quote);
  switch (source) {
    case 'last': {
      if (quote.last === undefined) return undefined;
      const price = market === undefined ? quote.last : clamp(quote.last, market.bid, market.ask);
      return { price, source, clamped: price !== quote.last };
    }
    case 'midpoint':
    case 'bidask': {
      if (market === undefined) return undefined;
      // On a grid of 1e-4 dollar the middle can lie between two units; half up is as good as any.
      const price = asPrice(divide(twiceMiddle(market), 2n, 'halfUp'));
      return { price, source, clamped: false };
    }
    case 'close':
      return quote.close === undefined ? undefined : { price: quote.close, source, clamped: false };
  }
}

function clamp(value: Price, low: Price, high: Price): Price {
  if (value < low) return low;
  return value > high ? high : value;
}
