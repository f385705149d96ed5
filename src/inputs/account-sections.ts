/*
 * Sections `[account:ID]` give other values of some keys to one account. They belong to the file:
 * the environment and the command line win over them, as they win over the rest of it.
 */
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
import { ACCOUNT_SECTION } from './settings-sections.ts';
import {
  meantBy,
  notSupported,
  readValue,
  type Written,
  type WrittenSettings,
} from './written-settings.ts';

/** What holds for all accounts, as far as an account does not say otherwise. */
export interface ForAllAccounts {
  readonly written: WrittenSettings;
  /** What counts for an account with values of its own. */
  readonly overlaid: (own: WrittenSettings) => WrittenSettings;
  readonly models: readonly SettingEntry[];
  readonly accountIds: readonly string[];
}

/** What one account has values of its own for. */
export interface OwnSettings {
  /** By the key that is meant. */
  readonly written: WrittenSettings;
  /** Weights of model portfolios, by the name in lower case. */
  readonly models: readonly SettingEntry[];
}

/** The sections of single accounts, by account id, and everything that is wrong with them. */
export function readAccountSections(
  sections: readonly IniSection[],
  entries: readonly SettingEntry[],
  context: { readonly file: string; readonly all: ForAllAccounts },
): {
  readonly accounts: ReadonlyMap<string, OwnSettings>;
  readonly problems: readonly LocatedProblem[];
} {
  const own = sections.filter(({ name }) => name.startsWith(ACCOUNT_SECTION.prefix));
  const firstLines = new Map(own.map(({ name, line }) => [name, line] as const).toReversed());
  const bySection = new Map<string, SettingEntry[]>(
    [...firstLines.keys()].map((name) => [name, []]),
  );
  for (const entry of entries) bySection.get(entry.section)?.push(entry);
  const accounts = new Map<string, OwnSettings>();
  const problems: LocatedProblem[] = [];
  for (const [section, line] of [...firstLines].sort(([, one], [, other]) => one - other)) {
    const reading = accountId.read(section.slice(ACCOUNT_SECTION.prefix.length).trim());
    const id = reading.ok ? reading.value : undefined;
    const name = id === undefined ? section : ACCOUNT_SECTION.prefix + id;
    const header = { file: context.file, line, what: `[${name}]` };
    const inside = (bySection.get(section) ?? []).map((entry) => inAccount(entry, id));
    const own = readAccountSection(inside, header, context.all);
    problems.push(...idProblems(id, header, context.all), ...own.problems);
    if (id === undefined) continue;
    const other = accounts.get(id);
    if (other === undefined) accounts.set(id, own);
    else problems.push(sectionTwice(header, id));
  }
  return { accounts, problems };
}

/** `[account:du1]` and `[account:DU1]` are two sections of one account. */
function sectionTwice(header: Place, id: string): LocatedProblem {
  return problemAt(header, 'settings.duplicate-key', {
    found: `a second section for the account ${id}`,
    expected: 'one section for each account',
    fix: 'Put the keys of both into one section.',
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

function readAccountSection(
  entries: readonly SettingEntry[],
  header: Place,
  all: ForAllAccounts,
): OwnSettings & { readonly problems: readonly LocatedProblem[] } {
  const problems: LocatedProblem[] = [];
  const seen = new Map<string, SettingEntry>();
  const models: SettingEntry[] = [];
  const own = new Map<SettingName, Written>();
  const names = all.models.map(({ writtenKey }) => writtenKey);
  for (const entry of entries) {
    if (problems.length > MOST_PROBLEMS) {
      problems.push(tooManyProblems(entry.place, 'settings.syntax'));
      return { written: own, models, problems };
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
      if (resolved.kind === 'model')
        models.push({ ...entry, section: 'models', key: resolved.key });
      else problems.push(...takeValue(resolved.name, entry, own));
    }
  }
  problems.push(
    ...checkModels(models, header, all),
    ...checkOrderStyle(own),
    ...newContradictions(all.overlaid(own), all.written),
  );
  return { written: own, models, problems };
}

/** Two spellings of one key are one key. */
function countedName(key: Exclude<AccountKey, { kind: 'problem' }>): string {
  return key.kind === 'model' ? `models.${key.key}` : meantBy(key.name);
}

function takeValue(
  name: SettingName,
  entry: SettingEntry,
  own: Map<SettingName, Written>,
): LocatedProblem[] {
  const definition: SettingKey = SETTING_KEYS[name];
  const reading = readValue(entry, definition);
  if (!reading.ok) return [reading.problem];
  const { value: text, place, source } = entry;
  own.set(meantBy(name), { name, value: reading.value, text, place, source });
  const refusal = notSupported(name, entry, reading.value);
  return refusal === undefined ? [] : [refusal];
}

/**
 * The weights of all model portfolios for an account: its own, then the others. A weight that the
 * environment or a flag gives wins over the account's own, which is of the file.
 */
export function modelsOf(
  own: readonly SettingEntry[],
  forAll: readonly SettingEntry[],
): readonly SettingEntry[] {
  const counted = own.flatMap((entry): SettingEntry[] => {
    const known = forAll.find(({ key }) => key === entry.key);
    if (known !== undefined && known.source !== 'file') return [];
    // The name of a model portfolio stays as [models] writes it.
    const writtenKey = known?.writtenKey ?? entry.writtenKey.replace(/^models\./i, '');
    return [{ ...entry, writtenKey }];
  });
  const keys = new Set(counted.map(({ key }) => key));
  return [...counted, ...forAll.filter(({ key }) => !keys.has(key))];
}

function checkModels(
  models: readonly SettingEntry[],
  header: Place,
  all: ForAllAccounts,
): LocatedProblem[] {
  if (models.length === 0) return [];
  const counted = modelsOf(models, all.models);
  const rest = all.models.filter((entry) => counted.includes(entry));
  const { modelMix, problems } = readModelMix(counted, header);
  const restProblems = new Set(readModelMix(rest, header).problems.map(({ line }) => line));
  // What is wrong with the weights of all accounts has been told at their own lines.
  const isOwn = modelMix.length === counted.length;
  return problems.filter(({ line }) => (line === header.line ? isOwn : !restProblems.has(line)));
}

/** What does not go together only with the values of this account. */
function newContradictions(overlay: WrittenSettings, forAll: WrittenSettings): LocatedProblem[] {
  const known = new Set(checkTogether(forAll).map(({ problem }) => problem.where + problem.found));
  return checkTogether(overlay).filter(({ problem }) => !known.has(problem.where + problem.found));
}

function writtenTwice(first: SettingEntry, second: SettingEntry): LocatedProblem {
  const [a, b] = [first.place.line ?? 0, second.place.line ?? 0];
  return problemAt(second.place, 'settings.duplicate-key', {
    found: `${quoted(second.value)}, and ${first.writtenKey} = ${quoted(first.value)} on line ${a}`,
    expected: 'each key once in its section',
    fix: `Delete line ${a} or line ${b}.`,
  });
}
