import { formatExact, parseDecimal } from '../core/units/decimal.ts';
import { problemAt, type LocatedProblem, type Place } from './located-problem.ts';
import { LONGEST_NUMBER, type DecimalMark } from './percent.ts';
import { quoted } from './quoted.ts';

/** How a number in a file is read. */
export interface NumberForm {
  readonly mark: DecimalMark;
  /** More decimals are refused and not rounded: then the file would not say what is planned on. */
  readonly decimals: number;
  /** What it counts, for messages: `a number of shares`. */
  readonly what: string;
  /** The smallest one, in units of its last decimal. */
  readonly min?: bigint;
}

/** The number in a cell, in units of its last decimal, or what is wrong with it. */
export function readStated(cell: string, place: Place, form: NumberForm): bigint | LocatedProblem {
  const { mark, decimals, what, min } = form;
  const hasComma = /^[+-]?\d*,\d*$/.test(cell);
  const number = hasComma && mark === 'point-or-comma' ? cell.replace(',', '.') : cell;
  const units = number.length > LONGEST_NUMBER ? undefined : parseDecimal(number, decimals);
  const refuse = (expected: string, fix: string): LocatedProblem =>
    problemAt(place, 'data.bad-file', {
      found: cell === '' ? 'nothing' : quoted(cell),
      expected,
      fix,
    });
  if (units === undefined) {
    const tooFine =
      number.length <= LONGEST_NUMBER && parseDecimal(number, decimals, 'floor') !== undefined;
    return tooFine
      ? refuse(`${what} with at most ${decimals} decimals`, 'Round it yourself.')
      : refuse(`${what}: plain digits, such as 1234.5`, 'Write nothing between the thousands.');
  }
  if (min === undefined || units >= min) return units;
  return refuse(`${what}, at least ${formatExact(min, decimals)}`, 'Correct the cell.');
}
