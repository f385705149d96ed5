#!/usr/bin/env node
import { readArguments, type RunInvocation } from './cli/arguments.ts';
import { composeReportOnly, composeRun, newRunId, type Composition } from './cli/compose.ts';
import { foldFor } from './cli/fold-lines.ts';
import { terminalApprover, visibleYes } from './cli/prompt.ts';
import { EXIT, type ExitCode } from './core/units/exit-code.ts';
import { describeProblem, exitCodeOf } from './core/units/problem.ts';
import type { Outcome } from './outcome.ts';
import type { ReportFile } from './ports.ts';
import { writeWaterfall } from './report/time-table.ts';
import { startTimings, type Timings } from './timings.ts';

const VERSION = '0.1.0';

/** Runs the command line and returns the exit code. */
async function run(args: readonly string[]): Promise<ExitCode> {
  const print = (text: string): void => {
    process.stdout.write(text);
  };
  const invocation = readArguments(args, VERSION, print);
  const approver = terminalApprover({ input: process.stdin, output: process.stdout });
  switch (invocation.command) {
    case 'shown':
      return EXIT.success;
    case 'misused':
      process.stderr.write(`${invocation.message}\nSee rebalance --help.\n`);
      return EXIT.usage;
    case 'demo': {
      const { runDemo } = await import('./cli/commands/demo.ts');
      return finish(
        await runDemo({
          approver: invocation.interactive ? approver : visibleYes(process.stdout),
          print: (text) => {
            print(`${text}\n`);
          },
          onReport,
        }),
      );
    }
    case 'scenario': {
      const { scenario } = await import('./cli/commands/scenario.ts');
      const { streams } = await import('./cli/look.ts');
      return scenario(invocation, streams);
    }
    case 'recover':
    case 'rebalance':
    case 'report-only': {
      const { command, json } = invocation;
      const runId = newRunId();
      const timings = timingsOf(invocation);
      if (!json) {
        const composition = { approver, interrupted: approver, onReport, timings };
        const name = command === 'recover' ? 'rebalance recover' : 'rebalance';
        const outcome = await carryOut(invocation, runId, composition);
        if (timings !== undefined) print(writeWaterfall(timings.spans()));
        return finish(outcome, name);
      }
      const { runInJson } = await import('./cli/run-in-json.ts');
      const err = (text: string): void => {
        process.stderr.write(text);
      };
      const silently = (composition: Composition): Promise<Outcome> =>
        carryOut(invocation, runId, { ...composition, timings });
      return runInJson({ command, runId }, silently, { out: print, err });
    }
    case 'validate':
    case 'explain':
    case 'history':
    case 'doctor':
    case 'drift':
    case 'init':
    case 'kill': {
      const { look } = await import('./cli/look.ts');
      return look(invocation);
    }
  }
}

/** Does what the command line asks for, with what stands behind the ports. */
async function carryOut(
  invocation: RunInvocation,
  runId: string,
  composition: Composition,
): Promise<Outcome> {
  switch (invocation.command) {
    case 'recover': {
      const { recover } = await import('./recover.ts');
      return recover({ ...invocation, runId }, composeRun(composition));
    }
    case 'rebalance': {
      const { rebalance } = await import('./rebalance.ts');
      return rebalance({ ...invocation, runId }, composeRun(composition));
    }
    case 'report-only': {
      const { reportOnly } = await import('./report-only.ts');
      return reportOnly({ ...invocation, runId }, composeReportOnly(composition));
    }
  }
}

/** By a clock that begins with the process and never goes back. */
function timingsOf({ timings }: { readonly timings: boolean }): Timings | undefined {
  return timings ? startTimings(() => performance.now()) : undefined;
}

/** Where the newest report for reading lies. */
let report: string | undefined;

function onReport({ form }: ReportFile, path: string): void {
  if (form === 'html') report = path;
}

/** Says how the run ended and where its report is, and returns its exit code. */
function finish({ kind, problems }: Outcome, command = 'rebalance'): ExitCode {
  for (const problem of problems)
    process.stderr.write(`${foldFor(process.stderr, describeProblem(problem))}\n`);
  switch (kind) {
    case 'preview':
      process.stdout.write(
        `${foldFor(process.stdout, `Nothing was sent. To trade: ${command} --confirm on the simulator, --paper or --live at the broker`)}\n`,
      );
      break;
    case 'dry-run':
      process.stdout.write('Dry run: nothing was sent.\n');
      break;
    case 'read-only':
      process.stdout.write('Read only: nothing was sent.\n');
      break;
    case 'report-only':
      process.stdout.write('Report only: no broker was connected to, nothing was sent.\n');
      break;
    case 'declined':
      process.stdout.write('Nothing was sent.\n');
      break;
    case 'refused':
      process.stderr.write('Nothing was sent.\n');
      break;
    case 'nothing-to-do':
    case 'settled':
    case 'traded':
      break;
  }
  if (report !== undefined) process.stdout.write(`Report: ${report}\n`);
  return exitCodeOf(problems);
}

// A terminal or a pipe that is gone must not end a run that has orders at the broker.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(
    `Internal error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = EXIT.internal;
}
