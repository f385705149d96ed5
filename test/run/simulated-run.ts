import { outsideRthFor } from '../../src/cli/compose.ts';
import { stripVTControlCharacters } from 'node:util';
import { realClock } from '../../simulator/engine/clock.ts';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import { TwsBroker } from '../../src/broker/tws-broker.ts';
import { failure, success } from '../../src/core/units/result.ts';
import { exitCodeOf } from '../../src/core/units/problem.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { JournalEvent } from '../../src/core/journal/journal-event.ts';
import type {
  AccountLocks,
  Answer,
  Clock,
  ContractCache,
  Journals,
  KillSwitch,
  LogEntry,
  RunMeasure,
  SavedRun,
} from '../../src/ports.ts';
import { digestOf } from '../../src/storage/digest.ts';
import { rebalance } from '../../src/rebalance.ts';
import type { Permission, RunPorts } from '../../src/run.ts';
import { timedRun } from '../../src/cli/timed-run.ts';
import type { Timings } from '../../src/timings.ts';

/** What one test run starts from; everything has a plain default. */
export interface RunSetup {
  /** The part below `gateway:` of a scenario. */
  readonly gateway: string;
  readonly portfolios: string;
  /** Other portfolios files, by their paths in the settings. */
  readonly portfolioFiles?: Readonly<Record<string, string>>;
  /** Lines of the settings file beyond the account, the model mix and `read_only = false`. */
  readonly settings?: string;
  readonly permission?: Partial<Permission>;
  readonly runId?: string;
  /** Asks the broker before the question, as a run does by itself; its questions are orders to count. */
  readonly asksWhatIf?: boolean;
  readonly whatIfTimeoutMs?: number;
  readonly answer?: Answer;
  /** One after the other, where several questions come; `answer` when they are used up. */
  readonly answers?: readonly Answer[];
  /** The time at which the run begins, for it and for the simulator; now by default. */
  readonly at?: string;
  /** Called when the question is asked, before it is answered. */
  readonly whenAsked?: (simulator: Simulator, time: PassingTime) => void | Promise<void>;
  readonly killSwitch?: (simulator: Simulator) => KillSwitch;
  /** Called before a report is written; what it throws is what the folder says. */
  readonly whenWritten?: (kind: 'pre' | 'post') => void;
  /** Called when the snapshot is saved; what it throws is what the folder says. */
  readonly whenKept?: (run: SavedRun) => void;
  readonly contractCache?: ContractCache;
  /** The real one by default. */
  readonly clock?: Clock;
  readonly simulatorClock?: NonNullable<Parameters<typeof startSimulator>[0]['clock']>;
  /** Sees what is shown, as it is shown. */
  readonly onScreen?: (text: string) => void;
  /** Where journals are kept; none of an earlier run by default. */
  readonly journals?: Journals;
  readonly locks?: AccountLocks;
  /** Measures where the time goes. */
  readonly timings?: Timings;
  /** The port to connect to instead of the simulator's own. */
  readonly through?: (port: number) => Promise<number>;
}

/** The clock of the run and of the simulator. */
interface PassingTime {
  readonly pass: (ms: number) => void;
  /** How many questions have been asked, this one included. */
  readonly asked: number;
}

export interface RunResult {
  readonly outcome: Outcome;
  readonly exitCode: number;
  readonly codes: readonly string[];
  readonly screen: string;
  readonly reports: { readonly pre?: string; readonly post?: string };
  /** Every report file, by `post.html` and the like. */
  readonly files: Readonly<Record<string, string>>;
  readonly logged: readonly LogEntry[];
  readonly saved: SavedRun | undefined;
  readonly measures: readonly RunMeasure[];
  readonly questions: readonly string[];
  readonly requests: Readonly<Record<string, number>>;
  /** How often it waited for the gateway, one time after the other. */
  readonly roundTrips: number;
  readonly audit: ReturnType<Simulator['audit']>;
}

