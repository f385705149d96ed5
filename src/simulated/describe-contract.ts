import type { Contract } from '../core/account/contract.ts';
import type { RateQuote } from '../core/account/fx-market.ts';
import type { MarketHours } from '../core/account/market-hours.ts';
import { readHours } from '../core/account/read-hours.ts';
import type { Quote } from '../core/account/quote.ts';
import type { OrderTicket } from '../core/orders/ticket.ts';
import type { Algo } from '../core/settings.ts';
import { asPrice, type Price } from '../core/units/price.ts';
import type { ContractQuery } from '../ports.ts';
import { asRate, type Rate } from '../core/units/rate.ts';
import { divide } from '../core/units/rounding.ts';
import type {
  Contract as EngineContract,
  ContractSearch,
} from '../../simulator/engine/contract.ts';
import type { Engine } from '../../simulator/engine/engine.ts';
import type { OrderTicket as EngineTicket } from '../../simulator/engine/order.ts';
import { asPrice as enginePrice, type Price as EnginePrice } from '../../simulator/engine/price.ts';
import type { Quote as EngineQuote } from '../../simulator/engine/quote.ts';

/** The engine counts prices in 1e-5; what is finer than 1e-4 is rounded to the nearest. */
export function priceOf(price: EnginePrice): Price {
  return asPrice(divide(price, 10n, 'halfAway'));
}

const LONG_AGO = Date.UTC(2000, 0, 1);
const LONG_HENCE = Date.UTC(2100, 0, 1);
const ALL_TIME = [{ opens: LONG_AGO, closes: LONG_HENCE }];
/** Markets that never close: no session is told of, whatever the day. */
const ALWAYS: MarketHours = {
  timeZone: 'America/New_York',
  knownFrom: LONG_AGO,
  knownUntil: LONG_HENCE,
  regular: ALL_TIME,
  extended: ALL_TIME,
};

/** The hours of a contract from now on, by the list that a gateway would write. */
function hoursOf(
  contract: EngineContract,
  { hours, setup, clock }: Engine,
): MarketHours | undefined {
  if (setup.hours === 'always') return ALWAYS;
  const { trading, liquid } = hours.describe(contract, clock.now());
  return readHours({ timeZoneId: 'US/Eastern', tradingHours: trading, liquidHours: liquid });
}

/** A contract with its price grid, as the port describes it. */
export function contractOf(contract: EngineContract, engine: Engine): Contract {
  const { marketRules } = engine.setup;
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
    hours: hoursOf(contract, engine),
  };
}

/**
 * Live prices only: of a line without them every price is undefined, and of a market that is closed
 * bid and ask are.
 */
export function quoteOf(quote: EngineQuote, isOpen: boolean, aliveAt: number): Quote {
  const { data } = quote;
  const shown = (price: EnginePrice | null, isShown: boolean): Price | undefined =>
    price === null || !isShown ? undefined : priceOf(price);
  const market = (data === 'live' && isOpen) || data === 'part';
  const trades = data === 'live' || data === 'frozen';
  return {
    bid: shown(quote.bid, market),
    ask: shown(quote.ask, market),
    last: shown(quote.last, trades),
    close: shown(quote.close, trades),
    halted: quote.halted !== 'no',
    aliveAt,
  };
}

/** The same of a pair of currencies, whose rates are exact. */
export function rateQuoteOf(quote: EngineQuote, isOpen: boolean, aliveAt: number): RateQuote {
  const live = (price: EnginePrice | null): Rate | undefined =>
    price === null || quote.data !== 'live' || !isOpen ? undefined : asRate(price * 10n);
  return { bid: live(quote.bid), ask: live(quote.ask), aliveAt };
}

/** A symbol as the broker adapter asks for it: a stock in US dollars, on SMART unless overridden. */
export function searchFor({ symbol, override }: ContractQuery): ContractSearch {
  const nothing = { conId: 0, symbol: '', secType: '', primaryExchange: '', currency: '' };
  const search = { ...nothing, exchange: 'SMART', localSymbol: '', tradingClass: '' };
  if (override?.kind === 'conId') return { ...search, conId: override.conId };
  const primaryExchange =
    override === undefined || override.exchange === 'SMART' ? '' : override.exchange;
  return { ...search, symbol, secType: 'STK', currency: 'USD', primaryExchange };
}

/** Who sends an order, and whether plain limits may trade outside regular hours. */
export interface Sender {
  readonly clientId: number;
  readonly outsideRth: (accountId: string) => boolean;
}

/** An order as the broker adapter sends it: DAY and transmitted. */
export function ticketFor(
  { clientId, outsideRth }: Sender,
  orderId: number,
  ticket: OrderTicket,
): EngineTicket {
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
    outsideRth:
      ticket.kind === 'shares' &&
      limitPrice !== null &&
      algo === undefined &&
      outsideRth(accountId),
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
