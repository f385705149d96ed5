import type { ModelPortfolio } from '../core/account/model-portfolio.ts';
import type { TargetWeights } from '../core/plan/blend-targets.ts';
import type { Settings } from '../core/settings.ts';
import { formatExact } from '../core/units/decimal.ts';
import { asRatio, formatBps, formatPercent, ONE, RATIO_DECIMALS } from '../core/units/ratio.ts';
import { PERCENT_DECIMALS } from './percent.ts';

/** What is allowed in two right files, and is seldom what somebody wants. */
export function inputWarnings(
  settings: Settings,
  portfolios: readonly ModelPortfolio[],
  targets: TargetWeights,
): string[] {
  return [
    ...wideBand(settings, targets),
    ...inexactSums(settings, portfolios),
    ...(settings.accountIds.length > 0
      ? []
      : [
          'No account is chosen: write [accounts] ids. rebalance doctor names those that the gateway shows.',
        ]),
    ...(settings.rebalance.unlistedEtfs !== undefined
      ? []
      : [
          'unlisted_etfs is not written: while an ETF is held that no model portfolio lists, nothing is sent.',
        ]),
  ];
}

/** A band of a tenth of a target weight lets that holding be off by a tenth of itself (DESIGN 4). */
function wideBand({ rebalance }: Settings, { weights }: TargetWeights): string[] {
  const wanted = [...weights.values()].filter((weight) => weight > 0n);
  const sum = wanted.reduce<bigint>((total, weight) => total + weight, 0n);
  const count = BigInt(wanted.length);
  const { kind, band } = rebalance.trigger;
  if (kind === 'total_drift' || count === 0n || band * 10n * count <= sum) return [];
  const average = formatPercent(asRatio(sum / count));
  return [
    `per_holding_band_bps = ${formatBps(band)} is more than a tenth of the average target weight, which is ${average}%: small holdings may drift far before they are traded.`,
  ];
}

/** Sums may be off by their tolerance; what is planned then is not to the letter what is written. */
function inexactSums({ modelMix }: Settings, portfolios: readonly ModelPortfolio[]): string[] {
  const mix = modelMix.reduce<bigint>((total, { share }) => total + share, 0n);
  const models = portfolios.flatMap(({ name, holdings, cash }) => {
    const sum = holdings.reduce<bigint>((total, { weight }) => total + weight, cash);
    return sum === ONE ? [] : [`${name} adds up to ${formatExact(sum, PERCENT_DECIMALS)}%`];
  });
  const off =
    mix === ONE
      ? models
      : [`The model mix adds up to ${formatExact(mix, RATIO_DECIMALS)}`, ...models];
  return off.map((what) => `${what}: it is scaled to its exact sum.`);
}
