import { describe, expect, it } from 'vitest';
import type { SettingKey } from './setting-key.ts';
import { readSettings } from './read-settings.ts';
import { isSettingName, keyOf, sectionOf, SETTING_KEYS, settingNames } from './settings-keys.ts';
import { FREE_SECTIONS, SECTIONS } from './settings-sections.ts';
import { sameValue } from './written-settings.ts';

const rows = settingNames().map((name): [string, SettingKey] => [name, SETTING_KEYS[name]]);

const read = (name: string, value: string) => {
  const [section = '', key = ''] = name.split('.');
  return readSettings(`[models]\nall = 1\n[${section}]\n${key} = ${value}\n`, 'settings.ini');
};

/** A value that is right, and not the default, for every key that this version has not built. */
const otherValues: Record<string, string> = {
  'pricing.allow_delayed': 'true',
};

describe('the table of keys', () => {
  it.each(rows)('%s has a section, a description and a default that can be read', (name, row) => {
    expect(Object.keys(SECTIONS)).toContain(name.split('.')[0]);
    expect(row.about).toMatch(/^[A-Z].*\.$/);
    expect(row.kind.expected).not.toBe('');
    if (row.default !== undefined) expect(row.kind.read(row.default).ok).toBe(true);
    for (const later of row.notYet ?? []) expect(row.kind.read(later).ok).toBe(true);
  });

  it.each(rows.filter(([, row]) => row.aliasOf !== undefined))(
    '%s has the default of the key it is another spelling of',
    (_, row) => {
      const meant = row.aliasOf ?? '';
      expect(isSettingName(meant)).toBe(true);
      if (!isSettingName(meant)) return;
      const target: SettingKey = SETTING_KEYS[meant];
      const values = [row, target].map(({ kind, default: written }) => kind.read(written ?? ''));
      expect(values[0]).toEqual(values[1]);
      expect(row.built).toBe(target.built);
    },
  );

  it('has no section twice, and knows its own keys only', () => {
    expect(Object.keys(SECTIONS).filter((name) => Object.hasOwn(FREE_SECTIONS, name))).toEqual([]);
    expect(isSettingName('ibkr.port')).toBe(true);
    expect(isSettingName('ibkr.prot')).toBe(false);
    expect(isSettingName('toString')).toBe(false);
    expect(sectionOf('fx.order_type')).toBe('fx');
    expect(keyOf('fx.order_type')).toBe('order_type');
  });
});

describe('a default', () => {
  it.each(rows.filter(([, row]) => row.default !== undefined))(
    'of %s may be written',
    (name, row) => {
      expect(read(name, row.default ?? '')).toEqual(
        readSettings('[models]\nall = 1', 'settings.ini'),
      );
    },
  );
});

describe('a key that this version has not built', () => {
  const planned = rows.filter(([, row]) => !row.built).map(([name]) => name);

  it('is in the lists of this test', () => {
    expect(Object.keys(otherValues).toSorted()).toEqual(planned.toSorted());
  });

  it.each(Object.entries(otherValues))('%s = %s is refused', (name, value) => {
    const result = read(name, value);
    const [section = '', key = ''] = name.split('.');
    expect(result).toMatchObject({
      ok: false,
      problems: [{ code: 'settings.not-supported', where: `settings.ini:4 [${section}] ${key}` }],
    });
  });

  it.each(Object.keys(otherValues))('%s is checked all the same', (name) => {
    expect(read(name, 'nonsense!')).toMatchObject({
      ok: false,
      problems: [{ code: 'settings.bad-value' }],
    });
  });

  it('says what is supported', () => {
    expect(read('pricing.allow_delayed', 'true')).toMatchObject({
      problems: [
        {
          found: '"true"',
          expected: '"false"; only the default is supported by this version',
          fix: 'Delete the line.',
        },
      ],
    });
  });

  it('may say its default in other words', () => {
    expect(read('pricing.allow_delayed', 'FALSE').ok).toBe(true);
    expect(read('fx.funding_currencies', 'cad').ok).toBe(true);
    expect(read('fx.fx_buffer_bps', '20.0').ok).toBe(true);
  });
});

it('lists are the same when they hold the same values in the same order', () => {
  expect(sameValue(['a', 'b'], ['a', 'b'])).toBe(true);
  expect(sameValue(['a', 'b'], ['b', 'a'])).toBe(false);
  expect(sameValue(['a'], ['a', 'b'])).toBe(false);
  expect(sameValue(['a'], 'a')).toBe(false);
});
