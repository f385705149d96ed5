/**
 * Named directions for every rounding. A division of exact integers never rounds without saying
 * which way, because "round down" of money and of a negative drift are different promises.
 */
export type Rounding =
  /** Toward minus infinity. */
  | 'floor'
  /** Toward plus infinity. */
  | 'ceil'
  /** Nearest; a tie goes toward plus infinity. */
  | 'halfUp'
  /** Nearest; a tie goes toward minus infinity: the exact mirror of `halfUp`. */
  | 'halfDown'
  /** Nearest; a tie goes away from zero: how people round amounts they read. */
  | 'halfAway';

/** Divides two integers, rounding the quotient as named. The denominator must be positive. */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator <= 0n) throw new RangeError(`cannot divide by ${String(denominator)}`);
  const truncated = numerator / denominator;
  const rest = numerator - truncated * denominator;
  if (rest === 0n) return truncated;
  // BigInt division truncates toward zero, so a negative inexact quotient is one too high.
  const floor = rest < 0n ? truncated - 1n : truncated;
  const remainder = rest < 0n ? rest + denominator : rest;
  const twice = 2n * remainder;
  switch (rounding) {
    case 'floor':
      return floor;
    case 'ceil':
      return floor + 1n;
    case 'halfUp':
      return twice >= denominator ? floor + 1n : floor;
    case 'halfDown':
      return twice > denominator ? floor + 1n : floor;
    case 'halfAway':
      if (numerator > 0n) return twice >= denominator ? floor + 1n : floor;
      return twice > denominator ? floor + 1n : floor;
  }
}

/** The multiple of `step` nearest to `value` in the named direction. */
export function roundToMultiple(value: bigint, step: bigint, rounding: Rounding): bigint {
  return divide(value, step, rounding) * step;
}
