import { readFileSync } from 'node:fs';
import { assert } from '../../src/core/units/assert.ts';

/** One field of a message as the facts about the protocol list it. */
export interface TableRow {
  /** Where it stands in the message at 178 and at 193, the message id being 0; null when absent. */
  readonly at178: number | null;
  readonly at193: number | null;
  readonly name: string;
  readonly from: number;
  readonly until: number;
}

type TableName = 'place-order' | 'open-order' | 'completed-order';

/**
 * The table of a long message, copied from the facts and not from the layouts that are tested with
 * it: place at 178, place at 193, name, and the versions that have it.
 */
export function readTable(name: TableName): readonly TableRow[] {
  const text = readFileSync(new URL(`layouts/${name}.txt`, import.meta.url), 'utf8');
  return text.trimEnd().split('\n').map(readRow);
}

/** The fields of the table that a message has at a version, in order. */
export function rowsAt(table: readonly TableRow[], version: number): readonly TableRow[] {
  return table.filter(({ from, until }) => version >= from && version < until);
}

/** The fields of a message by their names in the table. */
export function nameFields(
  fields: readonly string[],
  table: readonly TableRow[],
  version: number,
): Readonly<Record<string, string>> {
  const rows = rowsAt(table, version);
  assert(fields.length === rows.length + 1, `${fields.length} fields for ${rows.length} names`);
  return Object.fromEntries(rows.map(({ name }, at) => [name, fields[at + 1] ?? '']));
}

function readRow(line: string): TableRow {
  const [at178 = '', at193 = '', name = '', versions = ''] = line.split('\t');
  const [from, until] = readVersions(versions);
  return { at178: readPlace(at178), at193: readPlace(at193), name, from, until };
}

function readPlace(text: string): number | null {
  return text === '-' ? null : Number(text);
}

/** `>= 103`, `< 177`, `187..189` or nothing: the first version and the one after the last. */
function readVersions(text: string): readonly [number, number] {
  if (text === '') return [0, Infinity];
  const [, sign, first = '', last] = /^(>=|<)? ?(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  assert(first !== '', `"${text}" says versions`);
  if (sign === '<') return [0, Number(first)];
  return [Number(first), last === undefined ? Infinity : Number(last) + 1];
}
