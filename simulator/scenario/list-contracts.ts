import { divide } from '../../src/core/units/rounding.ts';
import { asPrice, price, type Price } from '../engine/price.ts';
import { finestIncrement, incrementAt, type MarketRule } from '../engine/contract.ts';
import type { DataState, Quote } from '../engine/quote.ts';
import { builtInListings, builtInMarketRules, CENT_RULE, unquoted } from './catalogue.ts';
import type { Listing } from './catalogue.ts';
import { usdCad } from './usd-cad.ts';
import type { ScenarioProblem } from './scenario.ts';
import type { GatewayPart } from './schema.ts';

/** Numbers for contracts that a scenario adds without one. */
const FIRST_ADDED_CON_ID = 910_000_001;

export interface Market {
  readonly listings: readonly Listing[];
  readonly rules: ReadonlyMap<number, MarketRule>;
  readonly problems: readonly ScenarioProblem[];
}

/** The built-in catalogue with the scenario's rules, contracts and quotes laid over it. */
export function listContracts(gateway: GatewayPart): Market {
  const problems: ScenarioProblem[] = [];
  const rules = new Map(builtInMarketRules);
  for (const [id, steps] of Object.entries(gateway.market_rules)) {
    const where = `gateway.market_rules.${id}`;
    if (!/^\d+$/.test(id)) problems.push({ where, what: 'the rule must be called by a number' });
    if (steps[0]?.low_edge !== 0n) problems.push({ where, what: 'the first low_edge must be 0' });
    if (steps.some(({ increment }) => increment === 0n)) {
      problems.push({ where, what: 'an increment must be above 0' });
    }
    rules.set(
      Number(id),
      steps.map((step) => ({ lowEdge: step.low_edge, increment: step.increment })),
    );
  }
  const listings = [...builtInListings(), usdCad(gateway.exchange_rates.CAD)];
  for (const [at, written] of gateway.contracts.entries()) {
    const complain = (what: string): void => {
      problems.push({ where: `gateway.contracts[${at}]`, what });
    };
    addContract({ ...written, own_id: FIRST_ADDED_CON_ID + at }, { listings, rules, complain });
  }
  showAll(listings, gateway.market_data.state);
  for (const [name, written] of Object.entries(gateway.quotes)) {
    const index = findListing(listings, name);
    const listing = listings[index];
    if (listing === undefined) {
      problems.push({ where: `gateway.quotes.${name}`, what: 'no contract is called that' });
      continue;
    }
    const quote = overlay(
      listing,
      typeof written === 'object' ? written : around(written, listing, rules),
    );
    if (quote.bid !== null && quote.ask !== null && quote.bid > quote.ask) {
      problems.push({ where: `gateway.quotes.${name}`, what: 'the bid is above the ask' });
    }
    listings[index] = { ...listing, quote };
  }
  return { listings, rules, problems };
}

/** What clients get of every quote, unless its own says otherwise. */
function showAll(listings: Listing[], data: DataState | undefined): void {
  if (data === undefined) return;
  for (const [at, listing] of listings.entries()) {
    listings[at] = { ...listing, quote: { ...listing.quote, data } };
  }
}

/** The symbol of a stock; of an option the one that exchanges use: `AAPL  270115C00200000`. */
function localSymbolOf({ symbol, option }: GatewayPart['contracts'][number]): string {
  if (option === undefined) return symbol;
  const mills = divide(option.strike * 1_000n, price('1'), 'halfAway');
  const { expiry, right } = option;
  return `${symbol.padEnd(6)}${expiry.slice(2)}${right}${String(mills).padStart(8, '0')}`;
}

/** Where a contract stands that is called by its local symbol, or by its conId in digits. */
function findListing(listings: readonly Listing[], name: string): number {
  const bySymbol = listings.findIndex(({ contract }) => contract.localSymbol === name);
  if (bySymbol >= 0) return bySymbol;
  return listings.findIndex(({ contract }) => String(contract.conId) === name);
}

interface AddParts {
  readonly listings: Listing[];
  readonly rules: ReadonlyMap<number, MarketRule>;
  readonly complain: (what: string) => void;
}

type WrittenContract = GatewayPart['contracts'][number] & {
  /** The conId of a new contract that is written without one: by its place in the file. */
  readonly own_id: number;
};

function addContract(written: WrittenContract, { listings, rules, complain }: AddParts): void {
  const localSymbol = localSymbolOf(written);
  const index = listings.findIndex(({ contract }) =>
    written.con_id === undefined
      ? contract.localSymbol === localSymbol
      : contract.conId === written.con_id,
  );
  const before = listings[index];
  const old = before?.contract;
  if (old?.secType === 'CASH') {
    complain('a pair of currencies is as it is: only its quote can be changed');
    return;
  }
  const marketRule = written.market_rule ?? old?.marketRule ?? CENT_RULE;
  const rule = rules.get(marketRule);
  if (rule === undefined) complain(`market_rule ${marketRule} is not known`);
  else if (written.min_tick !== undefined && written.min_tick !== finestIncrement(rule)) {
    complain(`min_tick must be the finest step of market_rule ${marketRule}`);
  }
  const contract = {
    conId: written.con_id ?? old?.conId ?? written.own_id,
    secType: written.option === undefined ? 'STK' : 'OPT',
    symbol: written.symbol,
    localSymbol,
    name: written.name ?? old?.name ?? written.symbol,
    primaryExchange: written.exchange ?? old?.primaryExchange ?? 'ARCA',
    stockType: written.option === undefined ? (written.stock_type ?? old?.stockType ?? 'ETF') : '',
    currency: written.currency ?? old?.currency ?? 'USD',
    tradingClass: written.trading_class ?? old?.tradingClass ?? written.symbol,
    marketRule,
    multiplier: BigInt(written.option?.multiplier ?? 1),
    option: written.option ?? null,
  } as const;
  const listing = { contract, quote: before?.quote ?? unquoted };
  if (before === undefined) listings.push(listing);
  else listings[index] = listing;
}

type QuoteParts = Exclude<GatewayPart['quotes'][string], Price>;

/** A quote a tick wide on each side of the price at which it last traded. */
function around(
  last: Price,
  { contract }: Listing,
  rules: ReadonlyMap<number, MarketRule>,
): QuoteParts {
  const tick = incrementAt(rules.get(contract.marketRule) ?? [], last);
  const trades = contract.secType === 'CASH' ? {} : { last };
  return { bid: asPrice(last - tick), ask: asPrice(last + tick), close: last, ...trades };
}

function overlay({ quote, contract }: Listing, written: QuoteParts): Quote {
  // What is written replaces, null too; what is left out stays, save that a last and a close of
  // another price level would make no sense beside a new bid.
  const moved = written.bid !== undefined || written.ask !== undefined;
  const fallback = written.bid ?? written.ask ?? null;
  const lastMoved = moved && contract.secType !== 'CASH';
  return {
    bid: written.bid === undefined ? quote.bid : written.bid,
    ask: written.ask === undefined ? quote.ask : written.ask,
    last: written.last === undefined ? (lastMoved ? fallback : quote.last) : written.last,
    close: written.close === undefined ? (moved ? fallback : quote.close) : written.close,
    bidSize: written.bid_size ?? quote.bidSize,
    askSize: written.ask_size ?? quote.askSize,
    lastSize: written.last_size ?? quote.lastSize,
    halted: written.halted ?? quote.halted,
    data: written.data ?? quote.data,
  };
}
