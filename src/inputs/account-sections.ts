/*
 * Sections `[account:ID]` give other values of some keys to one account. This version plans every
 * account with the same settings. The sections are read and checked like everything else, and only
 * a line that would change something is refused: a file that is written for a later version and says
 * nothing different still loads.
 */
import type { ModelShare } from '../core/settings.ts';
import { accountId } from './broker-kinds.ts';
import { resolveKey, type AccountKey } from './account-keys.ts';
import { checkTogether } from './check-together.ts';
import {
  MOST_PROBLEMS,
  problemAt,
  tooManyProblems,
  type LocatedProblem,
  type Place,
} from './located-problem.ts';
import { quoted } from './quoted.ts';
import type { IniSection } from './read-ini.ts';
import { readModelMix } from './read-model-mix.ts';
import { checkOrderStyle } from './setting-aliases.ts';
import type { SettingEntry } from './setting-entry.ts';
import type { SettingKey } from './setting-key.ts';
import { SETTING_KEYS, type SettingName } from './settings-keys.ts';
import { ACCOUNT_SECTION, FREE_SECTIONS } from './settings-sections.ts';
import {
  meantBy,
  readValue,
  sameValue,
  settingValue,
  type Written,
  type WrittenSettings,
} from './written-settings.ts';

/** What holds for all accounts; an account's own values are compared with it. */
export interface ForAllAccounts {
  readonly written: WrittenSettings;
  readonly modelMix: readonly ModelShare[];
  readonly models: readonly SettingEntry[];
  readonly accountIds: readonly string[];
}

/** Everything that is wrong with the sections of single accounts, or not supported in them. */
export function checkAccountSections(
  sections: readonly IniSection[],
  entries: readonly SettingEntry[],
  context: { readonly file: string; readonly all: ForAllAccounts },
): LocatedProblem[] {
  const own = sections.filter(({ name }) => name.startsWith(ACCOUNT_SECTION.prefix));
  const firstLines = new Map(own.map(({ name, line }) => [name, line] as const).toReversed());
  const bySection = new Map<string, SettingEntry[]>(
    [...firstLines.keys()].map((name) => [name, []]),
  );
  for (const entry of entries) bySection.get(entry.section)?.push(entry);
  return [...firstLines].flatMap(([section, line]) => {
    const id = accountId.read(section.slice(ACCOUNT_SECTION.prefix.length).trim());
    const name = id.ok ? ACCOUNT_SECTION.prefix + id.value : section;
    const header = { file: context.file, line, what: `[${name}]` };
    const inside = (bySection.get(section) ?? []).map((entry) =>
      inAccount(entry, id.ok ? id.value : undefined),
    );
    const problems = checkAccount(inside, header, context.all);
    return [...idProblems(id.ok ? id.value : undefined, header, context.all), ...problems];
  });
}

function inAccount(entry: SettingEntry, id: string | undefined): SettingEntry {
  if (id === undefined) return entry;
  const what = `[${ACCOUNT_SECTION.prefix}${id}] ${entry.writtenKey}`;
  return { ...entry, place: { ...entry.place, what } };
}

function idProblems(id: string | undefined, header: Place, all: ForAllAccounts): LocatedProblem[] {
  if (id === undefined) {
    return [
      problemAt(header, 'settings.unknown-section', {
        found: 'no account id in the name of the section',
        expected: 'a name such as [account:DU1234567]',
        fix: 'Correct the name.',
      }),
    ];
  }
  if (all.accountIds.length === 0 || all.accountIds.includes(id)) return [];
  return [
    problemAt(header, 'settings.account', {
      found: `the account ${id}`,
      expected: `one of the accounts that the settings list: ${all.accountIds.join(', ')}`,
      fix: 'Correct the id, or add it to [accounts] ids.',
    }),
  ];
}

