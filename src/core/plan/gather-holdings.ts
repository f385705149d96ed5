import { isUsdEtf, type Contract } from '../account/contract.ts';
import { marketOf, twiceMiddle, type Quote } from '../account/quote.ts';
import type { Position, Snapshot } from '../account/snapshot.ts';
import { insideCollar, priceOrder, type PricedOrder, type Side } from '../prices/limit-price.ts';
import { findGap, type PriceGap } from '../prices/price-gap.ts';
import { onePrice, valuePrice, type Valuation } from '../prices/valuation.ts';
import type { Settings } from '../settings.ts';
import { assert } from '../units/assert.ts';
import type { Problem } from '../units/problem.ts';
import { ZERO_RATIO, type Ratio } from '../units/ratio.ts';
import { failure, success, type Result } from '../units/result.ts';
import { valueOf, ZERO_SHARES, type Shares } from '../units/shares.ts';
import { absUsd, sumUsd, ZERO_USD, type Usd } from '../units/usd.ts';
import type { TargetWeights } from './blend-targets.ts';
import type { Freeze } from './reason.ts';

/** A symbol that the plan manages: it is in the portfolios file, or unlisted and to be sold. */
export interface Holding {
  readonly contract: Contract;
  /** False for an ETF that is held, stands in no model and is to be sold. */
  readonly listed: boolean;
  readonly targetWeight: Ratio;
  readonly held: Shares;
  /** Undefined only for what is not held: a holding without any price stops the plan. */
  readonly valuation: Valuation | undefined;
  readonly value: Usd;
  /** Why it cannot be traded now; undefined when it can. */
  readonly freeze: Freeze | undefined;
  /** How far its price is from the previous close, when that is too far. */
  readonly gap: PriceGap | undefined;
  readonly quote: Quote | undefined;
  readonly buyOrder: PricedOrder;
  readonly sellOrder: PricedOrder;
}

/** What the account holds, split into what the plan may touch and what it never touches. */
export interface Holdings {
  /** All three in alphabetical order of symbol, then by contract id. */
  readonly managed: readonly Holding[];
  /** Positions in US dollars that are never traded; they count in NetLiq and in gross exposure. */
  readonly unmanaged: readonly Position[];
  /** Held ETFs that no model lists and that are not sold. */
  readonly unlisted: readonly Contract[];
  readonly unmanagedValue: Usd;
  readonly unmanagedGross: Usd;
}

/**
 * Splits the account into managed and unmanaged (PLANNING A.3) and prices every managed symbol.
 * Positions are matched by contract id: an option on SPY is not SPY. Positions in other
 * currencies are not counted at all. Refuses when a holding has no price from any source, or when
 * two symbols lead to one contract, which would count its position twice.
 */
export function gatherHoldings(
  targets: TargetWeights,
  snapshot: Snapshot,
  settings: Settings,
): Result<Holdings> {
  for (const symbol of targets.weights.keys()) {
    assert(snapshot.listed.has(symbol), `${symbol} was found at the broker`);
  }
  const shared = sharedContracts(snapshot);
  if (shared.length > 0) return failure(shared);
  const positions = snapshot.account.positions.filter(
    ({ currency, quantity, secType }) =>
      currency === 'USD' && quantity !== 0n && secType !== 'CASH',
  );
  const listedIds = new Set([...snapshot.listed.values()].map(({ conId }) => conId));
  const heldIds = new Set(positions.map(({ conId }) => conId));
  const unlistedEtfs = [...snapshot.unlisted.values()]
    .filter(
      (contract) =>
        isUsdEtf(contract) && !listedIds.has(contract.conId) && heldIds.has(contract.conId),
    )
    .sort(bySymbol);
  const sold = settings.rebalance.unlistedEtfs === 'sell' ? unlistedEtfs : [];

  const positionOf = new Map(
    [...snapshot.account.positions].reverse().map((position) => [position.conId, position]),
  );
  const managed = [...snapshot.listed.values(), ...sold]
    .map((contract) => {
      const position = positionOf.get(contract.conId);
      return describeHolding({ contract, position, targets, snapshot, settings });
    })
    .sort((a, b) => bySymbol(a.contract, b.contract));
  const managedIds = new Set(managed.map(({ contract }) => contract.conId));
  const unmanaged = positions.filter(({ conId }) => !managedIds.has(conId)).sort(bySymbol);

  const unpriced = [
    ...managed.filter(({ held, valuation }) => held !== 0n && valuation === undefined),
    ...unmanaged.filter(({ marketValue }) => marketValue === undefined),
  ];
  if (unpriced.length > 0) {
    return failure(
      unpriced.map((each) => noPrice('contract' in each ? each.contract.symbol : each.symbol)),
    );
  }
  const values = unmanaged.map(({ marketValue }) => marketValue ?? ZERO_USD);
  return success({
    managed,
    unmanaged,
    unlisted: sold.length > 0 ? [] : unlistedEtfs,
    unmanagedValue: sumUsd(values),
    unmanagedGross: sumUsd(values.map(absUsd)),
  });
}

