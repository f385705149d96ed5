import type { Place } from './located-problem.ts';
import type { IniFile } from './read-ini.ts';

/** Where a value can come from; a later one of these wins over an earlier one. */
export const SOURCES = ['file', 'environment', 'flag'] as const;
export type Source = (typeof SOURCES)[number];

/** One value that somebody wrote for a key: in the settings file, the environment or a flag. */
export interface SettingEntry {
  readonly source: Source;
  /** In lower case, as the key is. */
  readonly section: string;
  readonly key: string;
  /** The key as it is written: it may be a symbol or the name of a model portfolio. */
  readonly writtenKey: string;
  readonly value: string;
  /** `settings.ini:7 [rebalance] min_order_usd`, `environment REBALANCE__…`, `flag --…`. */
  readonly place: Place;
}

/** The entries of a settings file, with their lines. */
export function entriesOfFile(ini: IniFile, file: string): SettingEntry[] {
  return ini.entries.map(({ section, key, writtenKey, value, line }) => ({
    source: 'file',
    section,
    key,
    writtenKey,
    value,
    place: { file, line, what: `[${section}] ${writtenKey}` },
  }));
}

/** How a message about another place speaks of this one: `line 7`, `environment REBALANCE__…`. */
export function briefly({ file, line }: Place): string {
  return line === undefined ? file : `line ${line}`;
}

/** The place in full, without the key: `settings.ini:7`. */
export function originOf({ file, line }: Place): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** The entries by section and key, where those of a later source replace those of an earlier one. */
export function overlaid(entries: readonly SettingEntry[]): SettingEntry[] {
  const byKey = new Map<string, SettingEntry>();
  for (const source of SOURCES) {
    for (const entry of entries) {
      if (entry.source !== source) continue;
      const name = `${entry.section}]${entry.key}`;
      const below = byKey.get(name);
      // The name of a model portfolio stays as the file writes it.
      byKey.set(name, below === undefined ? entry : { ...entry, writtenKey: below.writtenKey });
    }
  }
  return [...byKey.values()];
}
