import { divide, type Rounding } from './rounding.ts';

const plainDecimal = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/**
 * Reads plain decimal text ("-12.50", ".5", "7.") as an integer count of 10^-decimals.
 * Digits beyond `decimals` are rounded as named; without a rounding they must be zeros.
 * Anything else (exponents, blanks inside, NaN, Infinity, a bare sign) is `undefined`.
 */
export function parseDecimal(
  text: string,
  decimals: number,
  rounding?: Rounding,
): bigint | undefined {
  const match = plainDecimal.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = BigInt(whole + fraction.padEnd(decimals, '0'));
  const signed = sign === '-' ? -digits : digits;
  const surplus = Math.max(0, fraction.length - decimals);
  if (surplus === 0) return signed;
  const divisor = 10n ** BigInt(surplus);
  if (rounding !== undefined) return divide(signed, divisor, rounding);
  return signed % divisor === 0n ? signed / divisor : undefined;
}

export interface DecimalFormat {
  /** How many decimals `value` counts in: 8 means it is an integer of 1e-8. */
  readonly scale: number;
  /** How many decimals to print. */
  readonly decimals: number;
  /** Print a comma between thousands. */
  readonly grouped?: boolean;
}

/** Prints a scaled integer with a fixed number of decimals; ties round away from zero. */
export function formatDecimal(value: bigint, format: DecimalFormat): string {
  const { scale, decimals, grouped = false } = format;
  const shift = decimals - scale;
  const scaled =
    shift >= 0 ? value * 10n ** BigInt(shift) : divide(value, 10n ** BigInt(-shift), 'halfAway');
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  const sign = scaled < 0n ? '-' : '';
  return sign + (grouped ? groupThousands(whole) : whole) + fraction;
}

/** Prints a scaled integer exactly, with as few decimals as it needs: 1.5, not 1.50000000. */
export function formatExact(value: bigint, scale: number): string {
  const text = formatDecimal(value, { scale, decimals: scale });
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function groupThousands(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ',');
}
