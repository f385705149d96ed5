import type { TradeLine, TradePlan } from '../core/plan/trade-plan.ts';
import { formatPrice } from '../core/units/price.ts';
import { formatShares } from '../core/units/shares.ts';
import { formatUsd } from '../core/units/usd.ts';

/** What is different in a plan that was made anew, one line for each trade; the rest is as it was. */
export function describeChanges(before: TradePlan, after: TradePlan): readonly string[] {
  const earlier = tradesOf(before);
  const later = tradesOf(after);
  const changes = [...later].flatMap(([name, trade]) => {
    const was = earlier.get(name);
    if (was === trade) return [];
    return [was === undefined ? `  ${name} ${trade} is new` : `  ${name} ${was}, now ${trade}`];
  });
  const gone = [...earlier]
    .filter(([name]) => !later.has(name))
    .map(([name, trade]) => `  ${name} ${trade} is not to be traded any more`);
  const all = [...changes, ...gone];
  return [
    'Planned anew from the account and the prices as they are now. What is different:',
    ...(all.length === 0 ? ['  nothing that is traded'] : all),
  ];
}

/** Quantity and limit of each trade, by side and symbol, in the order of sending. */
function tradesOf({ fx, sells, buys }: TradePlan): ReadonlyMap<string, string> {
  const converted = fx.kind === 'convert' ? fx.trade.quantity : undefined;
  return new Map([
    ...(converted === undefined
      ? []
      : [['BUY  USD.CAD', formatUsd(converted, { grouped: true, decimals: 0 })] as const]),
    ...[...sells, ...buys].map((line) => [nameOf(line), termsOf(line)] as const),
  ]);
}

function nameOf({ holding, trade }: TradeLine): string {
  return `${trade.side.padEnd(4)} ${holding.contract.symbol}`;
}

function termsOf({ trade: { quantity, order } }: TradeLine): string {
  const terms = order.kind === 'limit' ? formatPrice(order.limit) : 'the market';
  return `${formatShares(quantity)} at ${terms}`;
}
