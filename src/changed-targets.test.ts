import { expect, it } from 'vitest';
import type { TargetWeights } from './core/plan/blend-targets.ts';
import { plannerInput } from './core/testing/example-account.ts';
import { asRatio, ratio } from './core/units/ratio.ts';
import { failure, success } from './core/units/result.ts';
import { changedTargets } from './changed-targets.ts';

function targets(weights: Record<string, string>, cash = '0'): TargetWeights {
  const entries = Object.entries(weights).map(([symbol, text]) => [symbol, ratio(text)] as const);
  return { weights: new Map(entries), cash: asRatio(ratio(cash)) };
}

const { snapshot } = plannerInput({ etfs: [{ symbol: 'AA', weight: '100' }], cash: '1000' });

function since(then: TargetWeights, now: TargetWeights): readonly string[] {
  const run = { runId: 'R', simulated: false, targets: then, settings: [], snapshot };
  return changedTargets(success(run), now);
}

it('names each target that is another one, that is new, or that is gone', () => {
  const then = targets({ AA: '0.5', BB: '0.3', CC: '0.2' });
  const now = targets({ AA: '0.5', BB: '0.25', DD: '0.15' }, '0.1');
  expect(since(then, now)).toEqual([
    'Targets changed since the run of 2023-11-14 22:13 UTC: BB 30.00% to 25.00%, CC 20.00% to 0.00%, DD 0.00% to 15.00%, CASH 0.00% to 10.00%.',
  ]);
});

it('says nothing while they are the same, in whatever order, or when no run is known', () => {
  expect(since(targets({ AA: '0.4', BB: '0.6' }), targets({ BB: '0.6', AA: '0.4' }))).toEqual([]);
  expect(changedTargets(failure([]), targets({ AA: '1' }))).toEqual([]);
});

it('tells the first eight of many', () => {
  const now = Object.fromEntries('ABCDEFGHIJ'.split('').map((each) => [each, '0.1']));
  expect(since(targets({}), targets(now))[0]).toMatch(/H 0\.00% to 10\.00%, and 2 more\.$/);
});
