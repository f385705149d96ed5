/*
 * The program as it is, as a process that ends itself with SIGKILL at one entry of its journal. Its
 * clock runs ten times as fast, so that the ten seconds between two looks take one.
 */
import { join } from 'node:path';
import { TwsBroker } from '../../src/broker/tws-broker.ts';
import { composeRun, newRunId } from '../../src/cli/compose.ts';
import { exitCodeOf, describeProblem } from '../../src/core/units/problem.ts';
import type { OrderEvent } from '../../src/core/orders/order-event.ts';
import type { Journal, Journals } from '../../src/ports.ts';
import { rebalance } from '../../src/rebalance.ts';
import { recover } from '../../src/recover.ts';
import type { KillPoint } from './story.ts';

const TIMES_FASTER = 10;

class ImpatientBroker extends TwsBroker {
  override nextOrderEvents(waitMs: number): Promise<readonly OrderEvent[]> {
    return super.nextOrderEvents(waitMs / TIMES_FASTER);
  }
}

/** Runs one command in a folder and returns its exit code, if it lives to see it. */
export async function runAndDie(
  folder: string,
  command: 'rebalance' | 'recover',
  point: KillPoint,
): Promise<number> {
  const from = Date.now();
  const clock = { now: () => from + (Date.now() - from) * TIMES_FASTER };
  const composed = composeRun({
    approver: { ask: () => Promise.resolve('no') },
    interrupted: { ask: () => Promise.resolve('no-answer') },
    reportDir: join(folder, 'reports'),
    stateFolder: join(folder, 'state'),
  });
  const ports: typeof composed = {
    ...composed,
    clock,
    files: { ...composed.files, environment: {} },
    snapshots: { ...composed.snapshots, keep: () => undefined },
    journals: deadlyJournals(composed.journals, point),
    reachOut: (inputs, runId) => {
      const { host, port, clientId } = inputs.settings.ibkr;
      const { fallbackToSnapshot } = inputs.settings.pricing;
      const broker = new ImpatientBroker({ host, port, clientId, clock, fallbackToSnapshot });
      return { ...composed.reachOut(inputs, runId), broker };
    },
  };
  const request = {
    settingsPath: join(folder, 'settings.ini'),
    portfoliosPath: undefined,
    permission: { trade: true, dryRun: false, readOnly: false, yes: true },
    runId: newRunId(),
  };
  const outcome = await (command === 'recover' ? recover : rebalance)(request, ports);
  for (const problem of outcome.problems) process.stderr.write(`${describeProblem(problem)}\n`);
  return exitCodeOf(outcome.problems);
}

function deadlyJournals(journals: Journals, { entry, when }: KillPoint): Journals {
  const deadly = (journal: Journal): Journal => {
    let entries = 0;
    return {
      ...journal,
      append(event) {
        entries += 1;
        if (entries === entry && when === 'before') process.kill(process.pid, 'SIGKILL');
        journal.append(event);
        if (entries === entry && when === 'after') process.kill(process.pid, 'SIGKILL');
      },
    };
  };
  return { ...journals, begin: (run) => deadly(journals.begin(run)) };
}
