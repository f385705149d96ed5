import type { TargetWeights } from './core/plan/blend-targets.ts';
import { formatPercent, ZERO_RATIO, type Ratio } from './core/units/ratio.ts';
import type { Result } from './core/units/result.ts';
import type { SavedRun } from './ports.ts';

/** More than a person reads before a question. */
const MOST_TOLD = 8;

/**
 * Which targets are not what they were in the newest saved run, in one sentence: a plan that trades
 * because somebody edited a file looks like one that trades because prices moved. None when nothing
 * changed or no run is known.
 */
export function changedTargets(before: Result<SavedRun>, now: TargetWeights): readonly string[] {
  if (!before.ok) return [];
  const { targets: then, snapshot } = before.value;
  const symbols = [...new Set([...now.weights.keys(), ...then.weights.keys()])].sort();
  const weights = symbols.map((symbol) => ({
    symbol,
    was: then.weights.get(symbol) ?? ZERO_RATIO,
    is: now.weights.get(symbol) ?? ZERO_RATIO,
  }));
  const changed = [...weights, { symbol: 'CASH', was: then.cash, is: now.cash }].filter(
    ({ was, is }) => was !== is,
  );
  if (changed.length === 0) return [];
  const told = changed.slice(0, MOST_TOLD).map(describeChange);
  const more = changed.length - told.length;
  const when = new Date(snapshot.takenAt).toISOString().slice(0, 16).replace('T', ' ');
  const rest = more > 0 ? `, and ${more} more` : '';
  return [`Targets changed since the run of ${when} UTC: ${told.join(', ')}${rest}.`];
}

function describeChange({
  symbol,
  was,
  is,
}: {
  readonly symbol: string;
  readonly was: Ratio;
  readonly is: Ratio;
}): string {
  return `${symbol} ${formatPercent(was)}% to ${formatPercent(is)}%`;
}
