import { EXIT, type ExitCode } from '../core/units/exit-code.ts';
import { describeProblem, exitCodeOf, PROBLEMS, type Problem } from '../core/units/problem.ts';
import type { Outcome } from '../outcome.ts';
import type { Approver, ReportFile, Screen } from '../ports.ts';
import type { Streams } from './commands/streams.ts';

/** Marks the object of `--json`; a change other than something more needs a new number. */
const FORMAT = { format: 'run of ibkr-etf-rebalancer', version: 1 } as const;

/** How a run ended, for programs. */
const OUTCOMES: Readonly<Record<Outcome['kind'], string>> = {
  traded: 'traded',
  settled: 'settled',
  'nothing-to-do': 'nothing',
  'dry-run': 'dry_run',
  'report-only': 'report_only',
  preview: 'preview',
  'read-only': 'read_only',
  declined: 'declined',
  refused: 'refused',
};

/** Nobody reads a question beside an object, so nobody answers one. */
const NOBODY: Approver = { ask: () => Promise.resolve('no-answer') };

/** What stands behind the ports of a run whose only words are one object. */
export interface SilentComposition {
  readonly approver: Approver;
  readonly interrupted: Approver;
  readonly screen: Screen;
  readonly onReport: (file: ReportFile, path: string) => void;
}

/**
 * Does a run without a word on the screen and prints one object about it; problems go to the error
 * stream too. What the screen would have shown is printed there only when a report found no place:
 * nothing of what was traded gets lost.
 */
export async function runInJson(
  { command, runId }: { readonly command: string; readonly runId: string },
  work: (composition: SilentComposition) => Promise<Outcome>,
  { out, err }: Streams,
): Promise<ExitCode> {
  const shown: string[] = [];
  const reports: { readonly file: ReportFile; readonly path: string }[] = [];
  const outcome = await work({
    approver: NOBODY,
    interrupted: NOBODY,
    screen: { columns: 80, show: (text) => shown.push(text) },
    onReport: (file, path) => reports.push({ file, path }),
  });
  const { problems } = outcome;
  if (problems.some(({ code }) => code === 'report.unwritten')) err(`${shown.join('\n')}\n`);
  for (const problem of problems) err(`${describeProblem(problem)}\n`);
  const exitCode = exitCodeOf(problems);
  const told = {
    ...FORMAT,
    command,
    outcome: exitCode === EXIT.interrupted ? 'interrupted' : OUTCOMES[outcome.kind],
    exit_code: exitCode,
    run_id: runId,
    problems: problems.map(problemAsJson),
    reports: reports.map(({ file, path }) => ({
      kind: kindOf(file),
      form: file.form,
      path,
    })),
    ...accountsOf(reports.map(({ file }) => file)),
  };
  out(`${JSON.stringify(told, null, 2)}\n`);
  return exitCode;
}

function kindOf({ kind }: ReportFile): 'pre-trade' | 'post-trade' {
  return kind === 'pre' ? 'pre-trade' : 'post-trade';
}

function problemAsJson(problem: Problem): Readonly<Record<string, unknown>> {
  const { code, where, found, expected, fix } = problem;
  return { code, exit_code: PROBLEMS[code][0], where, found, expected, fix };
}

/** A report, as far as it is looked into here. */
interface ReportAsJson {
  readonly accounts: readonly { readonly account_id: string }[];
  readonly combined?: unknown;
}

function reportOf(
  files: readonly ReportFile[],
  kind: ReportFile['kind'],
): ReportAsJson | undefined {
  const file = files.findLast((each) => each.kind === kind && each.form === 'json');
  return file && (JSON.parse(file.text) as ReportAsJson);
}

/** The reports of each account, as they were written: there is no second model of a run. */
function accountsOf(files: readonly ReportFile[]): Readonly<Record<string, unknown>> {
  const [pre, post] = [reportOf(files, 'pre'), reportOf(files, 'post')];
  const all = [...(pre?.accounts ?? []), ...(post?.accounts ?? [])];
  const ids = [...new Set(all.map((account) => account.account_id))];
  const of = (report: ReportAsJson | undefined, id: string): unknown =>
    report?.accounts.find((account) => account.account_id === id) ?? null;
  const combined = { pre_trade: pre?.combined ?? null, post_trade: post?.combined ?? null };
  return {
    accounts: ids.map((id) => ({
      account_id: id,
      pre_trade: of(pre, id),
      post_trade: of(post, id),
    })),
    combined,
  };
}
