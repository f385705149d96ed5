import { closestName } from './closest-name.ts';
import { problemAt, type LocatedProblem } from './located-problem.ts';
import { alternatives } from './plain-kinds.ts';
import { quoted } from './quoted.ts';
import type { SettingEntry } from './setting-entry.ts';
import {
  isSettingName,
  keyOf,
  sectionOf,
  settingNames,
  type SettingName,
} from './settings-keys.ts';
import { meantBy } from './written-settings.ts';

/** What a key in the section of an account means. */
export type AccountKey =
  | { readonly kind: 'setting'; readonly name: SettingName }
  /** A model portfolio, in lower case. */
  | { readonly kind: 'model'; readonly key: string }
  | { readonly kind: 'problem'; readonly problem: LocatedProblem };

/** The sections whose keys an account may have its own values of, besides its model mix. */
const OWN_SECTIONS = ['rebalance', 'pricing', 'limits', 'fx', 'execution'];

const ownNames = settingNames().filter((name) => OWN_SECTIONS.includes(sectionOf(name)));

/**
 * Finds what a key means: `path`, `section.key`, or a bare key. A bare key that two sections have
 * is not guessed at.
 */
export function resolveKey(entry: SettingEntry, modelNames: readonly string[]): AccountKey {
  const { key } = entry;
  if (key === 'path') return { kind: 'setting', name: 'accounts.path' };
  if (isSettingName(key) && ownNames.includes(key)) return { kind: 'setting', name: key };
  if (key.startsWith('models.') && key !== 'models.') {
    return { kind: 'model', key: key.slice('models.'.length) };
  }
  const isModel = modelNames.some((name) => name.toLowerCase() === key);
  const named = ownNames.filter((name) => keyOf(name) === key);
  // Another spelling of a key is no second key.
  const meant = [...new Set(named.map(meantBy))];
  const [only] = named;
  if (only !== undefined && meant.length === 1 && !isModel) return { kind: 'setting', name: only };
  if (isModel && meant.length === 0) return { kind: 'model', key };
  const problem =
    meant.length === 0 ? unknownKey(entry, modelNames) : ambiguousKey(entry, meant, isModel);
  return { kind: 'problem', problem };
}

function ambiguousKey(
  entry: SettingEntry,
  meant: readonly SettingName[],
  isModel: boolean,
): LocatedProblem {
  const names = [...meant, ...(isModel ? [`models.${entry.key}`] : [])];
  return problemAt(entry.place, 'settings.unknown-key', {
    found: `the key ${quoted(entry.writtenKey)}, which may mean ${alternatives(names)}`,
    expected: 'the section in front of a key that two sections have',
    fix: `Write ${alternatives(names)}.`,
  });
}

function unknownKey(entry: SettingEntry, modelNames: readonly string[]): LocatedProblem {
  const { key, writtenKey, place } = entry;
  const bare = key.slice(key.lastIndexOf('.') + 1);
  const forAll = settingNames().find((name) => name === key || keyOf(name) === bare);
  const close = closestName(bare, [...ownNames.map(keyOf), 'path', ...modelNames]);
  const fix =
    forAll !== undefined && !ownNames.includes(forAll)
      ? `It holds for all accounts: write it into the section [${sectionOf(forAll)}].`
      : close === undefined
        ? 'Delete the line.'
        : `Did you mean ${close}?`;
  return problemAt(place, 'settings.unknown-key', {
    found: `the key ${quoted(writtenKey)}`,
    expected: `path, or a key of ${[...OWN_SECTIONS, 'models'].map((name) => `[${name}]`).join(' ')}`,
    fix,
  });
}
