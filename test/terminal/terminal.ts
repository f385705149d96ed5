/* A real terminal in which a command runs, by tmux: what a person would see, and keys to press. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, vi } from 'vitest';

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const SOCKET = `rebalance-test-${process.pid}`;

function tmux(...args: readonly string[]): string {
  return execFileSync('tmux', ['-L', SOCKET, '-f', '/dev/null', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 10_000,
  });
}

/** What stands in a terminal now. */
export class Terminal {
  readonly #name: string;
  /** Where the exit code of the command is written, and the state it left the terminal in. */
  readonly #end: string;

  private constructor(name: string, cwd: string) {
    this.#name = name;
    this.#end = join(cwd, `${name}.end`);
  }

  /** Runs a command in a terminal of its own; the terminal stays when the command has ended. */
  static open(command: string, options: TerminalOptions): Terminal {
    const { columns = 80, rows = 24, cwd, environment = {} } = options;
    const name = `t${Math.random().toString(36).slice(2)}`;
    const variables = Object.entries(environment).flatMap((pair) => ['-e', pair.join('=')]);
    const size = ['-x', String(columns), '-y', String(rows)];
    const terminal = new Terminal(name, cwd);
    const noted = `{ echo "$?"; stty -a; } > '${terminal.#end}.new'`;
    const script = `${command}\n${noted}; mv '${terminal.#end}.new' '${terminal.#end}'; exec sleep 600`;
    tmux('new-session', '-d', '-s', name, ...size, '-c', cwd, ...variables, script);
    return terminal;
  }

  /** The lines that are seen. */
  screen(): readonly string[] {
    return linesOf(tmux('capture-pane', '-p', '-t', this.#name));
  }

  /** The same, with what has scrolled away. */
  all(): readonly string[] {
    return linesOf(tmux('capture-pane', '-p', '-J', '-S', '-', '-t', this.#name));
  }

  /** The lines that are seen, with their colours. */
  coloured(): string {
    return tmux('capture-pane', '-p', '-e', '-t', this.#name);
  }

  /** Presses keys, as tmux names them: `y`, `Enter`, `C-c`. */
  press(...keys: readonly string[]): void {
    tmux('send-keys', '-t', this.#name, ...keys);
  }

  /** Waits first: tmux 3.3 tells a program only one of two sizes that follow each other closely. */
  async resize(columns: number, rows: number): Promise<void> {
    await setTimeout(500);
    const size = ['-x', String(columns), '-y', String(rows)];
    tmux('resize-window', '-t', this.#name, ...size);
  }

  /** Waits until a line on the screen matches; the error shows what stood there instead. */
  async until(pattern: RegExp, timeout = 30_000): Promise<void> {
    await vi.waitFor(
      () => {
        const text = this.screen().join('\n');
        if (!pattern.test(text))
          throw new Error(`${String(pattern)} is not on the screen:\n${text}`);
      },
      { timeout, interval: 50 },
    );
  }

  /** Waits until the command has ended and gives its exit code. The terminal is as it was before. */
  async ended(timeout = 30_000): Promise<number> {
    await vi.waitFor(
      () => {
        if (!existsSync(this.#end)) throw new Error(`running:\n${this.all().join('\n')}`);
      },
      { timeout, interval: 50 },
    );
    const [code = '', ...mode] = readFileSync(this.#end, 'utf8').split('\n');
    expect(mode.join(' ')).toMatch(/ icanon .* echo /);
    return Number(code);
  }

  cursorIsVisible(): boolean {
    return this.#ask('cursor_flag') === '1';
  }

  close(): void {
    tmux('kill-session', '-t', this.#name);
  }

  #ask(what: string): string {
    return tmux('display-message', '-p', '-t', this.#name, `#{${what}}`).trim();
  }
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return lines;
}