/** Runs the whole program against a simulator of its own, over a real socket. */
export async function runOnSimulator(setup: RunSetup): Promise<RunResult> {
  const scenario = parseScenario(`gateway:\n${indent(setup.gateway)}`);
  let ahead = setup.at === undefined ? 0 : Date.parse(setup.at) - Date.now();
  const clock = {
    now: () => setup.clock?.now() ?? Date.now() + ahead,
    after: (ms: number, task: () => void) => realClock.after(ms, task),
  };
  const simulator = await startSimulator({ scenario, clock: setup.simulatorClock ?? clock });
  const port = (await setup.through?.(simulator.port)) ?? simulator.port;
  const { timings } = setup;
  const withTimings = (ports: RunPorts): RunPorts =>
    timings === undefined ? ports : timedRun(ports, timings);
  const measures: RunMeasure[] = [];
  const lines: string[] = [];
  const questions: string[] = [];
  let saved: SavedRun | undefined;
  const reports: { pre?: string; post?: string } = {};
  const files: Record<string, string> = {};
  const logged: LogEntry[] = [];
  try {
    const outcome = await rebalance(
      {
        settingsPath: 'settings.ini',
        portfoliosPath: undefined,
        permission: {
          trade: true,
          dryRun: false,
          readOnly: false,
          yes: false,
          ...setup.permission,
        },
        runId: setup.runId ?? 'TEST',
      },
      withTimings({
        clock,
        timeZone: 'Europe/London',
        digestOf,
        journals: setup.journals ?? memoryJournals(),
        locks: setup.locks ?? { take: () => success({ release: () => undefined }) },
        measures: { keep: (measure) => measures.push(measure), all: () => measures },
        snapshots: {
          keep: (run) => {
            setup.whenKept?.(run);
            saved = run;
          },
          newest: () => failure([]),
        },
        files: {
          read: (path) =>
            Buffer.from(
              path === 'settings.ini'
                ? settingsText(setup)
                : (setup.portfolioFiles?.[path] ?? setup.portfolios),
            ),
          environment: {},
        },
        approver: {
          ask: async (question) => {
            questions.push(question);
            await setup.whenAsked?.(simulator, {
              asked: questions.length,
              pass: (ms) => {
                ahead += ms;
              },
            });
            return setup.answers?.[questions.length - 1] ?? setup.answer ?? 'yes';
          },
        },
        screen: {
          columns: 120,
          show: (text) => {
            lines.push(stripVTControlCharacters(text));
            setup.onScreen?.(text);
          },
        },
        reachOut: ({ settings, accounts }) => ({
          broker: new TwsBroker({
            host: '127.0.0.1',
            port,
            clientId: settings.ibkr.clientId,
            clock,
            fallbackToSnapshot: settings.pricing.fallbackToSnapshot,
            ...(setup.whatIfTimeoutMs !== undefined && { whatIfTimeoutMs: setup.whatIfTimeoutMs }),
            outsideRth: outsideRthFor({ accounts }),
            ...(setup.contractCache && { contractCache: setup.contractCache }),
          }),
          killSwitch: setup.killSwitch?.(simulator) ?? neverPulled,
          log: { write: (entry) => logged.push(entry) },
          reports: {
            write: ({ kind, form, text }) => {
              setup.whenWritten?.(kind);
              files[`${kind}.${form}`] = text;
              if (form === 'csv') reports[kind] = text;
              return `${kind}.${form}`;
            },
          },
        }),
      }),
    );
    return {
      outcome,
      exitCode: exitCodeOf(outcome.problems),
      codes: outcome.problems.map(({ code }) => code),
      screen: lines.join('\n'),
      reports,
      files,
      logged,
      saved,
      measures,
      questions,
      requests: simulator.requestCounts(),
      roundTrips: Object.values(simulator.roundTrips())[0] ?? 0,
      audit: simulator.audit(),
    };
  } finally {
    await simulator.close();
  }
}

export const neverPulled: KillSwitch = { pulled: () => undefined, guard: (work) => work() };

/** Every message that could touch an order. */
export function orderMessages(requests: RunResult['requests']): number {
  return ['PLACE_ORDER', 'CANCEL_ORDER', 'REQ_GLOBAL_CANCEL'].reduce(
    (sum, name) => sum + (requests[name] ?? 0),
    0,
  );
}

function settingsText({ settings = '', asksWhatIf = false }: RunSetup): string {
  const whatIf = asksWhatIf ? '' : '[safety]\nrequire_whatif = false\n';
  const fixed = `[ibkr]\nread_only = false\n[accounts]\nids = DU1\n[models]\nmain = 1.0\n${whatIf}`;
  return settings.includes('[ibkr]') ? settings : fixed + settings;
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}

/** Journals that are gone with the test. */
export function memoryJournals(): Journals {
  const kept: { path: string; accountId: string; events: JournalEvent[] }[] = [];
  return {
    begin: ({ runId, accountId }) => {
      const path = `${accountId}/${runId}.jsonl`;
      const journal = { path, accountId, events: [] as JournalEvent[] };
      kept.push(journal);
      return {
        path: journal.path,
        append: (event) => journal.events.push(event),
        close: () => undefined,
      };
    },
    all: (accountId) =>
      kept
        .filter((journal) => journal.accountId === accountId)
        .map(({ path, events }) => success({ path, events, last: '', tornBytes: 0 })),
    accountIds: () => [...new Set(kept.map(({ accountId }) => accountId))],
    resume: ({ path }) => {
      const journal = kept.find((each) => each.path === path);
      return {
        path,
        append: (event) => journal?.events.push(event),
        close: () => undefined,
      };
    },
  };
}
