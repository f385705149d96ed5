import { recordOf } from '../../core/journal/run-record.ts';
import type { Settings } from '../../core/settings.ts';
import type { Problem } from '../../core/units/problem.ts';
import { readInputs, type InputPaths } from '../../inputs/read-inputs.ts';
import type { Clock, InputFiles, Journals, RunMeasures } from '../../ports.ts';
import { listFigures } from '../../report/history-tables.ts';
import { maskedId } from '../../report/mask-account.ts';
import { runFigures, type RunFigures } from '../../report/run-figures.ts';
import { describeRun, listRuns } from '../../report/run-history.ts';
import { writeHistory } from '../../report/write-history.ts';

/** What `rebalance history` is asked to show. */
export interface HistoryRequest extends InputPaths {
  /** Undefined for a list of all. */
  readonly runId: string | undefined;
  /** All of it as a page with charts, beside the reports. */
  readonly html: boolean;
}

/** What the history is read from, and where its page goes. */
export interface HistoryPorts {
  readonly files: InputFiles;
  readonly journals: Journals;
  readonly measures: RunMeasures;
  readonly clock: Clock;
  /** Writes the page into a folder and returns its path. Fails with the system's own error. */
  readonly writePage: (folder: string, writtenAt: number, text: string) => string;
}

/** The runs of the accounts of the settings file, or one of them order by order. */
export function history(
  request: HistoryRequest,
  ports: HistoryPorts,
): { readonly text: string; readonly problems: readonly Problem[] } {
  const inputs = readInputs(request, ports.files);
  if (!inputs.ok) return { text: '', problems: inputs.problems };
  const { accountIds } = inputs.value.settings;
  const accounts = accountIds.map((accountId) => {
    const all = ports.journals.all(accountId);
    const records = all.flatMap((each) => (each.ok ? [recordOf(each.value.events)] : []));
    return {
      accountId,
      records,
      runs: runFigures(records, ports.measures.all(accountId)),
      problems: all.flatMap((each) => (each.ok ? [] : each.problems)),
    };
  });
  const problems = accounts.flatMap((account) => account.problems);
  const { runId } = request;
  if (request.html) {
    const { settings, reportDir } = inputs.value;
    const written = writePage(accounts, settings, reportDir, ports);
    return { ...written, problems: [...problems, ...written.problems] };
  }
  if (runId === undefined) {
    const lists = accounts.map(({ accountId, records, runs }) => {
      const list = records.length === 0 ? 'No run has traded yet.' : listRuns(records);
      const figures = runs.length === 0 ? '' : `\n${listFigures(runs)}\n`;
      return `${accountId}\n${list}\n${figures}`;
    });
    return { text: lists.join('\n'), problems };
  }
  const found = accounts
    .flatMap(({ records }) => records)
    .find(({ facts }) => facts?.runId === runId.toUpperCase());
  if (found !== undefined) return { text: `${describeRun(found)}\n`, problems };
  return { text: '', problems: [...problems, unknownRun(runId)] };
}

/** Writes all of it as a page with charts. */
function writePage(
  accounts: readonly { readonly accountId: string; readonly runs: readonly RunFigures[] }[],
  { maskAccounts }: Pick<Settings, 'maskAccounts'>,
  folder: string,
  { clock, writePage: write }: HistoryPorts,
): { readonly text: string; readonly problems: readonly Problem[] } {
  const shown = accounts.map(({ accountId, runs }) => ({
    accountId: maskAccounts ? maskedId(accountId) : accountId,
    runs,
  }));
  const now = clock.now();
  try {
    return { text: `History: ${write(folder, now, writeHistory(shown, now))}\n`, problems: [] };
  } catch (error) {
    const problem: Problem = {
      code: 'report.unwritten',
      where: folder,
      found: error instanceof Error ? error.message : String(error),
      expected: 'a folder that can be written to',
      fix: 'Correct report_dir under [io], or make room.',
    };
    return { text: '', problems: [problem] };
  }
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