function checkAccount(
  entries: readonly SettingEntry[],
  header: Place,
  all: ForAllAccounts,
): LocatedProblem[] {
  const problems: LocatedProblem[] = [];
  const seen = new Map<string, SettingEntry>();
  const models: SettingEntry[] = [];
  const own = new Map<SettingName, Written>();
  const names = all.models.map(({ writtenKey }) => writtenKey);
  for (const entry of entries) {
    if (problems.length > MOST_PROBLEMS) {
      return [...problems, tooManyProblems(entry.place, 'settings.syntax')];
    }
    const resolved = resolveKey(entry, names);
    if (resolved.kind === 'problem') {
      problems.push(resolved.problem);
      continue;
    }
    const twice = seen.get(countedName(resolved));
    if (twice !== undefined) problems.push(writtenTwice(twice, entry));
    else {
      seen.set(countedName(resolved), entry);
      if (resolved.kind === 'model') models.push({ ...entry, key: resolved.key });
      else problems.push(...checkValue(resolved.name, entry, { all, own }));
    }
  }
  return [
    ...problems,
    ...checkModels(models, header, all),
    ...checkOrderStyle(own),
    ...newContradictions(overlayOf(all.written, own), all.written),
  ];
}

/** Two spellings of one key are one key. */
function countedName(key: Exclude<AccountKey, { kind: 'problem' }>): string {
  return key.kind === 'model' ? `models.${key.key}` : meantBy(key.name);
}

function checkValue(
  name: SettingName,
  entry: SettingEntry,
  context: { readonly all: ForAllAccounts; readonly own: Map<SettingName, Written> },
): LocatedProblem[] {
  const definition: SettingKey = SETTING_KEYS[name];
  const reading = readValue(entry, definition);
  if (!reading.ok) return [reading.problem];
  const meant = meantBy(name);
  const { value: text, place, source } = entry;
  context.own.set(meant, { name, value: reading.value, text, place, source });
  const forAll = context.all.written.get(meant)?.text ?? SETTING_KEYS[meant].default;
  const value: unknown = settingValue(context.all.written, meant);
  return sameValue(value, reading.value) ? [] : [onlyOneValue(entry, forAll)];
}

function checkModels(
  models: readonly SettingEntry[],
  header: Place,
  all: ForAllAccounts,
): LocatedProblem[] {
  if (models.length === 0) return [];
  const own = new Set(models.map(({ key }) => key));
  const rest = all.models.filter(({ key }) => !own.has(key));
  const { modelMix, problems } = readModelMix([...models, ...rest], header);
  const restProblems = new Set(readModelMix(rest, header).problems.map(({ line }) => line));
  const changed = models.flatMap((entry) => {
    const reading = readValue(entry, FREE_SECTIONS.models);
    const before = all.modelMix.find(({ name }) => name.toLowerCase() === entry.key);
    if (!reading.ok || before?.share === reading.value) return [];
    const forAll = all.models.find(({ key }) => key === entry.key)?.value;
    return [onlyOneValue(entry, forAll)];
  });
  // What is wrong with the weights of all accounts has been told at their own lines.
  const isOwn = modelMix.length === models.length + rest.length;
  return [
    ...changed,
    ...problems.filter(({ line }) => (line === header.line ? isOwn : !restProblems.has(line))),
  ];
}

/** What does not go together only with the values of this account. */
function newContradictions(overlay: WrittenSettings, forAll: WrittenSettings): LocatedProblem[] {
  const known = new Set(checkTogether(forAll).map(({ problem }) => problem.where + problem.found));
  return checkTogether(overlay).filter(({ problem }) => !known.has(problem.where + problem.found));
}

function overlayOf(below: WrittenSettings, own: WrittenSettings): WrittenSettings {
  return new Map([...below, ...own]);
}

function onlyOneValue(entry: SettingEntry, forAll: string | undefined): LocatedProblem {
  return problemAt(entry.place, 'settings.not-supported', {
    found: `${quoted(entry.value)} for one account`,
    expected: `the value for all accounts, ${forAll ?? 'none'}; this version has no others`,
    fix: 'Delete the line, or give that account a settings file of its own.',
  });
}

function writtenTwice(first: SettingEntry, second: SettingEntry): LocatedProblem {
  const [a, b] = [first.place.line ?? 0, second.place.line ?? 0];
  return problemAt(second.place, 'settings.duplicate-key', {
    found: `${quoted(second.value)}, and ${first.writtenKey} = ${quoted(first.value)} on line ${a}`,
    expected: 'each key once in its section',
    fix: `Delete line ${a} or line ${b}.`,
  });
}
