import { parseDecimal } from '../core/units/decimal.ts';
import { asRatio, RATIO_DECIMALS, type Ratio } from '../core/units/ratio.ts';
import { accepted, refused, type Reading } from './value-kind.ts';

/** A percentage has two decimals less than the ratio it stands for. */
export const PERCENT_DECIMALS = RATIO_DECIMALS - 2;

/** No number that anybody means is longer; the arithmetic on a longer one has no limit. */
export const LONGEST_NUMBER = 40;

/** How a file writes its decimals. */
export type DecimalMark = 'point' | 'point-or-comma';

/**
 * Reads `33%`, `33.33 %` or `33` as that many percent, exactly. More decimals than a ratio has are
 * refused and not rounded, because then the file would not say what is traded.
 */
export function readPercent(text: string, mark: DecimalMark = 'point'): Reading<Ratio> {
  const written = hasPercentSign(text) ? text.slice(0, -1).trimEnd() : text;
  if (written.length > LONGEST_NUMBER) return refused();
  const hasComma = /^[+-]?\d*,\d*$/.test(written);
  const number = hasComma && mark === 'point-or-comma' ? written.replace(',', '.') : written;
  const steps = parseDecimal(number, PERCENT_DECIMALS);
  if (steps !== undefined) return accepted(asRatio(steps));
  if (parseDecimal(number, PERCENT_DECIMALS, 'floor') !== undefined) {
    return refused({
      expected: `at most ${PERCENT_DECIMALS} decimals of a percent`,
      fix: 'Round it yourself, so that the file says what is meant.',
    });
  }
  if (hasComma) {
    return refused({ fix: 'Write the decimals behind a point: 12.5, not 12,5.' });
  }
  return refused();
}

/** Whether the text ends with a percent sign. */
export function hasPercentSign(text: string): boolean {
  return text.endsWith('%');
}
