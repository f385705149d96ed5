import { assert } from '../../src/core/units/assert.ts';
import type { Price } from './price.ts';
import { currencies, type Currency } from './money.ts';

/** Stocks and funds, pairs of currencies, and options, which can be held and not traded. */
export type SecType = 'STK' | 'CASH' | 'OPT';

/** Something that can be traded here. */
export interface Contract {
  readonly conId: number;
  readonly secType: SecType;
  /** Of a pair the currency that is bought: `USD` of USD.CAD, which is priced in CAD. */
  readonly symbol: string;
  /** The symbol of a stock, `USD.CAD` of a pair. */
  readonly localSymbol: string;
  readonly name: string;
  readonly primaryExchange: string;
  readonly stockType: string;
  readonly currency: Currency;
  readonly tradingClass: string;
  readonly marketRule: number;
  /** How many times its price one unit is worth: 1, of most options 100. */
  readonly multiplier: bigint;
  /** Null for all but options. */
  readonly option: OptionTerms | null;
}

/** What an option is about. */
export interface OptionTerms {
  /** `20270115` */
  readonly expiry: string;
  readonly strike: Price;
  readonly right: 'C' | 'P';
}

/** The price grid from some price upward. */
export interface TickStep {
  readonly lowEdge: Price;
  readonly increment: Price;
}

/** A market rule: steps from the lowest edge, which is 0, to the highest. */
export type MarketRule = readonly TickStep[];

/** The grid that holds at a price. */
export function incrementAt(rule: MarketRule, price: Price): Price {
  const step = rule.findLast(({ lowEdge }) => price >= lowEdge) ?? rule[0];
  assert(step !== undefined, 'a market rule has at least one step');
  return step.increment;
}

/** The finest grid of a rule: what the contract's details call its minTick. */
export function finestIncrement(rule: MarketRule): Price {
  const [first, ...rest] = rule.map(({ increment }) => increment);
  assert(first !== undefined, 'a market rule has at least one step');
  return rest.reduce((least, increment) => (increment < least ? increment : least), first);
}

/** What a search for contracts may give; what is 0 or empty is not asked about. */
export interface ContractSearch {
  readonly conId: number;
  readonly symbol: string;
  readonly secType: string;
  readonly exchange: string;
  readonly primaryExchange: string;
  readonly currency: string;
  readonly localSymbol: string;
  readonly tradingClass: string;
}

/** All contracts that fit the search. Nothing fits a search that names neither conId nor symbol. */
export function findContracts(
  contracts: readonly Contract[],
  search: ContractSearch,
): readonly Contract[] {
  const symbol = search.symbol || search.localSymbol;
  if (!(search.conId > 0) && symbol === '') return [];
  const asked = inCapitals(search);
  return contracts.filter(
    (contract) =>
      (asked.conId > 0 ? contract.conId === asked.conId : asked.secType !== '') &&
      fits(asked.symbol, contract.symbol) &&
      fits(asked.localSymbol, contract.localSymbol) &&
      fits(asked.secType, contract.secType) &&
      fits(asked.currency, contract.currency) &&
      fits(asked.tradingClass, contract.tradingClass) &&
      fitsExchange(search.primaryExchange, contract) &&
      fitsExchange(search.exchange, contract),
  );
}

function inCapitals(search: ContractSearch): ContractSearch {
  return {
    ...search,
    symbol: search.symbol.toUpperCase(),
    localSymbol: search.localSymbol.toUpperCase(),
    secType: search.secType.toUpperCase(),
    currency: search.currency.toUpperCase(),
    tradingClass: search.tradingClass.toUpperCase(),
  };
}

/** `asked` is in capitals. */
function fits(asked: string, actual: string): boolean {
  return asked === '' || asked === actual || asked === actual.toUpperCase();
}

function fitsExchange(asked: string, contract: Contract): boolean {
  // Currencies are not routed: they trade on their own exchange and nowhere else.
  if (asked === '' || (asked === 'SMART' && contract.secType !== 'CASH')) return true;
  // Older installations call NASDAQ by its former name.
  const name = asked === 'ISLAND' ? 'NASDAQ' : asked;
  return name === contract.primaryExchange;
}

/** The currency that a pair's quantity counts: US dollars of USD.CAD. */
export function tradedCurrency(pair: Contract): Currency {
  const currency = currencies.find((name) => name === pair.symbol);
  assert(pair.secType === 'CASH' && currency !== undefined, `${pair.localSymbol} is a pair`);
  return currency;
}
