/*
 * The environment and the command line may make a run safer than the settings file says, and never
 * less safe: a variable that somebody forgot in a profile must not open what the file closes. For
 * each key of [safety], and for read_only, this says what safer means.
 */
import { problemAt, type LocatedProblem } from './located-problem.ts';
import { quoted } from './quoted.ts';
import { originOf } from './setting-entry.ts';
import { keyOf, SETTING_KEYS, type SettingName } from './settings-keys.ts';
import { sameValue, settingValue, type Written, type WrittenSettings } from './written-settings.ts';

/** Whether the second value is as safe as the first, or safer. */
type Comparison = (base: unknown, next: unknown) => boolean;

/** Values from the least safe to the safest. */
const rising =
  (...values: readonly unknown[]): Comparison =>
  (base, next) =>
    values.indexOf(next) >= values.indexOf(base);

/** A limit: lower is safer, and none at all is the least safe. */
const lower: Comparison = (base, next) => {
  if (base === undefined) return true;
  return typeof next === typeof base && (next as bigint | number) <= (base as bigint | number);
};

/** By the key that is meant: an alias is judged by what it stands for. */
const comparisons = new Map<SettingName, Comparison>([
  ['ibkr.read_only', rising(false, true)],
  ['safety.paper_only', rising(false, true)],
  ['safety.require_confirm', rising(false, true)],
  // Whoever relies on the file that the settings name would create it in vain.
  ['safety.kill_switch_file', sameValue],
  ['safety.max_order_usd', lower],
  ['safety.max_turnover_pct', lower],
  ['safety.max_orders', lower],
  ['safety.max_daily_usd', lower],
  ['safety.collar_bps', lower],
  ['safety.max_gap_pct', lower],
  ['safety.max_run_minutes', lower],
  ['safety.require_whatif', rising('false', 'warn', 'true')],
  ['rebalance.trading_hours', rising('eth', 'rth')],
]);

/** Whether a key may only be tightened from outside of the settings file. */
export function onlyTightens(name: SettingName): boolean {
  return comparisons.has(name);
}

/** The problem of a value from the environment or a flag that is less safe than what it replaces. */
export function looseningProblem(
  name: SettingName,
  next: Written,
  below: WrittenSettings,
): LocatedProblem | undefined {
  const isAsSafe = comparisons.get(name);
  if (isAsSafe === undefined || isAsSafe(settingValue(below, name), next.value)) return undefined;
  const base = below.get(name);
  const says =
    base === undefined
      ? `the default of ${keyOf(name)} is ${SETTING_KEYS[name].default ?? 'none'}`
      : `${originOf(base.place)} says ${quoted(base.text)}`;
  return problemAt(next.place, 'settings.contradiction', {
    found: `${quoted(next.text)}, but ${says}`,
    expected: 'the same or safer: only the settings file can make a run less safe',
    fix: 'Take it back, or change the settings file.',
  });
}
