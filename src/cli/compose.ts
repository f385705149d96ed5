/*
 * The only place that chooses what stands behind the ports: the real clock, the terminal, the file
 * system, and the gateway that the settings (or the demo) name.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { knock } from '../broker/knock.ts';
import { TwsBroker } from '../broker/tws-broker.ts';
import type { Settings } from '../core/settings.ts';
import type { Problem } from '../core/units/problem.ts';
import type { Inputs } from '../inputs/read-inputs.ts';
import type {
  Approver,
  Clock,
  InputFiles,
  Journals,
  ReportFile,
  ReportSink,
  RunLog,
  RunMeasures,
  Screen,
  SnapshotStore,
} from '../ports.ts';
import { maskIn } from '../report/mask-account.ts';
import type { ReportOnlyPorts } from '../report-only.ts';
import type { Outside, RunPorts } from '../run.ts';
import { accountHolders, accountLocks } from '../storage/account-locks.ts';
import { contractCache } from '../storage/contract-cache.ts';
import { digestOf } from '../storage/digest.ts';
import { journalFiles } from '../storage/journal-files.ts';
import { logFiles } from '../storage/log-files.ts';
import { measureFiles } from '../storage/measure-files.ts';
import { processesHere } from '../storage/processes.ts';
import { reportFiles } from '../storage/report-files.ts';
import { snapshotFiles } from '../storage/snapshot-files.ts';
import { stateFolder } from '../storage/state-folder.ts';
import type { Timings } from '../timings.ts';
import { whyUnwritable } from '../storage/why-unwritable.ts';
import type { DoctorPorts } from './commands/doctor.ts';
import { progressOn } from './progress.ts';
import { ToldBroker } from './told-broker.ts';
import { killSwitchOf, type Interrupts } from './kill-switch.ts';
import { processInterrupts } from './process-interrupts.ts';
import { timedRun } from './timed-run.ts';
import { screenHere } from './screen-here.ts';

/** What differs between a run on a gateway and the demo. */
export interface Composition {
  readonly approver: Approver;
  /** Is asked, after Ctrl-C, whether our open orders stay at the broker. */
  readonly interrupted: Approver;
  /** Instead of the host and port of the settings. */
  readonly address?: { readonly host: string; readonly port: number };
  /** Instead of the report folder of the settings. */
  readonly reportDir?: string;
  /** Where the journals are kept instead of the user's own state folder. */
  readonly stateFolder?: string;
  /** Instead of the terminal. */
  readonly screen?: Screen;
  /** False for a look that leaves no log behind. */
  readonly keepsLog?: boolean;
  /** Sees every report that is written, and where. */
  readonly onReport?: (file: ReportFile, path: string) => void;
  /** Measures where the time goes. */
  readonly timings?: Timings | undefined;
}

/** The ports of a real run. */
export function composeRun(composition: Composition): RunPorts {
  const { timings } = composition;
  const ports = composeUntimed(composition);
  return timings === undefined ? ports : timedRun(ports, timings);
}

function composeUntimed(composition: Composition): RunPorts {
  const clock = { now: () => Date.now() };
  const stateKept = composition.stateFolder ?? stateFolderHere();
  const here = screenHere();
  const screen = composition.screen ?? here;
  const interrupts = processInterrupts(process, composition.interrupted, here);
  return {
    clock,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    approver: composition.approver,
    screen,
    files: inputFiles(),
    digestOf,
    snapshots: snapshotFiles(stateKept),
    measures: measureFiles(stateKept),
    journals: journalFiles(stateKept),
    locks: accountLocks(stateKept, processesHere()),
    refusedLog: ({ folder, masked }, runId) =>
      logFiles(composition.reportDir ?? folder, runId, {
        ...{ clock, level: 'INFO', format: 'text' },
        mask: maskIn(masked),
      }),
    reachOut: (inputs: Inputs, runId: string) => {
      const { settings } = inputs;
      const { host, port } = composition.address ?? settings.ibkr;
      const { clientId } = settings.ibkr;
      // One stream of prices serves all accounts: an account that wants no snapshots gets none.
      const fallbackToSnapshot = inputs.accounts.every(
        (account) => account.settings.pricing.fallbackToSnapshot,
      );
      const cache = contractCache(stateKept, clock);
      return {
        ...outsideWithoutBroker(inputs, runId, { composition, clock, interrupts }),
        broker: new ToldBroker(progressOn(screen), {
          host,
          port,
          clientId,
          clock,
          fallbackToSnapshot,
          outsideRth: outsideRthFor(inputs),
          contractCache: cache,
        }),
      };
    },
  };
}

