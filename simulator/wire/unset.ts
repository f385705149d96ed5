/** How the protocol writes "no value" where the field's type has no empty form. */
export const UNSET_DOUBLE = '1.7976931348623157E308';
export const UNSET_INTEGER = '2147483647';

const unsetSpellings: ReadonlySet<string> = new Set([
  '',
  UNSET_INTEGER,
  UNSET_DOUBLE,
  // JavaScript and Python clients print the largest double this way.
  '1.7976931348623157e+308',
  '1.7976931348623157E+308',
  'Infinity',
]);

/** Whether a field means "not given". Zero is a value here; who reads a field decides about it. */
export function isUnset(text: string): boolean {
  return unsetSpellings.has(text);
}
