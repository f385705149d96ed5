import { marketOf, type Quote } from '../core/account/quote.ts';
import type { TradeLine } from '../core/plan/trade-plan.ts';
import { decidingTerm, limitTerms, type LimitTerm } from '../core/prices/limit-terms.ts';
import { tickAt } from '../core/prices/ticks.ts';
import type { Settings } from '../core/settings.ts';
import { assert } from '../core/units/assert.ts';
import { formatDecimal, formatExact } from '../core/units/decimal.ts';
import { asPrice, formatPrice, type Price } from '../core/units/price.ts';
import { divide } from '../core/units/rounding.ts';
import { formatBps, RATIO_DECIMALS } from '../core/units/ratio.ts';
import { below, entry } from './lay-out.ts';

/** How the order of a line is priced, with every term of its limit and the one that decides. */
export function explainLimit({ holding, trade }: TradeLine, settings: Settings): readonly string[] {
  const { order, side } = trade;
  const { quote, contract } = holding;
  if (order.kind === 'market') {
    return [entry('Order', 'a market order: it has no worst price')];
  }
  assert(quote !== undefined, 'a limit was priced from a quote');
  const { limits, safety } = settings;
  const terms = limitTerms(side, quote, contract.ticks, { limits, collar: safety.collar });
  const decides = decidingTerm(side, terms);
  assert(decides?.limit === order.limit, 'the terms of a limit come to the limit');
  const tick = formatPrice(tickAt(contract.ticks, order.limit));
  const bound = side === 'BUY' ? 'lowest' : 'highest';
  const shown = terms.filter((term) => term.kind !== 'collar' || term === decides);
  return [
    entry('Limit', `${formatPrice(order.limit)}, the ${bound} of these on a tick of ${tick}:`),
    ...shown.map((term) => {
      const what = describeTerm(term, trade.side, quote, settings).padEnd(40);
      const on = `${formatExactPrice(term).padStart(12)} -> ${formatPrice(term.limit).padStart(9)}`;
      return below(`${what}${on}${term === decides ? ' *' : ''}`);
    }),
  ];
}

/** Bid, ask, last and close, and how old they are. */
export function explainQuote(quote: Quote | undefined, takenAt: number): string {
  if (quote === undefined) return entry('Quote', 'none');
  const of = (price: Price | undefined): string => (price === undefined ? '-' : formatPrice(price));
  const age = Math.round((takenAt - quote.aliveAt) / 1000);
  const alive = quote.aliveAt === 0 ? 'the stream was down' : `${age} s old when read`;
  const halted = quote.halted ? ', halted' : '';
  return entry(
    'Quote',
    `bid ${of(quote.bid)}, ask ${of(quote.ask)}, last ${of(quote.last)}, previous close ${of(quote.close)}; ${alive}${halted}`,
  );
}

function describeTerm(
  { kind }: LimitTerm,
  side: 'BUY' | 'SELL',
  quote: Quote,
  { limits, safety }: Settings,
): string {
  const market = marketOf(quote);
  assert(market !== undefined, 'a limit was priced from a two-sided market');
  const sign = side === 'BUY' ? '+' : '-';
  const mid = middle(market);
  switch (kind) {
    case 'offset': {
      const offset = side === 'BUY' ? limits.buyOffset : limits.sellOffset;
      const spread = formatPrice(asPrice(market.ask - market.bid));
      return `mid ${mid} ${sign} ${formatExact(offset, RATIO_DECIMALS)} x spread ${spread}`;
    }
    case 'cap':
      return `mid ${mid} ${sign} cap ${formatBps(limits.maxOffset, 0)} bps`;
    case 'collar':
      return `mid ${mid} ${sign} collar ${formatBps(safety.collar, 0)} bps`;
    case 'far-side':
      return side === 'BUY' ? 'the ask' : 'the bid';
    case 'locked':
      return 'bid and ask are the same';
  }
}

/** The middle with the half unit that it may have. */
function middle(market: { readonly bid: Price; readonly ask: Price }): string {
  return trimmed(formatDecimal((market.bid + market.ask) * 5n, { scale: 5, decimals: 5 }));
}

/** A price before it is put on the grid, to a hundredth of its smallest unit. */
function formatExactPrice({ exact }: LimitTerm): string {
  const value = divide(exact.numerator * 100n, exact.denominator, 'halfAway');
  return trimmed(formatDecimal(value, { scale: 6, decimals: 6 }));
}

/** At least two decimals, and no zeros beyond. */
function trimmed(text: string): string {
  return text.replace(/(\.\d\d\d*?)0+$/, '$1');
}
