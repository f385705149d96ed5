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
  const bad = problems.length - differing;
  streams.out(
    `${request.files.length} ${request.files.length === 1 ? 'scenario' : 'scenarios'}: ` +
      (problems.length === 0
        ? 'all as expected.\n'
        : `${differing} differ, ${bad} mistakes in files.\n`),
  );
  return exitCodeOf(problems);
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
  if (update) {
    const written = rewriteExpected(file.value, happened);
    if (written === text) return [];
    writeFileSync(path, written);
    out(`${path}: written\n`);
    return [];
  }
  if (differences.length === 0) return [];
  const keys = differences.map((difference) => difference.path.slice(1).join('.'));
  return [
    {
      code: 'scenario.differs',
      where: path,
      found: `differences in ${keys.join(', ')}`,
      expected: 'what the file says',
      fix: `Find the defect; or, if what happened is right, run rebalance scenario --update ${path}.`,
    },
  ];
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
