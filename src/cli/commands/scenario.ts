import { readFileSync, writeFileSync } from 'node:fs';
import { describeProblem, exitCodeOf, type Problem } from '../../core/units/problem.ts';
import type { ExitCode } from '../../core/units/exit-code.ts';
import type { Difference } from '../../scenario/compare.ts';
import { rewriteExpected } from '../../scenario/rewrite-expected.ts';
import { runScenario } from '../../scenario/run-scenario.ts';
import { badFile, readScenarioFile, type ScenarioFile } from '../../scenario/scenario-file.ts';
import { socketOnly } from '../../scenario/wire-names.ts';
import { worldInProcess } from '../../scenario/world-in-process.ts';
import { worldOnSocket } from '../../scenario/world-on-socket.ts';
import type { ScenarioRequest } from './scenario-arguments.ts';
import type { Streams } from './streams.ts';

/** Runs each scenario and tells what differs; with `update` the files then expect what happened. */
export async function scenario(request: ScenarioRequest, streams: Streams): Promise<ExitCode> {
  const problems: Problem[] = [];
  for (const path of request.files) {
    const found = await runFile(path, request, streams);
    for (const problem of found) streams.err(`${describeProblem(problem)}\n`);
    problems.push(...found);
  }
  const differing = problems.filter(({ code }) => code === 'scenario.differs').length;
  const scenarios = counted(request.files.length, 'scenario');
  const mistakes = counted(problems.length - differing, 'mistake');
  streams.out(
    problems.length === 0
      ? `${scenarios}: all as expected.\n`
      : `${scenarios}: ${differing} differ, ${mistakes} in files.\n`,
  );
  return exitCodeOf(problems);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

async function runFile(
  path: string,
  { update, socket }: ScenarioRequest,
  { out }: Streams,
): Promise<readonly Problem[]> {
  const text = readText(path);
  if (typeof text !== 'string') return [text];
  const file = readScenarioFile(path, text);
  if (!file.ok) return file.problems;
  const overSocket = socket || file.value.run.socket === 'only';
  const why = overSocket ? undefined : socketOnly(file.value.gateway.faults);
  if (why !== undefined) return [notInProcess(file.value, why)];
  const { happened, differences } = await runScenario(
    file.value,
    overSocket ? worldOnSocket : worldInProcess,
  );
  for (const difference of differences) out(tellDifference(file.value, difference));
  for (const each of happened.wrongBooks) out(`${path}: the books are wrong: ${each}\n`);
  if (update) {
    const written = rewriteExpected(file.value, happened);
    if (written === text) return [];
    writeFileSync(path, written);
    out(`${path}: written\n`);
    return [];
  }
  if (Object.keys(file.value.expected).length === 0) {
    for (const { screen } of happened.told) out(`${screen}\n`);
    out(`${path} expects nothing: --update writes what happened into it.\n`);
  }
  if (differences.length + happened.wrongBooks.length === 0) return [];
  return [differsFrom(path, differences)];
}

function differsFrom(path: string, differences: readonly Difference[]): Problem {
  const keys = differences.map((difference) => difference.path.slice(1).join('.'));
  return {
    code: 'scenario.differs',
    where: path,
    found: `differences in ${keys.length === 0 ? 'the books' : keys.join(', ')}`,
    expected: 'what the file says',
    fix: 'Find the defect. Or, if what happened is right, let --update write it into the file.',
  };
}

function notInProcess(file: ScenarioFile, why: string): Problem {
  return badFile(file.lineOf(['gateway', 'events']), {
    found: why,
    expected: 'faults that can happen in process',
    fix: 'Write socket: only under run:, and it goes over a socket.',
  });
}

function readText(path: string): string | Problem {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return badFile(path, { found, expected: 'a file that can be read', fix: 'Check its name.' });
  }
}

function tellDifference(file: ScenarioFile, { path, lines }: Difference): string {
  const head = `${file.lineOf(path)} ${path.slice(1).join('.')} (- expected, + happened)`;
  return `${[head, ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}
