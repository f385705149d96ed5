import { stripVTControlCharacters } from 'node:util';
import { readArguments, type Invocation } from '../cli/arguments.ts';
import { drift } from '../cli/commands/drift.ts';
import { explain } from '../cli/commands/explain.ts';
import { history } from '../cli/commands/history.ts';
import { validate } from '../cli/commands/validate.ts';
import { EXIT, type ExitCode } from '../core/units/exit-code.ts';
import { describeProblem, exitCodeOf, type Problem } from '../core/units/problem.ts';
import type { Outcome } from '../outcome.ts';
import { rebalance } from '../rebalance.ts';
import { recover } from '../recover.ts';
import { reportOnly } from '../report-only.ts';
import type { RunPorts } from '../run.ts';

/** How a command ended, and everything that it said. */
export interface CommandEnd {
  readonly exit: ExitCode;
  readonly outcome: string | undefined;
  /** `code: what is said about it` */
  readonly problems: readonly string[];
  readonly words: string;
}

/** Runs one command line as the program would, with other things behind its ports. */
export async function runCommand(
  invocation: Invocation,
  runId: string,
  ports: RunPorts,
): Promise<CommandEnd> {
  const words: string[] = [];
  const say = (text: string): void => {
    words.push(stripVTControlCharacters(text));
  };
  const streams = { out: say, err: say };
  const ended = (
    exit: ExitCode,
    problems: readonly Problem[] = [],
    outcome?: string,
  ): CommandEnd => ({
    exit,
    outcome,
    problems: problems.map((problem) => `${problem.code}: ${describeProblem(problem)}`),
    words: words.join(''),
  });
  const outcomeOf = ({ kind, problems }: Outcome): CommandEnd =>
    ended(exitCodeOf(problems), problems, kind);
  const told = ({ text, problems }: { text: string; problems: readonly Problem[] }): CommandEnd => {
    say(text);
    return ended(exitCodeOf(problems), problems);
  };
  switch (invocation.command) {
    case 'rebalance':
      return outcomeOf(await rebalance({ ...invocation, runId }, ports));
    case 'recover':
      return outcomeOf(await recover({ ...invocation, runId }, ports));
    case 'report-only': {
      const files = { ...ports.files, changedAt: () => ports.clock.now() };
      return outcomeOf(await reportOnly({ ...invocation, runId }, { ...ports, files }));
    }
    case 'drift':
      return ended(await drift({ ...invocation, runId }, ports, streams));
    case 'validate':
      return ended(validate(invocation, ports.files, streams));
    case 'explain':
      return told(explain(invocation, ports));
    case 'history':
      return told(history(invocation, { ...ports, writePage: () => 'history.html' }));
    case 'misused':
      say(`${invocation.message}\n`);
      return ended(EXIT.usage);
    case 'init':
    case 'kill':
    case 'doctor':
    case 'demo':
    case 'scenario':
    case 'shown':
      say(`error: a scenario does not run rebalance ${invocation.command}\n`);
      return ended(EXIT.usage);
  }
}

/** The command line of a step, which begins with the name of the program. */
export function readCommand(command: string): Invocation {
  const [, ...args] = command.trim().split(/\s+/);
  return readArguments(args, 'scenario', () => undefined);
}
