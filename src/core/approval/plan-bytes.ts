/*
 * The canonical bytes of a plan: what a person says yes to, as one text. Its SHA-256, made outside
 * of the core, is the plan's digest.
 *
 * Each field of the plan is a line of its own, `path = value`, so two texts can be compared with
 * any tool. It is written from the plan itself and leaves nothing out, so a field that is added to
 * the plan is a part of what is approved from its first day:
 *
 *     .accountId = "DU1234567"
 *     .lines[0].driftUsd = -104000000000
 *     .lines[0].reasons = 2 items
 *     .lines[0].reasons[0].kind = "out-of-band"
 *     .lines[0].trade.order.limit = 995000
 *
 * - The fields of a record stand in the order of their names, whatever order they were made in.
 * - Amounts are whole counts of the units in src/core/units: never rounded, never a fraction.
 * - Text is quoted as in JSON, so no text can look like a second line.
 * - A field that is undefined has no line. A list says first how many items it has.
 * - Lines, unmanaged positions and unlisted ETFs are sorted by contract. Sells and buys keep their
 *   order: it is the order of sending, and of who is served first when cash is short.
 */
import type { TradePlan } from '../plan/trade-plan.ts';
import { assert } from '../units/assert.ts';

/** A plan as a person saw it. */
export interface ShownPlan {
  /** `planBytes` at the moment it was shown. */
  readonly bytes: string;
  /** The SHA-256 of these bytes, in hexadecimal digits. */
  readonly digest: string;
}

/** As much of a digest as people read and compare. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 12);
}

/** The same plan gives the same text, and a plan that differs in any field a different one. */
export function planBytes(plan: TradePlan): string {
  const written: string[] = [];
  write('', sorted(plan), written);
  return `${written.join('\n')}\n`;
}

function sorted(plan: TradePlan): TradePlan {
  return {
    ...plan,
    lines: [...plan.lines].sort((a, b) => a.holding.contract.conId - b.holding.contract.conId),
    unmanaged: [...plan.unmanaged].sort((a, b) => a.conId - b.conId),
    unlisted: [...plan.unlisted].sort((a, b) => a.conId - b.conId),
  };
}

function write(path: string, value: unknown, written: string[]): void {
  switch (typeof value) {
    case 'undefined':
      return;
    case 'string':
      written.push(`${path} = ${JSON.stringify(value)}`);
      return;
    case 'bigint':
    case 'boolean':
      written.push(`${path} = ${String(value)}`);
      return;
    case 'number':
      assert(Number.isSafeInteger(value), `${path} of a plan is a whole number`);
      written.push(`${path} = ${String(value)}`);
      return;
    case 'object':
    case 'function':
    case 'symbol':
      writeParts(path, value, written);
  }
}

function writeParts(path: string, value: unknown, written: string[]): void {
  if (Array.isArray(value)) {
    written.push(`${path} = ${value.length} items`);
    for (const [at, item] of value.entries()) {
      assert(item !== undefined, `${path} of a plan has no holes`);
      write(`${path}[${at}]`, item, written);
    }
    return;
  }
  // A map, a set or a date would be written as a record without fields.
  const isRecord =
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype;
  assert(isRecord, `${path} of a plan is plain data`);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, field] of fields) write(`${path}.${name}`, field, written);
}
