import type { ModelPortfolio } from '../core/account/model-portfolio.ts';
import { formatExact } from '../core/units/decimal.ts';
import { ONE, ratio, ZERO_RATIO, type Ratio } from '../core/units/ratio.ts';
import { problemAt, type LocatedProblem, type Place } from './located-problem.ts';
import { PERCENT_DECIMALS } from './percent.ts';
import { CASH } from './symbol.ts';

/** What one row says about one model portfolio. */
export interface WrittenWeight {
  /** In upper case; undefined when it is no symbol. `CASH` for the cash row. */
  readonly symbol: string | undefined;
  /** Undefined where it is not known what is meant. */
  readonly weight: Ratio | undefined;
}

/** A model portfolio as a file writes it, in either shape. */
export interface WrittenModel {
  readonly name: string;
  /** Where to look when the whole of it is wrong. */
  readonly place: Place;
  readonly weights: readonly WrittenWeight[];
}

/** A portfolios file, read: its model portfolios and what is wrong with its rows. */
export interface WrittenPortfolios {
  readonly models: readonly WrittenModel[];
  readonly problems: readonly LocatedProblem[];
  /** False when so much is wrong that the reading was given up. */
  readonly isWhole: boolean;
}

/** A model portfolio may miss 100% by a hundredth of a percent, as rounded thirds do. */
const SUM_TOLERANCE = ratio('0.0001');

/** What is wrong with a model portfolio as a whole: no ETF, or a sum that is off. */
export function checkModel({ place, weights: rows }: WrittenModel): LocatedProblem[] {
  const weights = rows.map(({ weight }) => weight);
  // A cell that cannot be read already is a problem; the sum of the others says nothing.
  if (!weights.every((weight) => weight !== undefined)) return [];
  if (rows.length === 0) return [noEtf(place, 'no row')];
  const holdsAny = rows.some(({ symbol, weight }) => symbol !== CASH && weight !== 0n);
  return holdsAny ? sumProblem(weights, place) : [noEtf(place, 'no ETF above 0%')];
}

/** The model portfolio that the rows of a right file make. */
export function modelPortfolio({ name, weights }: WrittenModel): ModelPortfolio {
  const cash = weights.find(({ symbol }) => symbol === CASH);
  return {
    name,
    holdings: weights.flatMap(({ symbol, weight = ZERO_RATIO }) =>
      symbol === undefined || symbol === CASH ? [] : [{ symbol, weight }],
    ),
    cash: cash?.weight ?? ZERO_RATIO,
  };
}

function sumProblem(weights: readonly Ratio[], place: Place): LocatedProblem[] {
  const sum = weights.reduce<bigint>((total, weight) => total + weight, 0n);
  const off = sum - ONE;
  if (off <= SUM_TOLERANCE && -off <= SUM_TOLERANCE) return [];
  const asFractions = sum >= ratio('0.0099') && sum <= ratio('0.0101');
  const difference = formatExact(off < 0n ? -off : off, PERCENT_DECIMALS);
  return [
    problemAt(place, 'portfolios.sum', {
      found: `rows that add up to ${formatExact(sum, PERCENT_DECIMALS)}%, CASH included`,
      expected: '100% +/- 0.01',
      fix: asFractions
        ? 'Write percentages, 33% or 33, not fractions such as 0.33.'
        : off > 0n
          ? `Take ${difference}% off its rows.`
          : `Add ${difference}% to its rows.`,
    }),
  ];
}

function noEtf(place: Place, found: string): LocatedProblem {
  return problemAt(place, 'portfolios.empty', {
    found,
    expected: 'at least one ETF above 0%',
    fix: 'Give it its ETFs, or delete it here and in [models].',
  });
}
