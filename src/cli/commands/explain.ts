import { planBytes, shortDigest } from '../../core/approval/plan-bytes.ts';
import { namedAccounts, type Account } from '../../choose-accounts.ts';
import type { TargetWeights } from '../../core/plan/blend-targets.ts';
import { fitSnapshot } from '../../core/plan/fit-snapshot.ts';
import type { Problem } from '../../core/units/problem.ts';
import { failure, type Result } from '../../core/units/result.ts';
import { closestName } from '../../inputs/closest-name.ts';
import { settingsInWords } from '../../inputs/effective-settings.ts';
import { readInputs, type InputPaths } from '../../inputs/read-inputs.ts';
import { planObserved, type Planned } from '../../observe-and-plan.ts';
import type { Clock, InputFiles, SavedRun, SavedSetting, SnapshotStore } from '../../ports.ts';
import { describeAge } from '../../report/describe-age.ts';
import { explainSymbol, knownSymbols } from '../../report/explain-symbol.ts';
import { entry } from '../../report/lay-out.ts';

/** What `rebalance explain` is asked to do. */
export interface ExplainRequest extends InputPaths {
  readonly symbol: string;
}

/** What it needs of the world: no connection. */
export interface ExplainPorts {
  readonly files: InputFiles;
  readonly snapshots: SnapshotStore;
  readonly clock: Clock;
  digestOf(text: string): string;
}

/** What it has to say, or what stands in the way. */
export interface Explained {
  readonly text: string;
  readonly problems: readonly Problem[];
}

/** Explains a symbol in each account of the settings; each text names its account. */
export function explain(request: ExplainRequest, ports: ExplainPorts): Explained {
  const inputs = readInputs(request, ports.files);
  if (!inputs.ok) return refused(inputs.problems);
  const accounts = namedAccounts(inputs.value.accounts);
  if (!accounts.ok) return refused(accounts.problems);
  const told = accounts.value.map((account) => explainIn(account, request, ports));
  return {
    text: told.flatMap(({ text }) => (text === '' ? [] : [text])).join('\n\n'),
    problems: told.flatMap(({ problems }) => problems),
  };
}

/**
 * Plans again from the newest saved run of the account, with the files as they are now, and says
 * why a symbol is traded or not.
 */
function explainIn(account: Account, request: ExplainRequest, ports: ExplainPorts): Explained {
  const { targets, settings } = account;
  const saved = ports.snapshots.newest(account.accountId);
  if (!saved.ok) return refused(saved.problems);
  const settingsNow = settingsInWords(account.effective);
  const planned = planAgain(saved.value, account, settingsNow);
  if (!planned.ok) return refused(planned.problems);

  const { plan, snapshot } = planned.value;
  const symbol = request.symbol.trim().toUpperCase();
  const told = explainSymbol(symbol, { plan, snapshot, settings });
  if (told.length === 0) return refused([unknownSymbol(symbol, planned.value)]);
  const taken = new Date(snapshot.takenAt).toISOString().slice(0, 19).replace('T', ' ');
  const age = describeAge(ports.clock.now() - snapshot.takenAt);
  const changed = changesSince(saved.value, targets, settingsNow);
  const place = saved.value.simulated ? ' on the simulator' : '';
  const context = [
    entry('Snapshot', `${taken} UTC, ${age}; ${plan.accountId}${place}`),
    entry(
      'Files',
      changed.length === 0
        ? 'as they were in that run'
        : `changed since that run, and counted as they are now: ${changed.join(', ')}`,
    ),
    entry('Plan', shortDigest(ports.digestOf(planBytes(plan)))),
  ];
  return { text: `${context.join('\n')}\n\n${told.join('\n\n')}\n`, problems: [] };
}

function refused(problems: readonly Problem[]): Explained {
  return { text: '', problems };
}

/** The plan of a saved run by the files as they are now; refuses when the run saw too little for them. */
function planAgain(
  saved: SavedRun,
  account: Account,
  settingsNow: readonly SavedSetting[],
): Result<Planned> {
  const { targets } = account;
  const { snapshot, missing } = fitSnapshot(saved.snapshot, targets);
  const rerouted = changedSettings(saved.settings, settingsNow).filter(
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
function changesSince(
  saved: SavedRun,
  targets: TargetWeights,
  settingsNow: readonly SavedSetting[],
): readonly string[] {
  const weights = (of: TargetWeights): string => [...of.weights, of.cash].join(' ');
  const settings = changedSettings(saved.settings, settingsNow);
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

function unknownSymbol(symbol: string, { plan, snapshot }: Planned): Problem {
  const known = knownSymbols(plan, snapshot);
  const near = closestName(symbol, known);
  return {
    code: 'usage.unknown-symbol',
    where: symbol,
    found: 'neither in the portfolios file nor held by the account',
    expected: 'a symbol of one of them, or CASH',
    fix: near === undefined ? `There are: ${known.join(', ')}.` : `Did you mean ${near}?`,
  };
}
