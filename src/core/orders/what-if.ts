import { assert } from '../units/assert.ts';
import type { Usd } from '../units/usd.ts';

/** What the broker says to the question what an order would do. */
export type WhatIfAnswer =
  /** The changes that the order alone would make today, in the base currency of the account. */
  | { readonly kind: 'margins'; readonly initial: Usd; readonly maintenance: Usd }
  /** The order would be refused, in the broker's words. */
  | { readonly kind: 'refused'; readonly code: number; readonly text: string }
  /** No answer in time, or one without figures. */
  | { readonly kind: 'silent' };

/** No order has a reference that begins so: whatever else has one was a question. */
export const WHAT_IF_PREFIX = 'wi.';

/** The reference of a question: at most 32 printable ASCII characters, and never that of an order. */
export function whatIfRefOf(runId: string, accountId: string, line: number): string {
  const ref = `${WHAT_IF_PREFIX}${runId}.${accountId}.${line}`;
  assert(/^[\x21-\x7e]{1,32}$/.test(ref), `"${ref}" is at most 32 printable ASCII characters`);
  return ref;
}
