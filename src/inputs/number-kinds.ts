import { formatExact, parseDecimal } from '../core/units/decimal.ts';
import { asRatio, ONE, ratio, RATIO_DECIMALS, type Ratio } from '../core/units/ratio.ts';
import { asUsd, USD_DECIMALS, type Usd } from '../core/units/usd.ts';
import { hasPercentSign, LONGEST_NUMBER, PERCENT_DECIMALS, readPercent } from './percent.ts';
import { accepted, refused, type Reading, type ValueKind } from './value-kind.ts';

/** An amount of dollars, 0 or more. */
export const dollars: ValueKind<Usd> = {
  expected: 'US dollars as a plain number, 0 or more',
  read: (text) => {
    const units = text.length > LONGEST_NUMBER ? undefined : parseDecimal(text, USD_DECIMALS);
    if (units !== undefined && units >= 0n) return accepted(asUsd(units));
    return text.includes(',') || text.includes('$')
      ? refused({ fix: 'Write 1500 or 1500.50: no dollar sign, nothing between the thousands.' })
      : refused();
  },
};

/** Hundredths of a percent, from none to all of it. */
export const basisPoints: ValueKind<Ratio> = {
  expected: 'basis points (50 is 0.50%) from 0 to 10000',
  read: (text) => within(text, { decimals: RATIO_DECIMALS - 4, min: 0n, max: ONE }),
};

/** A part of a whole, from 0 to 1. */
export const fraction: ValueKind<Ratio> = {
  expected: 'a fraction from 0 to 1, such as 0.25',
  read: (text) => within(text, { decimals: RATIO_DECIMALS, min: 0n, max: ONE }),
};

/**
 * Gross exposure over NetLiquidation. The upper end catches 150 written for 1.50: no account at
 * the broker may hold ten times its value.
 */
export const leverage: ValueKind<Ratio> = {
  expected: 'a multiple of NetLiquidation from 1 to 10, such as 1.50 for 150%',
  read: (text) => within(text, { decimals: RATIO_DECIMALS, min: ONE, max: ratio('10') }),
};

/** From this fraction on, a bare number may as well be meant as percent. */
const AMBIGUOUS_FROM = ratio('0.20');

/**
 * A part of NetLiquidation. A bare number is a fraction, `1%` says it outright. People also write
 * 1.0 for one percent, and 1.0 as a fraction would keep the whole account in cash: from 0.20 on a
 * bare number is not guessed at.
 */
export const reserveShare: ValueKind<Ratio> = {
  expected: 'a percentage below 100 such as 1%, or a fraction below 0.20 such as 0.01',
  read: (text) => {
    if (hasPercentSign(text)) return below(readPercent(text), ONE);
    const bare = within(text, { decimals: RATIO_DECIMALS, min: 0n });
    if (!bare.ok || bare.value < AMBIGUOUS_FROM) return bare;
    const asFraction = formatExact(bare.value, PERCENT_DECIMALS);
    return refused({
      fix: `${text} may mean ${text}% or ${asFraction}%: write the one that is meant with its percent sign.`,
    });
  },
};

/** A percentage that has to be written with its sign, where a bare number could be a fraction. */
export const signedPercent: ValueKind<Ratio> = {
  expected: 'a percentage with its sign, such as 20%',
  read: (text) => {
    if (!hasPercentSign(text)) return refused({ fix: 'Write it with the percent sign.' });
    const percent = readPercent(text);
    return percent.ok && percent.value < 0n ? refused() : percent;
  },
};

/** The mix may miss 1 by this much (PLANNING A.2), so one share alone may exceed 1 by it. */
export const MIX_TOLERANCE = ratio('0.001');

/** The weight of a model portfolio in the model mix: `0.50` or `50%`. */
export const mixShare: ValueKind<Ratio> = {
  expected: 'a fraction such as 0.50, or a percentage such as 50%',
  read: (text) => {
    const max = ONE + MIX_TOLERANCE;
    if (!hasPercentSign(text)) return within(text, { decimals: RATIO_DECIMALS, min: 0n, max });
    const percent = readPercent(text);
    return percent.ok && (percent.value < 0n || percent.value > max) ? refused() : percent;
  },
};

function within(
  text: string,
  limits: { readonly decimals: number; readonly min: bigint; readonly max?: bigint },
): Reading<Ratio> {
  const { decimals, min, max } = limits;
  if (text.length > LONGEST_NUMBER) return refused();
  const steps = parseDecimal(text, decimals);
  if (steps === undefined) {
    const tooFine = parseDecimal(text, decimals, 'floor') !== undefined;
    return refused(tooFine ? { expected: `at most ${decimals} decimals` } : {});
  }
  if (steps < min || (max !== undefined && steps > max)) return refused();
  return accepted(asRatio(steps));
}

function below(reading: Reading<Ratio>, end: Ratio): Reading<Ratio> {
  if (!reading.ok) return reading;
  return reading.value >= 0n && reading.value < end ? reading : refused();
}
