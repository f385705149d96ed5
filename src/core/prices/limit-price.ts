/*
 * The limit price (PLANNING A.11). With f the offset fraction, cap the largest offset from the
 * middle, fl / ce the next tick below / above, and the nearest tick with a tie toward the far side:
 *
 *     BUY  = min( nearest(mid + f * spread), fl(mid * (1 + cap)), fl(ask) )
 *     SELL = max( nearest(mid - f * spread), ce(mid * (1 - cap)), ce(bid) )
 *
 * That is the spread-aware style. The static style has no first term: it starts at the cap. Every
 * term lies on the grid, so the result does, and it never passes the far side or the cap.
 * Example: 100.00 x 100.10, f = 0.25, cap = 10 bps. mid = 100.05, mid + f * spread = 100.075,
 * nearest = 100.08 (the tie goes up), fl(mid * 1.001) = 100.15, so BUY = 100.08, SELL = 100.02.
 * Rounding a buy down instead would rest at the bid of every one-cent market and never fill.
 *
 * The middle may fall between two units of price, so all of it is computed with twice the middle.
 */
import type { TickLadder } from '../account/contract.ts';
import { marketOf, twiceMiddle, type Market, type Quote } from '../account/quote.ts';
import type { LimitSettings } from '../settings.ts';
import { greater, lesser } from '../units/bounds.ts';
import { asPrice, type Price } from '../units/price.ts';
import { ONE, type Ratio } from '../units/ratio.ts';
import { toTick } from './ticks.ts';

export type Side = 'BUY' | 'SELL';

/** Something about the market that a person would want to know beside the price. */
export type PriceNote = 'wide-spread' | 'locked' | 'crossed-to-far-side' | 'unusable-quote';

export type PricedOrder =
  | { readonly kind: 'limit'; readonly limit: Price; readonly notes: readonly PriceNote[] }
  | { readonly kind: 'market'; readonly notes: readonly PriceNote[] }
  /** No order can be priced: nothing is sent for this line. */
  | { readonly kind: 'denied'; readonly reason: 'no-market' | 'halted' };

/** How an order of this side would be sent against this quote now. */
export function priceOrder(
  side: Side,
  quote: Quote,
  ticks: TickLadder,
  settings: LimitSettings,
): PricedOrder {
  if (settings.style === 'off') {
    return quote.halted ? { kind: 'denied', reason: 'halted' } : { kind: 'market', notes: [] };
  }
  const market = marketOf(quote);
  if (market === undefined) {
    const allowed = settings.escalateAction === 'market' && !quote.halted;
    return allowed
      ? { kind: 'market', notes: ['unusable-quote'] }
      : { kind: 'denied', reason: 'no-market' };
  }
  if (market.bid === market.ask) {
    const limit = toTick(ticks, whole(market.bid), side === 'BUY' ? 'floor' : 'ceil');
    return { kind: 'limit', limit, notes: ['locked'] };
  }
  if (!isWide(market, settings)) {
    return { kind: 'limit', limit: startingLimit(side, market, ticks, settings), notes: [] };
  }
  switch (settings.escalateAction) {
    case 'keep': {
      const limit = startingLimit(side, market, ticks, settings);
      return { kind: 'limit', limit, notes: ['wide-spread'] };
    }
    case 'cross': {
      const limit = farSide(side, market, ticks);
      return { kind: 'limit', limit, notes: ['wide-spread', 'crossed-to-far-side'] };
    }
    case 'market':
      return quote.halted
        ? { kind: 'denied', reason: 'halted' }
        : { kind: 'market', notes: ['wide-spread'] };
  }
}

/** An order that takes the far side whatever its offset and cap say: what `cross` asks for. */
export function crossOrder(side: Side, quote: Quote, ticks: TickLadder): PricedOrder {
  const market = marketOf(quote);
  if (market === undefined) return { kind: 'denied', reason: 'no-market' };
  return { kind: 'limit', limit: farSide(side, market, ticks), notes: ['crossed-to-far-side'] };
}

/**
 * The order with its limit no further past the middle than the collar, whatever style, offset or
 * escalation asked for. A limit on the passive side of the middle harms nobody and stays.
 */
export function insideCollar(
  side: Side,
  order: PricedOrder,
  {
    quote,
    ticks,
    collar,
  }: { readonly quote: Quote; readonly ticks: TickLadder; readonly collar: Ratio },
): PricedOrder {
  const market = marketOf(quote);
  if (order.kind !== 'limit' || market === undefined) return order;
  const factor = side === 'BUY' ? ONE + collar : ONE - collar;
  const exact = { numerator: twiceMiddle(market) * factor, denominator: 2n * ONE };
  const worst = toTick(ticks, exact, side === 'BUY' ? 'floor' : 'ceil');
  const isInside = side === 'BUY' ? order.limit <= worst : order.limit >= worst;
  if (isInside) return order;
  return {
    ...order,
    limit: worst,
    notes: order.notes.filter((note) => note !== 'crossed-to-far-side'),
  };
}

/** Where a limit starts: by the style, never past the cap, nor past the far side when that counts. */
function startingLimit(
  side: Side,
  market: Market,
  ticks: TickLadder,
  settings: LimitSettings,
): Price {
  const twiceMid = twiceMiddle(market);
  const spread = market.ask - market.bid;
  const exactly = (numerator: bigint): { numerator: bigint; denominator: bigint } => ({
    numerator,
    denominator: 2n * ONE,
  });
  const spreadAware = settings.style === 'spread_aware';
  if (side === 'BUY') {
    const terms = [toTick(ticks, exactly(twiceMid * (ONE + settings.maxOffset)), 'floor')];
    const passive = exactly(twiceMid * ONE + 2n * settings.buyOffset * spread);
    if (spreadAware) terms.push(toTick(ticks, passive, 'halfUp'));
    if (settings.capAtFarSide) terms.push(farSide(side, market, ticks));
    return terms.reduce((lowest, term) => lesser(lowest, term));
  }
  const terms = [toTick(ticks, exactly(twiceMid * (ONE - settings.maxOffset)), 'ceil')];
  const passive = exactly(twiceMid * ONE - 2n * settings.sellOffset * spread);
  if (spreadAware) terms.push(toTick(ticks, passive, 'halfDown'));
  if (settings.capAtFarSide) terms.push(farSide(side, market, ticks));
  return terms.reduce((highest, term) => greater(highest, term));
}

/** The ask for a buy, the bid for a sell, on the grid and never past the market. */
function farSide(side: Side, market: Market, ticks: TickLadder): Price {
  return side === 'BUY'
    ? toTick(ticks, whole(market.ask), 'floor')
    : toTick(ticks, whole(market.bid), 'ceil');
}

/** Whether spread / mid is greater than the setting. */
function isWide(market: Market, settings: LimitSettings): boolean {
  return (market.ask - market.bid) * 2n * ONE > settings.wideSpread * twiceMiddle(market);
}

function whole(at: Price): { numerator: bigint; denominator: bigint } {
  return { numerator: asPrice(at), denominator: 1n };
}