function describeHolding({
  contract,
  position,
  targets,
  snapshot,
  settings,
}: {
  readonly contract: Contract;
  readonly position: Position | undefined;
  readonly targets: TargetWeights;
  readonly snapshot: Snapshot;
  readonly settings: Settings;
}): Holding {
  // An unlisted ETF may share its symbol with a listed one on another exchange: match the contract.
  const listed = snapshot.listed.get(contract.symbol)?.conId === contract.conId;
  const quote = snapshot.quotes.get(contract.conId);
  const held = position?.quantity ?? ZERO_SHARES;
  const quoted = quote && valuePrice(quote, settings.pricing.priceSources);
  const valuation = quoted ?? brokersOwnPrice(position);
  const gap = quote && quoted && gapOf(quote, quoted, settings.safety.maxGap);
  return {
    contract,
    listed,
    targetWeight: (listed ? targets.weights.get(contract.symbol) : undefined) ?? ZERO_RATIO,
    held,
    valuation,
    value: valuation === undefined ? ZERO_USD : valueOf(held, valuation.price),
    freeze: freezeOf(),
    gap,
    quote,
    buyOrder: orderFor('BUY'),
    sellOrder: orderFor('SELL'),
  };

  function orderFor(side: Side): PricedOrder {
    if (quote === undefined) return { kind: 'denied', reason: 'no-market' };
    const order = priceOrder(side, quote, contract.ticks, settings.limits);
    return insideCollar(side, order, {
      quote,
      ticks: contract.ticks,
      collar: settings.safety.collar,
    });
  }

  function freezeOf(): Freeze | undefined {
    if (held < 0n) return 'short';
    if (quote === undefined || quoted === undefined) return 'no-price';
    if (snapshot.takenAt - quote.aliveAt > settings.limits.staleQuoteSeconds * 1000) return 'stale';
    return gap === undefined ? undefined : 'gap';
  }
}

/**
 * Whether the price is further from the previous close than allowed, or the middle of the market,
 * which limits start from: `price_source = close` would never see a gap. No close, no verdict.
 */
function gapOf(quote: Quote, { price }: Valuation, maxGap: Ratio): PriceGap | undefined {
  const { close } = quote;
  if (close === undefined) return undefined;
  const market = marketOf(quote);
  const twicePrices = [2n * price, ...(market === undefined ? [] : [twiceMiddle(market)])];
  const gaps = twicePrices.flatMap((twice) => findGap(twice, close, maxGap) ?? []);
  return gaps.find(({ split }) => split !== undefined) ?? gaps[0];
}

/** A held symbol without a live price is valued as the account update does, and never traded. */
function brokersOwnPrice(position: Position | undefined): Valuation | undefined {
  const price = position?.marketPrice;
  return price === undefined ? undefined : onePrice(price, 'account');
}

function bySymbol(
  a: { readonly symbol: string; readonly conId: number },
  b: { readonly symbol: string; readonly conId: number },
): number {
  if (a.symbol === b.symbol) return a.conId - b.conId;
  return a.symbol < b.symbol ? -1 : 1;
}

/** The symbols that were found to be the same contract, as two overrides can name it. */
function sharedContracts({ listed }: Snapshot): Problem[] {
  const symbolsOf = new Map<number, string[]>();
  for (const { conId, symbol } of listed.values()) {
    symbolsOf.set(conId, [...(symbolsOf.get(conId) ?? []), symbol]);
  }
  return [...symbolsOf]
    .filter(([, symbols]) => symbols.length > 1)
    .map(([conId, symbols]) => ({
      code: 'contract.ambiguous',
      where: symbols.sort().join(', '),
      found: `both are the contract ${conId}`,
      expected: 'a contract of its own for each symbol',
      fix: 'Correct the lines of these symbols under [symbol_overrides].',
    }));
}

function noPrice(symbol: string): Problem {
  return {
    code: 'data.no-price',
    where: symbol,
    found: 'the account holds it, and neither the market nor the broker gives a price',
    expected: 'a price for everything that is held, so that the account can be valued',
    fix: 'Check the market data subscription, or add another source to price_source, such as close.',
  };
}
