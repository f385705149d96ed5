import { divide, roundToMultiple } from '../../src/core/units/rounding.ts';
import { wholeShares } from '../../src/core/units/shares.ts';
import type { Contract } from '../engine/contract.ts';
import { asMoney, RATE_ONE, type Money } from '../engine/money.ts';
import { asPrice, price, type Price } from '../engine/price.ts';
import { markPrice, type Quote } from '../engine/quote.ts';
import { FX_RULE, type Listing } from './catalogue.ts';

/** One Canadian dollar in US dollars when the scenario does not say. */
export const USUAL_CAD = asMoney(73_000_000n);

const ONE = price('1');
const TICK = price('0.00005');

const contract: Contract = {
  conId: 15_016_062,
  secType: 'CASH',
  symbol: 'USD',
  localSymbol: 'USD.CAD',
  name: 'United States dollar',
  primaryExchange: 'IDEALPRO',
  stockType: '',
  currency: 'CAD',
  tradingClass: 'USD.CAD',
  marketRule: FX_RULE,
  multiplier: 1n,
  option: null,
};

/** The pair of US and Canadian dollars, quoted one tick wide around what a CAD is worth in USD. */
export function usdCad(cad: Money = USUAL_CAD): Listing {
  const middle = cad === 0n ? ONE : divide(ONE * RATE_ONE, cad, 'floor');
  const bid = asPrice(roundToMultiple(middle, TICK, 'floor'));
  return { contract, quote: twoSided(bid, asPrice(bid + TICK)) };
}

/** What one CAD is worth in USD by a quote of the pair, to the nearest 1e-8. */
export function cadInUsd(quote: Quote): Money {
  const middle = markPrice(quote);
  return middle === 0n ? USUAL_CAD : asMoney(divide(ONE * RATE_ONE, middle, 'halfAway'));
}

/** Currencies have no last trade. */
function twoSided(bid: Price, ask: Price): Quote {
  return {
    bid,
    ask,
    last: null,
    close: bid,
    bidSize: wholeShares(1_000_000n),
    askSize: wholeShares(1_000_000n),
    lastSize: wholeShares(0n),
    halted: 'no',
    data: 'live',
  };
}
