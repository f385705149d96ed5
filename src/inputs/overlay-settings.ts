/*
 * The settings file, then the environment, then the flags: a later one wins. Each of them is a layer
 * whose other spellings have been joined already, so that `smart_limit` in the environment wins over
 * `order_type` in the file, and does not contradict it.
 */
import { problemAt, type LocatedProblem } from './located-problem.ts';
import { quoted } from './quoted.ts';
import { agree } from './setting-aliases.ts';
import type { SettingName } from './settings-keys.ts';
import { looseningProblem } from './tightening.ts';
import { settingValue, type Written, type WrittenSettings } from './written-settings.ts';

/** Lays the layers over each other; what a later layer may not change is a problem. */
export function overlaySettings(layers: readonly WrittenSettings[]): {
  readonly written: WrittenSettings;
  readonly problems: readonly LocatedProblem[];
} {
  const [file = new Map<SettingName, Written>(), ...outside] = layers;
  const problems: LocatedProblem[] = [];
  let merged: WrittenSettings = file;
  for (const layer of outside) {
    problems.push(...accountProblems(layer, merged));
    const allowed = new Map(layer);
    for (const [name, written] of layer) {
      const problem = looseningProblem(name, written, merged);
      if (problem === undefined) continue;
      problems.push(problem);
      allowed.delete(name);
    }
    merged = layOver(merged, allowed, layer);
  }
  return { written: withMarketOrders(merged), problems };
}

/**
 * The values of a layer over those below it. `saying` is the layer with the values too that were
 * not allowed: they still say what somebody meant to replace.
 */
export function layOver(
  below: WrittenSettings,
  layer: WrittenSettings,
  saying = layer,
): WrittenSettings {
  const replaced = new Set(replacedBy(saying, below));
  return new Map([...[...below].filter(([name]) => !replaced.has(name)), ...layer]);
}

/** Keys of lower layers that say the same thing in another way as keys of this layer do. */
function replacedBy(layer: WrittenSettings, below: WrittenSettings): SettingName[] {
  const replaced: SettingName[] = [];
  if (layer.has('accounts.ids') || layer.has('ibkr.account_id')) {
    replaced.push('accounts.ids', 'ibkr.account_id');
  }
  const style = layer.get('limits.style');
  const orderType = layer.get('execution.order_type');
  const [styleBelow, typeBelow] = [below.get('limits.style'), below.get('execution.order_type')];
  if (style !== undefined && typeBelow !== undefined && !agree(style, typeBelow)) {
    replaced.push('execution.order_type');
  }
  if (orderType !== undefined && styleBelow !== undefined && !agree(styleBelow, orderType)) {
    replaced.push('limits.style');
  }
  return replaced;
}

/** Of the two keys that can ask for market orders, the other one says so too. */
function withMarketOrders(written: WrittenSettings): WrittenSettings {
  const style = written.get('limits.style');
  const orderType = written.get('execution.order_type');
  const joined = new Map(written);
  if (orderType === undefined && style?.value === 'off') {
    joined.set('execution.order_type', { ...style, value: 'market' });
  }
  if (style === undefined && orderType?.value === 'market') {
    joined.set('limits.style', { ...orderType, value: 'off' });
  }
  return joined;
}

/** A flag chooses among the accounts that are listed; it does not add one. */
function accountProblems(layer: WrittenSettings, below: WrittenSettings): LocatedProblem[] {
  const chosen = layer.get('accounts.ids');
  if (chosen?.source !== 'flag') return [];
  const listed = accountIds(below);
  const strangers = accountIds(layer).filter((id) => !listed.includes(id));
  if (listed.length === 0 || strangers.length === 0) return [];
  return [
    problemAt(chosen.place, 'settings.account', {
      found: strangers.map(quoted).join(', '),
      expected: `one of the accounts that the settings list: ${listed.join(', ')}`,
      fix: 'Correct the flag, or add the account to [accounts] ids.',
    }),
  ];
}

/** The union of both spellings, in the order of the list (PLANNING A.12 row 15). */
export function accountIds(written: WrittenSettings): readonly string[] {
  const one = settingValue(written, 'ibkr.account_id');
  const many = settingValue(written, 'accounts.ids') ?? [];
  return [...new Set([...many, ...(one === undefined ? [] : [one])])];
}
