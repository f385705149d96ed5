import { apportion } from '../units/apportion.ts';
import { ratioOf, type Ratio } from '../units/ratio.ts';
import { asUsd, ZERO_USD, type Usd } from '../units/usd.ts';
import type { InvestableBase } from './build-base.ts';
import type { Holding } from './gather-holdings.ts';

/** A managed holding beside its target. Drift is current minus target: positive is overweight. */
export interface Drift {
  readonly holding: Holding;
  readonly target: Usd;
  readonly driftUsd: Usd;
  /** driftUsd over the investable base, for people. Decisions compare the dollars. */
  readonly drift: Ratio;
}

export interface DriftReport {
  readonly lines: readonly Drift[];
  /** Cash above its target. All drifts and this one are exactly 0 together. */
  readonly cashDriftUsd: Usd;
  readonly cashDrift: Ratio;
}

/** Measures every managed holding against its target dollars (PLANNING A.4). */
export function measureDrift(managed: readonly Holding[], base: InvestableBase): DriftReport {
  const weights = managed.map(({ targetWeight }) => targetWeight);
  const wanted = weights.some((weight) => weight > 0n);
  const targets = wanted ? apportion(base.targetTotal, weights) : weights.map(() => 0n);
  const lines = managed.map((holding, at) => {
    const target = asUsd(targets[at] ?? ZERO_USD);
    const driftUsd = asUsd(holding.value - target);
    return { holding, target, driftUsd, drift: ratioOf(driftUsd, base.investable, 'halfAway') };
  });
  const cashDriftUsd = asUsd(base.cash + base.convertible - base.cashTarget);
  return {
    lines,
    cashDriftUsd,
    cashDrift: ratioOf(cashDriftUsd, base.investable, 'halfAway'),
  };
}
