import { kindOfAccount, type Asked } from './core/approval/account-gates.ts';
import type { Inputs, InputPaths, LogPlace } from './inputs/read-inputs.ts';
import type {
  AccountLocks,
  Approver,
  Broker,
  Clock,
  Gateway,
  InputFiles,
  Journals,
  KillSwitch,
  ReportSink,
  RunLog,
  RunMeasures,
  Screen,
  SnapshotStore,
} from './ports.ts';
import type { Timings } from './timings.ts';

/** What the command line allows. */
export interface Permission extends Asked {
  readonly dryRun: boolean;
  /** Ask, and send nothing whatever the answer is. */
  readonly readOnly: boolean;
}

/** What one run is asked to do. */
export interface RunRequest extends InputPaths {
  readonly permission: Permission;
  /** Short and unique: it becomes a part of every order's reference. */
  readonly runId: string;
  /** The preview lists what is inside its band too. */
  readonly all?: boolean | undefined;
}

/** The outside world of a run, where the settings decide which. */
export interface Outside {
  readonly broker: Broker;
  readonly killSwitch: KillSwitch;
  readonly reports: ReportSink;
  readonly log: RunLog;
}

/** Everything that a run reaches beyond its own code. */
export interface RunPorts {
  readonly files: InputFiles;
  readonly clock: Clock;
  /** The zone of the person's own clock, a name of the IANA list. */
  readonly timeZone: string;
  readonly approver: Approver;
  readonly screen: Screen;
  readonly snapshots: SnapshotStore;
  readonly measures: RunMeasures;
  readonly journals: Journals;
  readonly locks: AccountLocks;
  /** Where the time goes; nothing is measured when it is not there. */
  readonly timings?: Timings;
  /** The SHA-256 of a text, in hexadecimal digits. */
  digestOf(text: string): string;
  reachOut(inputs: Inputs, runId: string): Outside;
  /** The log of a run that its files refuse; none is kept where this is left out. */
  refusedLog?(place: LogPlace, runId: string): RunLog;
}

/** What an answer at the prompt would do, and where: the first word that a person reads there. */
export function describeMode(permission: Permission, gateway: Gateway, accountId: string): string {
  const place = gateway.simulated ? 'SIMULATED' : kindOfAccount(accountId).toUpperCase();
  if (permission.dryRun) return `${place} DRY RUN`;
  if (permission.readOnly) return `${place} READ ONLY (y sends nothing)`;
  return permission.trade ? place : `${place} PREVIEW`;
}
