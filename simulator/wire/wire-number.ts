import { formatExact, parseDecimal } from '../../src/core/units/decimal.ts';
import { isUnset } from './unset.ts';

/** A decimal field of a request. */
export type WireNumber =
  | { readonly kind: 'unset' }
  | { readonly kind: 'exact'; readonly units: bigint }
  /** It has more decimals than anything here can have, so it lies between two steps. */
  | { readonly kind: 'too-fine' };

/** Longer texts are no amounts, and making integers of millions of digits would take minutes. */
const LONGEST_NUMBER = 64;

const scientific = /^([+-]?)(\d*)(?:\.(\d*))?[eE]([+-]?\d{1,3})$/;

/** Reads a decimal as clients print it, exponents too; undefined when it is no number. */
export function readWireDecimal(text: string, decimals: number): WireNumber | undefined {
  if (isUnset(text)) return { kind: 'unset' };
  if (text.length > LONGEST_NUMBER) return undefined;
  const plain = scientific.test(text) ? withoutExponent(text) : text;
  if (plain === undefined) return undefined;
  const exact = parseDecimal(plain, decimals);
  if (exact !== undefined) return { kind: 'exact', units: exact };
  return parseDecimal(plain, decimals, 'floor') === undefined ? undefined : { kind: 'too-fine' };
}

/** `1.25E3` as `1250`, `1e-7` as `0.0000001`; undefined for an exponent no amount can have. */
function withoutExponent(text: string): string | undefined {
  const [, sign = '', whole = '', fraction = '', power = '0'] = scientific.exec(text) ?? [];
  const exponent = Number(power);
  if (whole + fraction === '' || Math.abs(exponent) > 30) return undefined;
  const digits = '0'.repeat(30) + whole + fraction + '0'.repeat(30);
  const point = 30 + whole.length + exponent;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** Prints a scaled integer as the server prints a double: exactly, with at least one decimal. */
export function wireDouble(units: bigint, scale: number): string {
  const text = formatExact(units, scale);
  return text.includes('.') ? text : `${text}.0`;
}
