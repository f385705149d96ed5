import { recordOf } from '../../core/journal/run-record.ts';
import type { Problem } from '../../core/units/problem.ts';
import { readInputs, type InputPaths } from '../../inputs/read-inputs.ts';
import type { InputFiles, Journals } from '../../ports.ts';
import { describeRun, listRuns } from '../../report/run-history.ts';

/** What `rebalance history` is asked to show. */
export interface HistoryRequest extends InputPaths {
  /** Undefined for a list of all. */
  readonly runId: string | undefined;
}

/** The runs of the accounts of the settings file, or one of them order by order. */
export function history(
  request: HistoryRequest,
  { files, journals }: { readonly files: InputFiles; readonly journals: Journals },
): { readonly text: string; readonly problems: readonly Problem[] } {
  const inputs = readInputs(request, files);
  if (!inputs.ok) return { text: '', problems: inputs.problems };
  const { accountIds } = inputs.value.settings;
  const accounts = accountIds.map((accountId) => {
    const all = journals.all(accountId);
    return {
      accountId,
      records: all.flatMap((each) => (each.ok ? [recordOf(each.value.events)] : [])),
      problems: all.flatMap((each) => (each.ok ? [] : each.problems)),
    };
  });
  const problems = accounts.flatMap((account) => account.problems);
  const { runId } = request;
  if (runId === undefined) {
    const lists = accounts.map(({ accountId, records }) => {
      const runs = records.length === 0 ? 'No run has traded yet.' : listRuns(records);
      return `${accountId}\n${runs}\n`;
    });
    return { text: lists.join('\n'), problems };
  }
  const found = accounts
    .flatMap(({ records }) => records)
    .find(({ facts }) => facts?.runId === runId.toUpperCase());
  if (found !== undefined) return { text: `${describeRun(found)}\n`, problems };
  return { text: '', problems: [...problems, unknownRun(runId)] };
}

function unknownRun(runId: string): Problem {
  return {
    code: 'usage.unknown-run',
    where: runId,
    found: 'no such run of these accounts',
    expected: 'the name of a run that has traded',
    fix: 'List them with rebalance history.',
  };
}
