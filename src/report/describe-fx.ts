import type { FxPlan, FxTrade, NoFxReason } from '../core/plan/fund-fx.ts';
import type { FxDenial } from '../core/plan/fx-terms.ts';
import { formatDecimal } from '../core/units/decimal.ts';
import { formatRate } from '../core/units/rate.ts';
import { formatUsd, USD_DECIMALS } from '../core/units/usd.ts';

/** What the plan converts and why, or why nothing; nothing to say while fx is off. */
export function describeFx(fx: FxPlan): string | undefined {
  switch (fx.kind) {
    case 'off':
      return undefined;
    case 'none':
      return `Nothing is converted: ${describeNone(fx.reason)}.`;
    case 'denied':
      return `Nothing is converted: ${describeDenial(fx.why)}.`;
    case 'convert': {
      const { limit, planRate } = fx.trade;
      const at =
        limit === undefined ? `the market, about ${formatRate(planRate)}` : formatRate(limit);
      return `First BUY ${dollars(fx.trade)} USD.CAD at ${at}: ${fxReasons(fx.trade)}.`;
    }
  }
}

/** Why a conversion is as large as it is, and what to know about it. */
export function fxReasons(trade: FxTrade): string {
  const { shortfall, cut, oddLot, mostCad } = trade;
  const reasons = [
    `$${formatUsd(shortfall, { grouped: true })} are lacking`,
    `takes at most ${formatDecimal(mostCad, { scale: USD_DECIMALS, decimals: 2, grouped: true })} CAD with its commission`,
  ];
  if (cut !== undefined) reasons.push(`cut by ${cut}`);
  if (oddLot) reasons.push('an odd lot below $25,000, which fills at a worse rate');
  return reasons.join('; ');
}

function dollars({ quantity }: FxTrade): string {
  return formatUsd(quantity, { grouped: true, decimals: 0 });
}

function describeNone(reason: NoFxReason): string {
  switch (reason.kind) {
    case 'no-cad':
      return 'there are no Canadian dollars';
    case 'no-buys':
      return 'nothing is bought';
    case 'no-shortfall':
      return 'no US dollars are lacking';
    case 'shortfall-below-minimum':
      return `$${formatUsd(reason.shortfall, { grouped: true })} are lacking, less than min_fx_order_usd of $${formatUsd(reason.minimum)}`;
    case 'convertible-below-minimum':
      return `less than min_fx_order_usd of $${formatUsd(reason.minimum)} can be converted`;
  }
}

function describeDenial(why: FxDenial): string {
  switch (why) {
    case 'closed':
      return 'the currency market is closed';
    case 'no-rate':
      return 'USD.CAD has no bid and ask';
    case 'stale-rate':
      return 'the quote of USD.CAD is stale';
  }
}
