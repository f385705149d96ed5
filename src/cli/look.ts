import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { ExitCode } from '../core/units/exit-code.ts';
import { describeProblem, exitCodeOf, type Problem } from '../core/units/problem.ts';
import { digestOf } from '../storage/digest.ts';
import { writeHistoryFile } from '../storage/report-files.ts';
import { killSwitchFile } from '../storage/kill-switch-file.ts';
import type { LookingInvocation } from './arguments.ts';
import type { Streams } from './commands/streams.ts';
import {
  brokerOf,
  composeDoctor,
  composeRun,
  holdersHere,
  inputFiles,
  keptJournals,
  keptMeasures,
  newRunId,
  savedSnapshots,
  type Composition,
} from './compose.ts';

/** Runs a command that trades nothing and returns its exit code. */
export async function look(invocation: LookingInvocation): Promise<ExitCode> {
  const files = inputFiles();
  switch (invocation.command) {
    case 'validate': {
      const { validate } = await import('./commands/validate.ts');
      return validate(invocation, files, streams);
    }
    case 'explain': {
      const { explain } = await import('./commands/explain.ts');
      const snapshots = savedSnapshots();
      const clock = { now: () => Date.now() };
      return told(explain(invocation, { files, snapshots, clock, digestOf }));
    }
    case 'history': {
      const { history } = await import('./commands/history.ts');
      return told(
        history(invocation, {
          files,
          journals: keptJournals(),
          measures: keptMeasures(),
          clock: { now: () => Date.now() },
          writePage: writeHistoryFile,
        }),
      );
    }
    case 'doctor': {
      const { doctor } = await import('./commands/doctor.ts');
      return doctor(invocation, composeDoctor(), streams);
    }
    case 'drift': {
      const { drift } = await import('./commands/drift.ts');
      return drift({ ...invocation, runId: newRunId() }, composeRun(ASKS_NOBODY), streams);
    }
    case 'init': {
      const { init } = await import('./commands/init.ts');
      return init(invocation, {
        fileExists: existsSync,
        writeNew: (path, text) => {
          writeFileSync(path, text, { flag: 'wx' });
        },
        reachOut: brokerOf,
        streams,
      });
    }
    case 'kill': {
      const { kill } = await import('./commands/kill.ts');
      return kill(invocation, {
        files,
        streams,
        switchFile: killSwitchFile,
        holdersOf: holdersHere(),
        wait: (ms) => wait(ms),
      });
    }
  }
}

/** For commands that connect and never ask. */
const ASKS_NOBODY: Composition = {
  // Cron calls it every day, and all that it has to say is on the screen.
  keepsLog: false,
  approver: { ask: () => Promise.resolve('no-answer') },
  interrupted: { ask: () => Promise.resolve('no-answer') },
};

/** Standard output and standard error. */
export const streams: Streams = {
  out: (text) => {
    process.stdout.write(text);
  },
  err: (text) => {
    process.stderr.write(text);
  },
};

/** Prints what a command has to say and what stands in its way. */
function told({
  text,
  problems,
}: {
  readonly text: string;
  readonly problems: readonly Problem[];
}): ExitCode {
  streams.out(text);
  for (const problem of problems) streams.err(`${describeProblem(problem)}\n`);
  return exitCodeOf(problems);
}
