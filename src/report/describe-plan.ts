import type { OtherCash } from '../core/account/snapshot.ts';
import type { TradePlan } from '../core/plan/trade-plan.ts';
import { formatDecimal } from '../core/units/decimal.ts';
import { formatBps, ratioOf } from '../core/units/ratio.ts';
import { formatShares } from '../core/units/shares.ts';
import { formatUsd, USD_DECIMALS, type Usd } from '../core/units/usd.ts';

/** The sum of all drifts now and after the plan, cash included. */
export function describeTotalDrift({ totalDrift, totalDriftAfter, base }: TradePlan): string {
  const bps = (amount: Usd): string => formatBps(ratioOf(amount, base.investable, 'halfAway'));
  return `Total drift ${bps(totalDrift)} bps, cash included; ${bps(totalDriftAfter)} bps after the plan.`;
}

/** How near the plan comes to its targets and how near it could have come, or who went short. */
export function describeSizing(plan: TradePlan): readonly string[] {
  const { residualShare, gapShare, cut, starved, capped } = plan.certificate;
  const residual = `Left from the targets ${formatBps(residualShare)} bps of the account`;
  if (!cut && gapShare !== undefined) {
    const search = capped ? '; the search was ended at its limit' : '';
    return [`${residual}, within ${formatBps(gapShare, 2)} bps of the best possible${search}.`];
  }
  if (starved.length === 0) return [`${residual}.`];
  return [
    `${residual}; ${describeRows(starved)}, so the largest drift went first. Still wanted:`,
    ...starved.map(
      ({ symbol, missing, missingUsd }) =>
        `   ${symbol} ${formatShares(missing)} shares ($${formatUsd(missingUsd, { grouped: true })})`,
    ),
  ];
}

function describeRows(starved: TradePlan['certificate']['starved']): string {
  const rows = [...new Set(starved.map(({ row }) => row))];
  return `${rows.join(' and ')} ${rows.length === 1 ? 'does' : 'do'} not reach for all buys`;
}

/** What the account holds in other currencies, and whether it counts. */
export function describeOtherCash(
  otherCash: readonly Pick<OtherCash, 'currency' | 'amount'>[],
  { fx }: TradePlan,
): readonly string[] {
  return otherCash.map(({ currency, amount }) => {
    const counts = currency === 'CAD' && fx.kind !== 'off';
    const text = formatDecimal(amount, { scale: USD_DECIMALS, decimals: 2, grouped: true });
    return `${counts ? 'Other cash' : 'Not counted'}: ${text} ${currency}.`;
  });
}
