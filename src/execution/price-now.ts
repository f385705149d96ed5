import { NO_MARKET, STALE_QUOTE } from '../core/approval/execution-report.ts';
import type { Ceiling } from '../core/approval/ceiling.ts';
import {
  crossOrder,
  insideCollar,
  priceOrder,
  type PricedOrder,
  type Side,
} from '../core/prices/limit-price.ts';
import { toTick } from '../core/prices/ticks.ts';
import { marketOf, type Market, type Quote } from '../core/account/quote.ts';
import type { Settings } from '../core/settings.ts';
import { asPrice, type Price } from '../core/units/price.ts';
import { ONE } from '../core/units/ratio.ts';
import { divide } from '../core/units/rounding.ts';
import type { Broker, Clock, ContractQuery } from '../ports.ts';

/** How the quotes of each approved line are found, and what says when one is stale. */
export interface QuoteSource {
  readonly settings: Settings;
  readonly queryOf: (ceiling: Ceiling) => ContractQuery;
}

/** A limit inside the approval, and the dearest price that the order can fill at; or why there is none. */
export type PriceNow =
  | {
      readonly limit: Price | undefined;
      readonly countedAt: Price;
      /** The market that it was made from. */
      readonly arrival?: Market | undefined;
    }
  | { readonly reason: string };

interface QuotePorts {
  readonly broker: Broker;
  readonly clock: Clock;
}

/**
 * The price from the quote of this moment, moved inside the approved worst price. A quote that is
 * old is asked for once more. `atMarket`: what an earlier order of the line left goes out as a
 * market order.
 */
export async function priceNow(
  ceiling: Ceiling,
  source: QuoteSource,
  { ports, atMarket }: { readonly ports: QuotePorts; readonly atMarket: boolean },
): Promise<PriceNow> {
  // A gateway that does not answer leaves the quote as stale as it was.
  const cameBack = freshQuote(ceiling, source, ports) === undefined;
  if (cameBack) await ports.broker.checkAlive().catch(() => undefined);
  const quote = freshQuote(ceiling, source, ports);
  if (quote === undefined) return { reason: STALE_QUOTE };
  const price = priceFrom(ceiling, quote, { settings: source.settings, atMarket, cameBack });
  return 'reason' in price ? price : { ...price, arrival: marketOf(quote) };
}

function priceFrom(
  ceiling: Ceiling,
  quote: Quote,
  {
    settings,
    atMarket,
    cameBack,
  }: {
    readonly settings: Settings;
    readonly atMarket: boolean;
    /** The quote was stale until it was asked for once more. */
    readonly cameBack: boolean;
  },
): PriceNow {
  const { contract, side, worstPrice, mayEndAtMarket } = ceiling;
  if (atMarket) {
    if (worstPrice !== undefined && !mayEndAtMarket)
      return { reason: 'no market order was approved' };
    return quote.halted ? { reason: 'halted' } : marketOrder(quote, settings);
  }
  const order = priceOrder(side, quote, contract.ticks, settings.limits);
  if (order.kind === 'market') {
    if (worstPrice !== undefined)
      return { reason: 'only a market order would go, and none was approved' };
    return marketOrder(quote, settings);
  }
  // What was stale goes on as escalate_action says. `market` would need an approval of its own.
  const crosses = cameBack && settings.limits.escalateAction === 'cross';
  const escalated = crosses ? crossOrder(side, quote, contract.ticks) : order;
  return limitInside(ceiling, escalated, quote, settings);
}

/** The newest quote of a line, unless it is stale. */
export function freshQuote(
  ceiling: Ceiling,
  { settings, queryOf }: QuoteSource,
  { broker, clock }: QuotePorts,
): Quote | undefined {
  const quote = broker.quoteOf(queryOf(ceiling));
  if (quote === undefined) return undefined;
  const isStale = clock.now() - quote.aliveAt > settings.limits.staleQuoteSeconds * 1000;
  return isStale ? undefined : quote;
}

/** A limit moved inside the collar and the approved worst price, on the grid. */
export function limitInside(
  { contract, side, worstPrice }: Ceiling,
  unbound: PricedOrder,
  quote: Quote,
  { safety }: Settings,
): PriceNow {
  const { ticks } = contract;
  const order = insideCollar(side, unbound, { quote, ticks, collar: safety.collar });
  if (order.kind !== 'limit') {
    const halted = order.kind === 'denied' && order.reason === 'halted';
    return { reason: halted ? 'halted' : NO_MARKET };
  }
  const limit =
    worstPrice === undefined ? order.limit : inside(side, order.limit, { ticks, worstPrice });
  return { limit, countedAt: limit };
}

/** Counted with the ask, or the last price where there is none, and the reserve above it. */
function marketOrder(quote: Quote, { rebalance }: Settings): PriceNow {
  const reference = quote.ask ?? quote.last;
  if (reference === undefined) return { reason: 'no price to count a market order with' };
  const countedAt = divide(reference * (ONE + rebalance.slippageReserve), ONE, 'ceil');
  return { limit: undefined, countedAt: asPrice(countedAt) };
}

function inside(
  side: Side,
  limit: Price,
  {
    ticks,
    worstPrice,
  }: { readonly ticks: Ceiling['contract']['ticks']; readonly worstPrice: Price },
): Price {
  const exact = { numerator: worstPrice, denominator: 1n };
  if (side === 'BUY') {
    const most = toTick(ticks, exact, 'floor');
    return limit < most ? limit : most;
  }
  const least = toTick(ticks, exact, 'ceil');
  return limit > least ? limit : least;
}
