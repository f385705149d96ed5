/* The program as people run it, for tests: the bundle, with state of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realClock } from '../../simulator/engine/clock.ts';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';

const program = join(import.meta.dirname, '../../dist/rebalance.js');

/** How the program ended and what it said. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The program while it runs. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the program in a folder, with its standard input closed, as cron does. */
export function startProgram(folder: string, ...args: readonly string[]): Running {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // What runs remember between them is not to mix with what this machine's owner has.
    env: { ...process.env, XDG_STATE_HOME: folder, LOCALAPPDATA: folder, COLUMNS: '80' },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => {
      resolve({ code, out, err });
    }),
  );
  return { child, ended };
}

/** Runs the program to its end. */
export function runProgram(folder: string, ...args: readonly string[]): Promise<Ended> {
  return startProgram(folder, ...args).ended;
}

/** A folder with both files, and the gateway that they name. */
export interface Workplace {
  readonly folder: string;
  readonly simulator: Simulator;
  readonly start: (...args: readonly string[]) => Running;
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  /** Writes a file into the folder. */
  readonly write: (name: string, text: string) => void;
  readonly close: () => Promise<void>;
}

/** Where it does not matter what the gateway has. */
const ANY_GATEWAY = "accounts: [{ id: DU1, cash: { USD: '10000.00' } }]";

/** What may be different from a drifted account of VTI and BND that may be traded. */
export interface Changed {
  readonly portfolios?: string;
  /** Lines of settings.ini behind the model mix. */
  readonly settings?: string;
  /** Lines of its section [ibkr] behind the port. */
  readonly ibkr?: string;
  /** How far the clock of the gateway is ahead of this machine's. */
  readonly gatewayAheadMs?: number;
}

/** Starts a simulator with what stands below `gateway:` of a scenario, and writes both files. */
export async function workplace(
  gateway: string = ANY_GATEWAY,
  changed: Changed = {},
): Promise<Workplace> {
  const { portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n', ibkr = 'read_only = false' } = changed;
  const { settings = '[safety]\nrequire_whatif = false', gatewayAheadMs = 0 } = changed;
  const folder = mkdtempSync(join(tmpdir(), 'rebalance-'));
  const indented = gateway.trim().replaceAll('\n', '\n  ');
  const clock = { ...realClock, now: () => Date.now() + gatewayAheadMs };
  const scenario = parseScenario(`gateway:\n  ${indented}\n`);
  const simulator = await startSimulator({ scenario, clock });
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
  };
  write(
    'settings.ini',
    `[ibkr]\nport = ${simulator.port}\n${ibkr}\n[accounts]\nids = DU1\n[models]\nmain = 1\n${settings}\n`,
  );
  write('portfolios.csv', portfolios);
  return {
    folder,
    simulator,
    start: (...args) => startProgram(folder, ...args),
    run: (...args) => runProgram(folder, ...args),
    write,
    close: async () => {
      await simulator.close();
      rmSync(folder, { recursive: true });
    },
  };
}
