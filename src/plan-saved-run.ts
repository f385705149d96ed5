import type { Account } from './choose-accounts.ts';
import type { TargetWeights } from './core/plan/blend-targets.ts';
import { fitSnapshot } from './core/plan/fit-snapshot.ts';
import { failure, type Result } from './core/units/result.ts';
import { settingsInWords } from './inputs/effective-settings.ts';
import { planObserved, type Planned } from './observe-and-plan.ts';
import type { SavedRun, SavedSetting } from './ports.ts';

/** The plan of a saved run by the files as they are now; refuses when the run saw too little for them. */
export function planSavedRun(saved: SavedRun, account: Account): Result<Planned> {
  const { targets, effective } = account;
  const { snapshot, missing } = fitSnapshot(saved.snapshot, targets);
  const rerouted = changedSettings(saved.settings, settingsInWords(effective)).filter(
    ({ section, key }) => section === 'symbol_overrides' && targets.weights.has(key.toUpperCase()),
  );
  const unseen = [...new Set([...missing, ...rerouted.map(({ key }) => key.toUpperCase())])].sort();
  if (unseen.length === 0) return planObserved(account, snapshot);
  return failure([
    {
      code: 'data.old-snapshot',
      where: `${snapshot.account.accountId} ${unseen.join(', ')}`,
      found: 'nothing about it in the newest saved run: your files have changed since',
      expected: 'a snapshot with everything that the files list',
      fix: 'Run rebalance once: without a flag it reads the account, plans, and sends nothing.',
    },
  ]);
}

/** What in the files is not as it was in the run, in words. */
export function changesSince(
  saved: SavedRun,
  { targets, effective }: Pick<Account, 'targets' | 'effective'>,
): readonly string[] {
  const weights = (of: TargetWeights): string => [...of.weights, of.cash].join(' ');
  const settings = changedSettings(saved.settings, settingsInWords(effective));
  return [
    ...(weights(saved.targets) === weights(targets) ? [] : ['target weights']),
    ...settings.map(({ section, key }) => `[${section}] ${key}`),
  ];
}

/** The settings that one list has and the other has not, or with another value. */
function changedSettings(
  then: readonly SavedSetting[],
  now: readonly SavedSetting[],
): readonly Pick<SavedSetting, 'section' | 'key'>[] {
  const valueIn = (list: readonly SavedSetting[], like: SavedSetting): string | undefined =>
    list.find(({ section, key }) => section === like.section && key === like.key)?.value;
  return [
    ...now.filter((setting) => valueIn(then, setting) !== setting.value),
    ...then.filter((setting) => valueIn(now, setting) === undefined),
  ];
}
