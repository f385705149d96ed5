import { contradiction } from './contradiction.ts';
import type { LocatedProblem } from './located-problem.ts';
import type { SettingName } from './settings-keys.ts';
import { meantBy, sameValue, type Written, type WrittenSettings } from './written-settings.ts';

/** Gives the values of other spellings to the keys they mean; two that disagree are a problem. */
export function joinAliases(written: WrittenSettings): {
  readonly written: WrittenSettings;
  readonly problems: readonly LocatedProblem[];
} {
  const joined = new Map<SettingName, Written>();
  for (const [name, value] of written) if (meantBy(name) === name) joined.set(name, value);
  const problems: LocatedProblem[] = [];
  for (const [name, alias] of written) {
    const meant = meantBy(name);
    if (meant === name) continue;
    const other = joined.get(meant);
    if (other === undefined) joined.set(meant, alias);
    else if (!sameValue(other.value, alias.value)) problems.push(contradiction(other, alias));
  }
  return { written: joined, problems };
}

/**
 * `limits.style` and `execution.order_type` can each ask for market orders. When both are written
 * they have to agree: whoever writes one of them to get limit prices must not get market orders.
 */
export function checkOrderStyle(written: WrittenSettings): LocatedProblem[] {
  const style = written.get('limits.style');
  const orderType = written.get('execution.order_type');
  if (style === undefined || orderType === undefined || agree(style, orderType)) return [];
  return [contradiction(style, orderType)];
}

/** Whether a limit style and an order type ask for the same kind of orders. */
export function agree(style: Written, orderType: Written): boolean {
  return (style.value === 'off') === (orderType.value === 'market');
}