/** Whether the orders of an account may be filled outside of regular hours. */
export function outsideRthFor({ accounts }: Pick<Inputs, 'accounts'>): (id: string) => boolean {
  const extended = accounts.filter(({ settings }) => settings.execution.tradingHours === 'eth');
  const ids = new Set(extended.map(({ accountId }) => accountId));
  return (id) => ids.has(id);
}

/** The ports of a run with --report-only: nothing that they reach is a broker. */
export function composeReportOnly(composition: Composition): ReportOnlyPorts {
  const { clock, ...ports } = composeRun(composition);
  const interrupts = processInterrupts(process, composition.interrupted, screenHere());
  return {
    ...ports,
    clock,
    files: { ...inputFiles(), changedAt: (path) => Math.floor(statSync(path).mtimeMs) },
    reachOut: (inputs, runId) =>
      outsideWithoutBroker(inputs, runId, { composition, clock, interrupts }),
  };
}

function outsideWithoutBroker(
  inputs: Inputs,
  runId: string,
  {
    composition,
    clock,
    interrupts,
  }: {
    readonly composition: Composition;
    readonly clock: Clock;
    readonly interrupts: Interrupts;
  },
): Omit<Outside, 'broker'> {
  const { settings } = inputs;
  const { timings } = composition;
  const folder = composition.reportDir ?? inputs.reportDir;
  const files = reportFiles(folder);
  const mask = maskIn(settings.maskAccounts ? settings.accountIds : []);
  const log: RunLog =
    composition.keepsLog === false
      ? { write: () => undefined }
      : logFiles(folder, runId, { clock, mask, ...settings.log });
  const system = `node ${process.version} on ${process.platform} ${process.arch}`;
  log.write({ level: 'INFO', event: 'system', text: system });
  const reports: ReportSink = {
    write(file) {
      const path = files.write(file);
      composition.onReport?.(file, path);
      return path;
    },
    ...(timings && { spans: () => timings.spans() }),
  };
  return { killSwitch: killSwitchOf(inputs.killSwitchFiles, interrupts), reports, log };
}

/** What `rebalance doctor` looks at. */
export function composeDoctor(): DoctorPorts {
  const clock = { now: () => Date.now() };
  return {
    files: inputFiles(),
    machine: {
      stateFolder: stateFolderHere(),
      whyUnwritable,
      fileExists: existsSync,
      journals: keptJournals(),
      holdersOf: holdersHere(),
      now: clock.now,
    },
    reachOut: ({ settings }) => ({
      broker: brokerOf(settings),
      knock,
      now: clock.now,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    }),
  };
}

/** The broker for a look without a run, and without a memory: what it says now is what is asked. */
export function brokerOf({ ibkr }: Settings): TwsBroker {
  return new TwsBroker({ ...ibkr, clock: { now: () => Date.now() }, fallbackToSnapshot: false });
}

/** What the runs of this user saw. */
export function savedSnapshots(): SnapshotStore {
  return snapshotFiles(stateFolderHere());
}

/** What the runs of this user changed. */
export function keptMeasures(): RunMeasures {
  return measureFiles(stateFolderHere());
}

/** What the runs of this user did. */
export function keptJournals(): Journals {
  return journalFiles(stateFolderHere());
}

/** Who has an account now. */
export function holdersHere(): (accountId: string) => readonly Problem[] {
  return accountHolders(stateFolderHere(), processesHere());
}

function stateFolderHere(): string {
  return stateFolder({ platform: process.platform, environment: process.env, home: homedir() });
}

/** The files of this machine and the environment of this process. */
export function inputFiles(): InputFiles {
  return { read: (path) => readFileSync(path), environment: process.env };
}

/** A run id that is short and unique: the time, and something that two machines do not share. */
export function newRunId(): string {
  const noise = Math.floor(Math.random() * 1296);
  return (Date.now().toString(36) + noise.toString(36).padStart(2, '0')).toUpperCase();
}
