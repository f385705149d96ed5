import { marketOf, twiceMiddle, type Quote } from '../account/quote.ts';
import type { PriceSource } from '../settings.ts';
import { greater, lesser } from '../units/bounds.ts';
import { asPrice, type Price } from '../units/price.ts';
import { divide } from '../units/rounding.ts';

/** The price that a holding is valued and sized with, and where it comes from. */
export interface Valuation {
  readonly price: Price;
  /**
   * What one share is counted with when it is bought, and when it is sold: the side of the market
   * that the trade would meet where the source is `bidask`, and `price` with every other source.
   */
  readonly buyAt: Price;
  readonly sellAt: Price;
  readonly source: PriceSource | 'account';
  /** The last trade lay outside the market and was moved to its edge. */
  readonly clamped: boolean;
}

/** A price that counts for holdings and for trades of both sides alike. */
export function onePrice(
  price: Price,
  source: Valuation['source'],
  { clamped = false }: { readonly clamped?: boolean } = {},
): Valuation {
  return { price, buyAt: price, sellAt: price, source, clamped };
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
      const { last } = quote;
      const price = market === undefined ? last : greater(market.bid, lesser(last, market.ask));
      return onePrice(price, source, { clamped: price !== quote.last });
    }
    case 'midpoint':
    case 'bidask': {
      if (market === undefined) return undefined;
      // On a grid of 1e-4 dollar the middle can lie between two units; half up is as good as any.
      const price = asPrice(divide(twiceMiddle(market), 2n, 'halfUp'));
      const middle = onePrice(price, source);
      return source === 'midpoint' ? middle : { ...middle, buyAt: market.ask, sellAt: market.bid };
    }
    case 'close':
      return quote.close === undefined ? undefined : onePrice(quote.close, source);
  }
}
