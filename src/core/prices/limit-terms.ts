/*
 * The terms of a limit price with their numbers, for people who ask why it is what it is. Written a
 * second time from PLANNING A.11 and not shared with `priceOrder`: a test holds that both come to
 * the same price on random markets, so an explanation can be believed.
 */
import type { TickLadder } from '../account/contract.ts';
import { marketOf, twiceMiddle, type Quote } from '../account/quote.ts';
import type { LimitSettings } from '../settings.ts';
import type { Price } from '../units/price.ts';
import { ONE, type Ratio } from '../units/ratio.ts';
import type { Rounding } from '../units/rounding.ts';
import type { Side } from './limit-price.ts';
import { toTick } from './ticks.ts';

/** The price `numerator / denominator`, in units of `Price`. */
export interface ExactPrice {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** One bound of a limit, before and after it is put on the price grid. */
export interface LimitTerm {
  readonly kind: 'offset' | 'cap' | 'far-side' | 'locked' | 'collar';
  readonly exact: ExactPrice;
  readonly limit: Price;
}

/**
 * Every term that bounds a limit of this side: a buy gets the lowest, a sell the highest. None when
 * the market is not two-sided, so that no limit can be priced.
 */
export function limitTerms(
  side: Side,
  quote: Quote,
  ticks: TickLadder,
  { limits, collar }: { readonly limits: LimitSettings; readonly collar: Ratio },
): readonly LimitTerm[] {
  const market = marketOf(quote);
  if (market === undefined) return [];
  const isBuy = side === 'BUY';
  const twiceMid = twiceMiddle(market);
  const spread = market.ask - market.bid;
  const inward: Rounding = isBuy ? 'floor' : 'ceil';
  const term = (
    kind: LimitTerm['kind'],
    exact: ExactPrice,
    rounding: Rounding = inward,
  ): LimitTerm => ({
    kind,
    exact,
    limit: toTick(ticks, exact, rounding),
  });
  const fromMid = (share: Ratio): ExactPrice => ({
    numerator: twiceMid * (isBuy ? ONE + share : ONE - share),
    denominator: 2n * ONE,
  });
  const far = term('far-side', { numerator: isBuy ? market.ask : market.bid, denominator: 1n });
  const worst = term('collar', fromMid(collar));
  if (spread === 0n) return [{ ...far, kind: 'locked' }, worst];
  const wide = spread * 2n * ONE > limits.wideSpread * twiceMid;
  if (wide && limits.escalateAction === 'cross') return [far, worst];

  const offset = 2n * (isBuy ? limits.buyOffset : limits.sellOffset) * spread;
  const start: ExactPrice = {
    numerator: twiceMid * ONE + (isBuy ? offset : 0n - offset),
    denominator: 2n * ONE,
  };
  return [
    ...(limits.style === 'spread_aware'
      ? [term('offset', start, isBuy ? 'halfUp' : 'halfDown')]
      : []),
    term('cap', fromMid(limits.maxOffset)),
    ...(limits.capAtFarSide ? [far] : []),
    worst,
  ];
}

/** The term that decides: the first of the lowest for a buy, of the highest for a sell. */
export function decidingTerm(side: Side, terms: readonly LimitTerm[]): LimitTerm | undefined {
  return terms.reduce<LimitTerm | undefined>((best, each) => {
    if (best === undefined) return each;
    const tighter = side === 'BUY' ? each.limit < best.limit : each.limit > best.limit;
    return tighter ? each : best;
  }, undefined);
}
