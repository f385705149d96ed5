/*
 * A transcript of the program as a person runs it: every command is really run, in a folder of its
 * own, against a simulator. What differs from run to run is replaced, here and nowhere else.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'dist/rebalance.js');

/** What is replaced besides ports, the folder and names of runs, and by what; the page says so too. */
const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/\d{8}T\d{6,9}Z(-\d+)?/g, '20261121T150055Z'],
  [/\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '2026-11-21 15:00:55'],
  // The digest of a plan.
  [/\b[0-9a-f]{12}\b/g, 'ca37472973bc'],
  [/\b\d+ s old when\b/g, '0 s old when'],
  // Whether it is seen that an order is at work before it has ended depends on the speed.
  [/^(SELL|BUY) .* working at .*\n/gm, ''],
];

/** A command that is running. */
interface Running {
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Resolves as soon as it has printed this. */
  readonly printed: (text: string) => Promise<void>;
  readonly ended: Promise<void>;
}

export class Transcript {
  readonly folder = mkdtempSync(join(tmpdir(), 'rebalance-tutorial-'));
  readonly #parts: string[] = [];
  #simulator: Simulator | undefined;

  get simulator(): Simulator {
    if (this.#simulator === undefined) throw new Error('no simulator has been started');
    return this.#simulator;
  }

  /** Adds text for the reader. */
  say(text: string): void {
    this.#parts.push(text.trim());
  }

  /** Starts the simulator, as `tws-sim` would be started in another terminal. */
  async startSimulator(
    change: (scenario: string) => string = (scenario) => scenario,
  ): Promise<void> {
    await this.#simulator?.close();
    const text = readFileSync(join(root, 'samples/scenarios/tutorial.yaml'), 'utf8');
    this.#simulator = await startSimulator({ scenario: parseScenario(change(text)) });
  }

  /** Writes a file and shows it. */
  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text.replaceAll('4002', String(this.simulator.port)));
    this.#block(`${name}:`, text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Changes a file, without showing it. */
  edit(name: string, from: string, to: string): void {
    const path = join(this.folder, name);
    const text = this.read(name);
    if (!text.includes(from)) throw new Error(`${name} has no "${from}"`);
    writeFileSync(path, text.replace(from, to.replace('4002', String(this.simulator.port))));
  }

  /** Runs a command to its end and shows what it printed. */
  async run(command: string): Promise<void> {
    await this.begin(command).ended;
  }

  /** Begins a command; what it printed is shown when it has ended. */
  begin(command: string): Running {
    const { port } = this.simulator;
    const args = command.replaceAll('4002', String(port)).split(' ').slice(1);
    const child = spawn(process.execPath, [program, ...args], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        XDG_STATE_HOME: join(this.folder, 'state'),
        LOCALAPPDATA: join(this.folder, 'state'),
        TZ: 'UTC',
        COLUMNS: '80',
      },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    const ended = new Promise<void>((resolve) =>
      child.on('close', (code, signal) => {
        const end = code === null ? `(${String(signal)})` : code === 0 ? '' : `(exit code ${code})`;
        this.#block(`$ ${command}`, `${out}${err}${end}`);
        resolve();
      }),
    );
    return {
      kill: (signal) => child.kill(signal),
      printed: async (wanted) => {
        await vi.waitUntil(() => out.includes(wanted), { timeout: 20_000, interval: 10 });
      },
      ended,
    };
  }

  /** The whole page. */
  page(): string {
    return `${this.#parts.join('\n\n')}\n`;
  }

  async close(): Promise<void> {
    await this.#simulator?.close();
    rmSync(this.folder, { recursive: true });
  }

  /** The names of the runs so far: each has a folder among the reports. */
  #runs(): readonly string[] {
    const reports = join(this.folder, 'reports');
    if (!existsSync(reports)) return [];
    return readdirSync(reports, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  }

  #block(head: string, text: string): void {
    const { port } = this.simulator;
    const named = this.#runs().reduce(
      (all, run) => all.replaceAll(run, 'MWQL9HOM5V'),
      text.replaceAll(String(port), '4002').replaceAll(this.folder, '~/depot'),
    );
    const known = REPLACED.reduce(
      (all, [pattern, replacement]) => all.replace(pattern, replacement),
      named,
    );
    const lines = known.split('\n').map((line) => line.trimEnd());
    this.#parts.push(['```text', head, ...lines, '```'].join('\n').replace(/\n+```$/, '\n```'));
  }
}
