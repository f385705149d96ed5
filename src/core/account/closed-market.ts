import { lookAtMarket, type MarketHours, type TradingHours } from './market-hours.ts';
import { marketOf, type Quote } from './quote.ts';

/**
 * A closed market shows no bid and no ask. To show a plan all the same, its last price stands for
 * both, or else its previous close. Nothing is sent on such a quote: the gate of the market looks at
 * the moment when it was taken too.
 */
export function quoteWhileClosed(
  quote: Quote,
  hours: MarketHours | undefined,
  at: { readonly tradingHours: TradingHours; readonly takenAt: number },
): Quote {
  if (marketOf(quote) !== undefined) return quote;
  if (lookAtMarket(hours, at.tradingHours, at.takenAt).kind !== 'closed') return quote;
  const price = quote.last ?? quote.close;
  return price === undefined ? quote : { ...quote, bid: price, ask: price };
}
