import type { ModelPortfolio } from '../account/model-portfolio.ts';
import type { ModelShare } from '../settings.ts';
import { apportion } from '../units/apportion.ts';
import { assert } from '../units/assert.ts';
import { asRatio, ONE, type Ratio } from '../units/ratio.ts';
import { divide } from '../units/rounding.ts';

/** What every symbol should weigh in the investable base. */
export interface TargetWeights {
  /** By symbol, in alphabetical order. A weight of 0 is managed and not wanted. */
  readonly weights: ReadonlyMap<string, Ratio>;
  /** The blended weight of the CASH rows. All weights and this one are exactly 1 together. */
  readonly cash: Ratio;
}

/**
 * Blends the model portfolios by the model mix (PLANNING A.2). Each model is first scaled to its
 * own exact sum, and the mix to its own, so that the slack which both may have (0.01 of a percent,
 * 0.001) never leaks into cash. Everything is a fraction over one common denominator until the
 * last step, which rounds to 1e-8 by the largest remainder: the weights add up to 1 exactly.
 */
export function blendTargets(
  portfolios: readonly ModelPortfolio[],
  mix: readonly ModelShare[],
): TargetWeights {
  const models = mix.map(({ name, share }) => {
    const portfolio = portfolios.find((each) => each.name.toLowerCase() === name.toLowerCase());
    assert(portfolio !== undefined, `the model portfolio ${name} was read`);
    return { portfolio, share, sum: sumOf(portfolio) };
  });
  const productOfSums = models.reduce((product, { sum }) => product * sum, 1n);
  const mixSum = models.reduce((sum, { share }) => sum + share, 0n);
  assert(productOfSums > 0n && mixSum > 0n, 'model portfolios and mix have positive sums');

  let cash = 0n;
  const parts = new Map<string, bigint>();
  for (const { portfolio, share, sum } of models) {
    const scale = share * (productOfSums / sum);
    cash += portfolio.cash * scale;
    for (const { symbol, weight } of portfolio.holdings) {
      parts.set(symbol, (parts.get(symbol) ?? 0n) + weight * scale);
    }
  }
  const cashWeight = divide(cash * ONE, mixSum * productOfSums, 'halfAway');
  // In alphabetical order, so that the order of the file's rows cannot decide who gets a remainder.
  const symbols = [...parts.keys()].sort();
  const weights = apportion(
    ONE - cashWeight,
    symbols.map((symbol) => parts.get(symbol) ?? 0n),
  );
  return {
    weights: new Map(symbols.map((symbol, at) => [symbol, asRatio(weights[at] ?? 0n)])),
    cash: asRatio(cashWeight),
  };
}

function sumOf(portfolio: ModelPortfolio): bigint {
  return portfolio.holdings.reduce((sum, { weight }) => sum + weight, 0n) + portfolio.cash;
}
