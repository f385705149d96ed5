import type { Contract } from '../core/account/contract.ts';
import type { RateQuote } from '../core/account/fx-market.ts';
import type { MarketHours } from '../core/account/market-hours.ts';
import type { Quote } from '../core/account/quote.ts';
import type { OrderTicket } from '../core/orders/ticket.ts';
import type { Algo } from '../core/settings.ts';
import { asPrice, type Price } from '../core/units/price.ts';
import { asRate, type Rate } from '../core/units/rate.ts';
import { divide } from '../core/units/rounding.ts';
import type { Contract as EngineContract } from '../../simulator/engine/contract.ts';
import type { OrderTicket as EngineTicket } from '../../simulator/engine/order.ts';
import { asPrice as enginePrice, type Price as EnginePrice } from '../../simulator/engine/price.ts';
import type { Quote as EngineQuote } from '../../simulator/engine/quote.ts';
import type { EngineSetup } from '../../simulator/engine/setup.ts';

/** The engine counts prices in 1e-5; what is finer than 1e-4 is rounded to the nearest. */
export function priceOf(price: EnginePrice): Price {
  return asPrice(divide(price, 10n, 'halfAway'));
}

const LONG_AGO = Date.UTC(2000, 0, 1);
const LONG_HENCE = Date.UTC(2100, 0, 1);
const ALL_TIME = [{ opens: LONG_AGO, closes: LONG_HENCE }];
/** The engine is to be set up with markets that never close: no session is told of. */
const ALWAYS: MarketHours = {
  timeZone: 'America/New_York',
  knownFrom: LONG_AGO,
  knownUntil: LONG_HENCE,
  regular: ALL_TIME,
  extended: ALL_TIME,
};

/** A contract with its price grid, as the port describes it. */
export function contractOf(contract: EngineContract, { marketRules }: EngineSetup): Contract {
  const { symbol, conId, primaryExchange, currency, name, stockType, marketRule } = contract;
  const rule = marketRules.get(marketRule) ?? [];
  const ticks = rule.map(({ lowEdge, increment }) => ({
    from: priceOf(lowEdge),
    increment: priceOf(increment),
  }));
  return {
    symbol,
    conId,
    exchange: 'SMART',
    primaryExchange,
    currency,
    name,
    stockType,
    ticks,
    hours: ALWAYS,
  };
}

/** Live prices only: of a line without them every price is undefined. */
export function quoteOf(quote: EngineQuote, aliveAt: number): Quote {
  const live = (price: EnginePrice | null): Price | undefined =>
    price === null || quote.data !== 'live' ? undefined : priceOf(price);
  return {
    bid: live(quote.bid),
    ask: live(quote.ask),
    last: live(quote.last),
    close: live(quote.close),
    halted: quote.halted !== 'no',
    aliveAt,
  };
}

/** The same of a pair of currencies, whose rates are exact. */
export function rateQuoteOf(quote: EngineQuote, aliveAt: number): RateQuote {
  const live = (price: EnginePrice | null): Rate | undefined =>
    price === null || quote.data !== 'live' ? undefined : asRate(price * 10n);
  return { bid: live(quote.bid), ask: live(quote.ask), aliveAt };
}

/** An order as the broker adapter sends it: DAY, regular hours, transmitted. */
export function ticketFor(clientId: number, orderId: number, ticket: OrderTicket): EngineTicket {
  const { contract, side, quantity, accountId, orderRef } = ticket;
  const { conId, symbol, currency, exchange } = contract;
  const limitPrice = limitOf(ticket);
  const algo = ticket.kind === 'shares' ? ticket.algo : undefined;
  const plain = limitPrice === null ? 'MKT' : 'LMT';
  return {
    clientId,
    orderId,
    contract: {
      conId,
      symbol,
      secType: ticket.kind === 'conversion' ? 'CASH' : 'STK',
      exchange,
      primaryExchange: '',
      currency,
      localSymbol: '',
      tradingClass: '',
    },
    account: accountId,
    action: side,
    quantity,
    orderType: algo?.kind === 'midprice' ? 'MIDPRICE' : plain,
    limitPrice,
    stopPrice: null,
    algo: algo?.kind === 'adaptive' ? adaptive(algo) : null,
    timeInForce: 'DAY',
    outsideRth: false,
    orderRef,
    transmit: true,
    whatIf: false,
  };
}

/** The broker writes its priorities with a capital. */
function adaptive({ priority }: Extract<Algo, { kind: 'adaptive' }>): EngineTicket['algo'] {
  const value = { normal: 'Normal', patient: 'Patient', urgent: 'Urgent' }[priority];
  return { strategy: 'Adaptive', params: [['adaptivePriority', value]] };
}

function limitOf(ticket: OrderTicket): EngineTicket['limitPrice'] {
  if (ticket.limit === undefined) return null;
  if (ticket.kind === 'shares') return enginePrice(ticket.limit * 10n);
  return ticket.limit % 10n === 0n ? enginePrice(ticket.limit / 10n) : 'too-fine';
}
