import { closestName } from './closest-name.ts';
import { problemAt, type LocatedProblem } from './located-problem.ts';
import { quoted } from './quoted.ts';
import type { SettingEntry } from './setting-entry.ts';
import {
  isSettingName,
  keyOf,
  sectionOf,
  settingNames,
  type SettingName,
} from './settings-keys.ts';

/** The variables that the process was started with. */
export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'REBALANCE__';

/** The variable that changes a key: `REBALANCE__IBKR__PORT` for `ibkr.port`. */
export function variableOf(name: SettingName): string {
  return `${PREFIX}${sectionOf(name)}__${keyOf(name)}`.toUpperCase();
}

/**
 * Reads the variables `REBALANCE__SECTION__KEY`, without case. One that names no key is a problem:
 * somebody meant to change something. Variables without the prefix belong to other programs.
 */
export function readEnvironment(
  environment: Environment,
  modelNames: readonly string[],
): { readonly entries: readonly SettingEntry[]; readonly problems: readonly LocatedProblem[] } {
  const entries = new Map<string, SettingEntry>();
  const problems: LocatedProblem[] = [];
  // In alphabetical order, because systems list their variables in any order.
  for (const variable of Object.keys(environment).sort()) {
    const value = environment[variable];
    if (value === undefined || !variable.toUpperCase().startsWith(PREFIX)) continue;
    const entry = entryOf(variable, value);
    const name = entry === undefined ? undefined : `${entry.section}.${entry.key}`;
    const place = { file: `environment ${variable}` };
    if (entry === undefined || name === undefined || !isKnown(entry, modelNames)) {
      problems.push(unknownVariable(variable, modelNames));
    } else if (entries.has(name)) {
      problems.push(
        problemAt(place, 'settings.duplicate-key', {
          found: `${quoted(value)}, and another variable that differs from it in case only`,
          expected: 'each key once',
          fix: 'Unset one of them.',
        }),
      );
    } else entries.set(name, { ...entry, value: value.trim() });
  }
  return { entries: [...entries.values()], problems };
}

function entryOf(variable: string, value: string): SettingEntry | undefined {
  const rest = variable.slice(PREFIX.length);
  const end = rest.indexOf('__');
  if (end === -1) return undefined;
  const writtenKey = rest.slice(end + 2);
  return {
    source: 'environment',
    section: rest.slice(0, end).toLowerCase(),
    key: writtenKey.toLowerCase(),
    writtenKey,
    value,
    place: { file: `environment ${variable}` },
  };
}

function isKnown({ section, key }: SettingEntry, modelNames: readonly string[]): boolean {
  if (section === 'models') return modelNames.some((name) => name.toLowerCase() === key);
  return section === 'symbol_overrides' ? key !== '' : isSettingName(`${section}.${key}`);
}

function unknownVariable(variable: string, modelNames: readonly string[]): LocatedProblem {
  return problemAt({ file: `environment ${variable}` }, 'settings.unknown-key', {
    found: 'a variable for no key',
    expected: `${PREFIX}SECTION__KEY for a key or a model portfolio of the settings file`,
    fix: suggestion(variable.slice(PREFIX.length).toUpperCase(), modelNames),
  });
}

/** Names are compared without their prefix, which says nothing and makes them long. */
function suggestion(written: string, modelNames: readonly string[]): string {
  const key = written
    .slice(written.lastIndexOf('__') + 1)
    .replace(/^_/, '')
    .toLowerCase();
  const elsewhere = settingNames().find((name) => keyOf(name) === key);
  if (elsewhere !== undefined) return `Did you mean ${variableOf(elsewhere)}?`;
  const models = modelNames.map((name) => `MODELS__${name.toUpperCase()}`);
  const keys = settingNames().map((name) => variableOf(name).slice(PREFIX.length));
  const close = closestName(written, [...keys, ...models]);
  return close === undefined ? 'Unset it.' : `Did you mean ${PREFIX}${close}?`;
}
