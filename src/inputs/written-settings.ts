import { assert } from '../core/units/assert.ts';
import { closestName } from './closest-name.ts';
import {
  MOST_PROBLEMS,
  problemAt,
  tooManyProblems,
  type LocatedProblem,
  type Place,
} from './located-problem.ts';
import { alternatives } from './plain-kinds.ts';
import { quoted } from './quoted.ts';
import type { SettingEntry, Source } from './setting-entry.ts';
import type { SettingKey } from './setting-key.ts';
import {
  isSettingName,
  keyOf,
  sectionOf,
  SETTING_KEYS,
  settingNames,
  type SettingName,
  type SettingValue,
} from './settings-keys.ts';
import { SECTIONS } from './settings-sections.ts';
import type { ValueKind } from './value-kind.ts';

/** A value that somebody wrote, and where. */
export interface Written {
  /** The key as written, which may be another spelling of the key that it counts for. */
  readonly name: SettingName;
  readonly value: unknown;
  readonly text: string;
  readonly place: Place;
  readonly source: Source;
}

/** The values that are written for the keys of the table, by the key that they count for. */
export type WrittenSettings = ReadonlyMap<SettingName, Written>;

/** Reads every value of the fixed sections; a key or a value without a meaning is a problem. */
export function readWrittenSettings(entries: readonly SettingEntry[]): {
  readonly written: WrittenSettings;
  readonly problems: readonly LocatedProblem[];
} {
  const problems: LocatedProblem[] = [];
  const written = new Map<SettingName, Written>();
  for (const entry of entries) {
    if (!Object.hasOwn(SECTIONS, entry.section)) continue;
    const name = `${entry.section}.${entry.key}`;
    if (problems.length > MOST_PROBLEMS) {
      problems.push(tooManyProblems(entry.place, 'settings.syntax'));
      break;
    }
    if (!isSettingName(name)) {
      problems.push(unknownKey(entry));
      continue;
    }
    const definition: SettingKey = SETTING_KEYS[name];
    const reading = readValue(entry, definition);
    if (!reading.ok) {
      problems.push(reading.problem);
      continue;
    }
    const { value: text, place, source } = entry;
    written.set(name, { name, value: reading.value, text, place, source });
    const refusal = notSupported(name, entry, reading.value);
    if (refusal !== undefined) problems.push(refusal);
  }
  return { written, problems };
}

/** The value of a key: what is written, or what stands in for it. */
export function settingValue<Name extends SettingName>(
  written: WrittenSettings,
  name: Name,
): SettingValue<Name> {
  const value = written.has(name) ? written.get(name)?.value : defaultValue(SETTING_KEYS[name]);
  return value as SettingValue<Name>;
}

/** Reads the value of one entry; a value that its kind refuses is a problem at that place. */
export function readValue<Value>(
  entry: SettingEntry,
  definition: { readonly kind: ValueKind<Value>; readonly default?: string | undefined },
):
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: LocatedProblem } {
  const reading = definition.kind.read(entry.value);
  if (reading.ok) return reading;
  const byDefault =
    definition.default === undefined || entry.source !== 'file'
      ? ''
      : `, or delete the line to get ${definition.default}`;
  return {
    ok: false,
    problem: problemAt(entry.place, 'settings.bad-value', {
      found: entry.value === '' ? 'no value' : quoted(entry.value),
      expected: reading.expected ?? definition.kind.expected,
      fix: reading.fix ?? `Correct the value${byDefault}.`,
    }),
  };
}

/** Whether two values that kinds have read are the same. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((value, at) => sameValue(value, b[at]));
}

/** The key that a key counts for: itself, or the one that it is another spelling of. */
export function meantBy(name: SettingName): SettingName {
  const { aliasOf }: SettingKey = SETTING_KEYS[name];
  return aliasOf !== undefined && isSettingName(aliasOf) ? aliasOf : name;
}

/** A key as a message names it: `[rebalance] min_order_usd`. */
export function bracketed(name: SettingName): string {
  return `[${sectionOf(name)}] ${keyOf(name)}`;
}

function defaultValue(definition: SettingKey): unknown {
  if (definition.default === undefined) return undefined;
  const reading = definition.kind.read(definition.default);
  assert(reading.ok, `the default ${definition.default} can be read`);
  return reading.value;
}

function unknownKey(entry: SettingEntry): LocatedProblem {
  const { file, line } = entry.place;
  return problemAt({ file, line }, 'settings.unknown-key', {
    found: `the key ${quoted(entry.writtenKey)}`,
    expected: `a key of [${entry.section}]`,
    fix: suggestion(entry),
  });
}

function suggestion(entry: SettingEntry): string {
  const elsewhere = settingNames().find((name) => keyOf(name) === entry.key);
  if (elsewhere !== undefined) return `It belongs into the section [${sectionOf(elsewhere)}].`;
  const keys = settingNames(entry.section).map(keyOf);
  const close = closestName(entry.key, keys);
  return close === undefined
    ? `Delete the line. The keys of this section are ${keys.join(', ')}.`
    : `Did you mean ${close}?`;
}

/** A value that is right and that this version does not act on; to ignore it would mislead. */
export function notSupported(
  name: SettingName,
  entry: SettingEntry,
  value: unknown,
): LocatedProblem | undefined {
  const definition: SettingKey = SETTING_KEYS[name];
  const { kind, built, notYet = [] } = definition;
  const isLater = notYet.some((text) => {
    const later = kind.read(text);
    if (!later.ok) return false;
    // In a list it is enough that one of its entries is not built.
    return isList(value) && isList(later.value)
      ? later.value.every((each) => value.includes(each))
      : sameValue(later.value, value);
  });
  if (built ? !isLater : sameValue(value, defaultValue(definition))) return undefined;
  return problemAt(entry.place, 'settings.not-supported', {
    found: quoted(entry.value),
    expected: built
      ? `another value; ${alternatives(notYet)} is not supported by this version`
      : `${quoted(definition.default ?? '')}; only the default is supported by this version`,
    fix: entry.source === 'file' ? 'Delete the line.' : 'Take it back.',
  });
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
