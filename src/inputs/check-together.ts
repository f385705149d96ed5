import { contradiction } from './contradiction.ts';
import { problemAt, type LocatedProblem } from './located-problem.ts';
import { quoted } from './quoted.ts';
import { SETTING_KEYS, type SettingName } from './settings-keys.ts';
import { bracketed, settingValue, type WrittenSettings } from './written-settings.ts';

/** Settings that are right alone and do not go together. */
export function checkTogether(written: WrittenSettings): LocatedProblem[] {
  return [
    ...extendedHours(written),
    ...waitForAlgorithm(written),
    ...crossAlgorithm(written),
    ...idleCash(written),
    ...currencyOrders(written),
  ];
}

/** Outside of regular hours the exchanges take plain limit orders only. */
function extendedHours(written: WrittenSettings): LocatedProblem[] {
  const hours = written.get('rebalance.trading_hours');
  if (hours?.value !== 'eth') return [];
  const others: readonly SettingName[] = [
    'execution.order_type',
    'execution.algo_preference',
    'execution.on_timeout',
    'limits.escalate_action',
  ];
  const refused = ['market', 'midprice', 'adaptive'];
  return others.flatMap((name) => {
    const other = written.get(name);
    if (other === undefined || !refused.includes(String(other.value))) return [];
    return [contradiction(hours, other, 'plain limit orders outside of regular hours')];
  });
}

/** The fallback of an algorithm has to come before the order is given up. */
function waitForAlgorithm(written: WrittenSettings): LocatedProblem[] {
  if (settingValue(written, 'execution.algo_preference') === 'none') return [];
  const [wait, timeout] = [
    'execution.wait_before_fallback_seconds',
    'execution.fill_timeout_seconds',
  ] as const;
  if (settingValue(written, wait) < settingValue(written, timeout)) return [];
  return tooLarge(wait, timeout, written);
}

/** An algorithm prices its order itself: there is no limit that could cross. */
function crossAlgorithm(written: WrittenSettings): LocatedProblem[] {
  const algorithm = written.get('execution.algo_preference');
  const onTimeout = written.get('execution.on_timeout');
  if (algorithm === undefined || algorithm.value === 'none') return [];
  if (onTimeout?.value !== 'cross') return [];
  return [contradiction(algorithm, onTimeout, 'cancel or market at the end of an algorithm')];
}

/** In total_drift the idle cash is a part of the drift already. */
function idleCash(written: WrittenSettings): LocatedProblem[] {
  const band = written.get('rebalance.idle_cash_band_bps');
  const trigger = written.get('rebalance.trigger_mode');
  if (band === undefined || trigger?.value !== 'total_drift') return [];
  return [contradiction(trigger, band, 'it in per_holding only; total_drift counts cash already')];
}

function currencyOrders(written: WrittenSettings): LocatedProblem[] {
  const most = settingValue(written, 'fx.max_fx_order_usd');
  if (most === undefined || settingValue(written, 'fx.min_fx_order_usd') <= most) return [];
  return tooLarge('fx.min_fx_order_usd', 'fx.max_fx_order_usd', written);
}

/** The problem of a number that another one limits, where either may be a default. */
function tooLarge(
  small: SettingName,
  large: SettingName,
  written: WrittenSettings,
): LocatedProblem[] {
  const [a, b] = [written.get(small), written.get(large)];
  const expected = `${bracketed(small)} below ${bracketed(large)}`;
  if (a !== undefined && b !== undefined) return [contradiction(a, b, expected)];
  const [own, other] = a === undefined ? [b, small] : [a, large];
  if (own === undefined) return [];
  return [
    problemAt(own.place, 'settings.contradiction', {
      found: `${quoted(own.text)}, but ${bracketed(other)} is ${SETTING_KEYS[other].default ?? 'none'} by default`,
      expected,
      fix: `Correct it, or write ${bracketed(other)} too.`,
    }),
  ];
}
