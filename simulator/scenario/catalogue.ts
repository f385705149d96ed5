import { asPrice, price, type Price } from '../engine/price.ts';
import { wholeShares } from '../../src/core/units/shares.ts';
import type { Contract, MarketRule } from '../engine/contract.ts';
import type { Quote } from '../engine/quote.ts';
import { listedFunds, type ListedFund } from './us-etfs.ts';

export interface Listing {
  readonly contract: Contract;
  readonly quote: Quote;
}

/** Pairs of currencies: the rule number that was seen at USD.CAD. */
export const FX_RULE = 239;

/** US stocks from one dollar upward, in cents: the broker's own rule number. */
export const CENT_RULE = 26;

/** A grid of hundredths of a cent below one dollar; the number is the simulator's own. */
export const SUB_DOLLAR_RULE = 90_001;

export const builtInMarketRules: ReadonlyMap<number, MarketRule> = new Map([
  [FX_RULE, [{ lowEdge: price('0'), increment: price('0.00005') }]],
  [CENT_RULE, [{ lowEdge: price('0'), increment: price('0.01') }]],
  [
    SUB_DOLLAR_RULE,
    [
      { lowEdge: price('0'), increment: price('0.0001') },
      { lowEdge: price('1'), increment: price('0.01') },
    ],
  ],
]);

const CENT = price('0.01');

/** The built-in contracts, each with a quote around its usual price. */
export function builtInListings(): readonly Listing[] {
  return listedFunds.map((fund) => ({
    contract: {
      conId: fund.conId,
      secType: 'STK',
      symbol: fund.symbol,
      localSymbol: fund.symbol,
      name: fund.name,
      primaryExchange: fund.exchange,
      stockType: fund.stockType,
      currency: 'USD',
      tradingClass: fund.exchange === 'NASDAQ' ? 'NMS' : fund.symbol,
      marketRule: CENT_RULE,
      multiplier: 1n,
      option: null,
    },
    quote: quoteAround(fund),
  }));
}

function quoteAround({ price: middle, spreadCents }: ListedFund): Quote {
  const cents = BigInt(spreadCents);
  // Of an odd number of cents the bid side gets the smaller half, so that both stay on the grid.
  const bid = asPrice(price(middle) - (cents / 2n) * CENT);
  return twoSided(bid, asPrice(bid + cents * CENT));
}

/** A quote of which only bid and ask are known: it last traded at the bid, now and yesterday. */
export function twoSided(bid: Price, ask: Price): Quote {
  return {
    bid,
    ask,
    last: bid,
    close: bid,
    bidSize: wholeShares(1_200n),
    askSize: wholeShares(900n),
    lastSize: wholeShares(100n),
    halted: 'no',
    data: 'live',
  };
}

/** No price at all, for a contract that a scenario adds without quoting it. */
export const unquoted: Quote = {
  bid: null,
  ask: null,
  last: null,
  close: null,
  bidSize: wholeShares(0n),
  askSize: wholeShares(0n),
  lastSize: wholeShares(0n),
  halted: 'no',
  data: 'live',
};
