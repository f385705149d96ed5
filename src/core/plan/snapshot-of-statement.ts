import type { Contract } from '../account/contract.ts';
import type { FxMarket } from '../account/fx-market.ts';
import type { Quote } from '../account/quote.ts';
import type { Position, Snapshot } from '../account/snapshot.ts';
import type { StatedPosition, Statement } from '../account/statement.ts';
import { valuePrice } from '../prices/valuation.ts';
import type { PriceSource } from '../settings.ts';
import { price } from '../units/price.ts';
import { valueOf } from '../units/shares.ts';
import type { TargetWeights } from './blend-targets.ts';

/** The name of every contract that only a file speaks of. */
export const UNCHECKED = 'not checked with the broker';

/** What is not in the files of a statement and has to come from elsewhere. */
export interface StatementFacts {
  readonly accountId: string;
  /** When the statement was made, ms since 1970: its prices are as old as it is. */
  readonly takenAt: number;
  readonly priceSources: readonly PriceSource[];
  /** Undefined while fx is off; otherwise whether its market is open. */
  readonly fxOpen: boolean | undefined;
}

/**
 * The snapshot that a statement stands for. No broker was asked, so a contract is its symbol: an
 * ETF in whole cents, with an id below zero that no contract of the broker has, and without hours.
 */
export function snapshotOfStatement(
  statement: Statement,
  targets: TargetWeights,
  facts: StatementFacts,
): Snapshot {
  const { accountId, takenAt, priceSources, fxOpen } = facts;
  const etfs = statement.positions.filter(({ kind }) => kind === 'etf');
  const symbols = [...new Set([...targets.weights.keys(), ...etfs.map(({ symbol }) => symbol)])];
  const contracts = new Map(symbols.sort().map((symbol, at) => [symbol, stated(symbol, at)]));
  const quotes = new Map<number, Quote>();
  for (const { symbol, conId } of contracts.values()) {
    const prices = statement.prices.get(symbol);
    if (prices !== undefined) quotes.set(conId, { ...prices, halted: false, aliveAt: takenAt });
  }
  const positions = statement.positions.map((position, at): Position => {
    const contract = position.kind === 'etf' ? contracts.get(position.symbol) : undefined;
    if (contract === undefined) return otherPosition(position, contracts.size + at);
    const quote = quotes.get(contract.conId);
    const valuation = quote && valuePrice(quote, priceSources);
    const { symbol, quantity } = position;
    return {
      ...{ conId: contract.conId, symbol, secType: 'STK', currency: 'USD', quantity },
      marketPrice: undefined,
      marketValue: valuation && valueOf(quantity, valuation.price),
    };
  });
  const unlisted = [...contracts.values()].filter(({ symbol }) => !targets.weights.has(symbol));
  return {
    takenAt,
    account: {
      accountId,
      cash: statement.cash,
      otherCash: statement.otherCash,
      brokerNetLiq: undefined,
      netLiquidation: undefined,
      excessLiquidity: undefined,
      availableFunds: undefined,
      positions,
    },
    openOrders: [],
    listed: new Map([...contracts].filter(([symbol]) => targets.weights.has(symbol))),
    unlisted: new Map(unlisted.map((contract) => [contract.conId, contract])),
    quotes,
    fx: fxOpen === undefined ? undefined : fxMarket(statement, takenAt, fxOpen),
  };
}

function stated(symbol: string, at: number): Contract {
  return {
    symbol,
    conId: -1 - at,
    exchange: 'SMART',
    primaryExchange: '',
    currency: 'USD',
    name: UNCHECKED,
    stockType: 'ETF',
    ticks: [{ from: price('0'), increment: price('0.01') }],
    hours: undefined,
  };
}

function otherPosition(position: StatedPosition, at: number): Position {
  const { symbol, quantity } = position;
  const { type, value } = position.kind === 'other' ? position : { type: 'STK', value: undefined };
  return {
    conId: -1 - at,
    symbol,
    secType: type,
    currency: 'USD',
    quantity,
    marketPrice: undefined,
    marketValue: value,
  };
}

function fxMarket({ rate }: Statement, aliveAt: number, open: boolean): FxMarket {
  return { quote: rate && { ...rate, aliveAt }, open };
}
