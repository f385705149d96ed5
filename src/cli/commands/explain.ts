import { planBytes, shortDigest } from '../../core/approval/plan-bytes.ts';
import { namedAccounts, type Account } from '../../choose-accounts.ts';
import type { Problem } from '../../core/units/problem.ts';
import { closestName } from '../../inputs/closest-name.ts';
import { readInputs, type InputPaths } from '../../inputs/read-inputs.ts';
import type { Planned } from '../../observe-and-plan.ts';
import { changesSince, planSavedRun } from '../../plan-saved-run.ts';
import type { Clock, InputFiles, SnapshotStore } from '../../ports.ts';
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
  const { settings } = account;
  const saved = ports.snapshots.newest(account.accountId);
  if (!saved.ok) return refused(saved.problems);
  const planned = planSavedRun(saved.value, account);
  if (!planned.ok) return refused(planned.problems);

  const { plan, snapshot } = planned.value;
  const symbol = request.symbol.trim().toUpperCase();
  const told = explainSymbol(symbol, { plan, snapshot, settings });
  if (told.length === 0) return refused([unknownSymbol(symbol, planned.value)]);
  const taken = new Date(snapshot.takenAt).toISOString().slice(0, 19).replace('T', ' ');
  const age = describeAge(ports.clock.now() - snapshot.takenAt);
  const changed = changesSince(saved.value, account);
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
