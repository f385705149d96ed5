import { formatExact } from '../core/units/decimal.ts';
import { RATIO_DECIMALS } from '../core/units/ratio.ts';
import type { ModelShare, SymbolOverride } from '../core/settings.ts';
import { originOf, type SettingEntry } from './setting-entry.ts';
import type { SettingKey } from './setting-key.ts';
import { keyOf, sectionOf, SETTING_KEYS, settingNames } from './settings-keys.ts';
import { bracketed, type WrittenSettings } from './written-settings.ts';

/** One setting as it counts, and who says so. */
export interface EffectiveSetting {
  readonly section: string;
  readonly key: string;
  /** As a settings file would write it; undefined when nothing stands in for an absent key. */
  readonly value: string | undefined;
  /** `default`, `settings.ini:7`, `environment REBALANCE__…`, `flag --…`. */
  readonly origin: string;
}

/** What the sections with names of the user's own say. */
export interface OwnNames {
  readonly modelMix: readonly ModelShare[];
  readonly symbolOverrides: ReadonlyMap<string, SymbolOverride>;
  readonly entries: readonly SettingEntry[];
}

/** The settings that have a value, without their origins: enough to write a settings file again. */
export function settingsInWords(
  effective: readonly EffectiveSetting[],
): { readonly section: string; readonly key: string; readonly value: string }[] {
  return effective.flatMap(({ section, key, value }) =>
    value === undefined ? [] : [{ section, key, value }],
  );
}

/** Every setting in the order of the table, other spellings left out, then the user's own names. */
export function effectiveSettings(written: WrittenSettings, own: OwnNames): EffectiveSetting[] {
  const fixed = settingNames().flatMap((name): EffectiveSetting[] => {
    const definition: SettingKey = SETTING_KEYS[name];
    if (definition.aliasOf !== undefined) return [];
    const [section, key] = [sectionOf(name), keyOf(name)];
    const given = written.get(name);
    if (given === undefined) {
      return [{ section, key, value: definition.default, origin: 'default' }];
    }
    // The words of a choice read to themselves, so that LMT is shown as the limit that it means.
    const value = typeof given.value === 'string' ? given.value : given.text;
    const spelling = given.name === name ? '' : `, as ${bracketed(given.name)} = ${given.text}`;
    return [{ section, key, value, origin: originOf(given.place) + spelling }];
  });
  const originsOf = (section: string): ReadonlyMap<string, string> =>
    new Map(
      own.entries
        .filter((entry) => entry.section === section)
        .map(({ key, place }) => [key, originOf(place)] as const),
    );
  const models = originsOf('models');
  const overrides = originsOf('symbol_overrides');
  return [
    ...fixed,
    ...own.modelMix.map(({ name, share }) => ({
      section: 'models',
      key: name,
      value: formatExact(share, RATIO_DECIMALS),
      origin: models.get(name.toLowerCase()) ?? '',
    })),
    ...[...own.symbolOverrides].map(([symbol, override]) => ({
      section: 'symbol_overrides',
      key: symbol,
      value: override.kind === 'conId' ? `conId:${override.conId}` : override.exchange,
      origin: overrides.get(symbol.toLowerCase()) ?? '',
    })),
  ];
}
