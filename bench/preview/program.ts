import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from '../../src/core/units/assert.ts';
import type { FundAccount } from './funds.ts';

/** The bundle's two programs, from the folder that the benchmark is run in. */
export const REBALANCE = 'dist/rebalance.js';
export const SIMULATOR = 'dist/tws-sim.js';

/** Tells the most memory that a program has used, on its way out, without being part of it. */
const MEMORY_HOOK = `data:text/javascript,process.on('exit',()=>process.stderr.write('maxrss '+process.resourceUsage().maxRSS+'\\n'))`;

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** From its start to its end, in milliseconds. */
  readonly tookMs: number;
  /** From its start until it had printed `awaited`; undefined when it never did. */
  readonly printedMs: number | undefined;
  /** The most memory that was its own at any time; undefined when it was not asked for. */
  readonly peakMb: number | undefined;
}

/** Runs a program of Node's with standard input closed and state of its own, and times it. */
export function runTimed(
  args: readonly string[],
  { cwd, awaited, memory = false }: { cwd: string; awaited?: string; memory?: boolean },
): Promise<Ended> {
  const hook = memory ? ['--import', MEMORY_HOOK] : [];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...hook, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, XDG_STATE_HOME: cwd, LOCALAPPDATA: cwd, COLUMNS: '80' },
  });
  let [out, err] = ['', ''];
  let printedMs: number | undefined;
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString();
    if (awaited !== undefined && out.includes(awaited)) printedMs ??= performance.now() - startedAt;
  });
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  return new Promise((resolve) =>
    child.on('close', (code) => {
      const tookMs = performance.now() - startedAt;
      const kilobytes = /^maxrss (\d+)$/m.exec(err)?.[1];
      const peakMb = kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
      resolve({ code, out, err, tookMs, printedMs, peakMb });
    }),
  );
}

/** A simulator in a process of its own. */
export interface FarGateway {
  readonly port: number;
  /** What was asked since the last call, and how often the client waited. */
  counts(): Promise<{ readonly messages: number; readonly roundTrips: number }>;
  /** Begins again, so that nothing of the run before is left. */
  reset(): Promise<void>;
  end(): void;
}

/** Starts a gateway that is so many milliseconds away, there and back. */
export async function startFarGateway(
  { gateway }: FundAccount,
  roundTripMs: number,
): Promise<FarGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'far-gateway-'));
  const scenario = join(folder, 'scenario.yaml');
  writeFileSync(scenario, `gateway:\n${gateway.replace(/^/gm, '  ')}\n`);
  const out = Math.floor(roundTripMs / 2);
  const latency = `${roundTripMs - out},${out}`;
  const child: ChildProcess = spawn(
    process.execPath,
    [SIMULATOR, '--scenario', scenario, '--control', '--latency', latency],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ready = await new Promise<Buffer>((resolve, reject) => {
    child.stdout?.once('data', resolve);
    child.once('exit', () => {
      reject(new Error('the simulator did not start'));
    });
  });
  const { port, control } = JSON.parse(ready.toString()) as { port: number; control: number };
  const face = `http://127.0.0.1:${control}`;
  return {
    port,
    async counts() {
      const state = (await (await fetch(`${face}/state`)).json()) as {
        readonly requests: Readonly<Record<string, number>>;
        readonly round_trips: Readonly<Record<string, number>>;
      };
      const messages = Object.values(state.requests).reduce((sum, count) => sum + count, 0);
      return { messages, roundTrips: Object.values(state.round_trips)[0] ?? 0 };
    },
    async reset() {
      const answer = await fetch(`${face}/reset`, { method: 'POST', body: '{}' });
      assert(answer.ok, 'the simulator begins again');
    },
    end() {
      child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A folder with the two files of a run, and with whatever runs remember in it. */
export class RunFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'preview-'));

  constructor({ portfolios }: FundAccount, port: number) {
    const ini = `[ibkr]\nport = ${port}\n[accounts]\nids = DU1\n[models]\nmain = 1\n[rebalance]\nper_holding_band_bps = 1\n`;
    writeFileSync(join(this.path, 'settings.ini'), ini);
    writeFileSync(join(this.path, 'portfolios.csv'), portfolios);
  }

  /** From the start of the program to the printed preview. Fails when there was none. */
  async preview(
    options: { readonly memory?: boolean } = {},
  ): Promise<Ended & { printedMs: number }> {
    const program = join(process.cwd(), REBALANCE);
    const ended = await runTimed([program], {
      cwd: this.path,
      awaited: 'Trade plan ready',
      ...options,
    });
    const { printedMs, code, out, err } = ended;
    if (code !== 0 || printedMs === undefined)
      throw new Error(`exit ${String(code)}\n${out}\n${err}`);
    return { ...ended, printedMs };
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
