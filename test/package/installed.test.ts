/* The package as somebody gets it: packed, installed into an empty folder, and run from there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const onWindows = process.platform === 'win32';

let base: string;
let folder: string;

function npm(cwd: string, ...args: readonly string[]): string {
  return execFileSync('npm', ['--no-audit', '--no-fund', ...args], {
    cwd,
    encoding: 'utf8',
    shell: onWindows,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'rebalance-package-'));
  // What people's folders are called.
  folder = join(base, 'Müllers Depot (neu)');
  mkdirSync(folder);
  npm(root, 'pack', '--pack-destination', base);
  const [packed] = readdirSync(base).filter((name) => name.endsWith('.tgz'));
  npm(folder, 'install', '--prefer-offline', join(base, packed ?? ''));
});

afterAll(() => {
  rmSync(base, { recursive: true });
});

/** Runs a command that the package has brought, as a shell in the folder finds it. */
function run(command: string, ...args: readonly string[]) {
  const { PATH = '', ...others } = process.env;
  const bin = join(folder, 'node_modules', '.bin');
  return spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    shell: onWindows,
    env: {
      ...others,
      PATH: `${bin}${delimiter}${PATH}`,
      XDG_STATE_HOME: join(folder, 'Zustand'),
      LOCALAPPDATA: join(folder, 'Zustand'),
    },
  });
}

it('brings its dependencies and nothing that only developers need', () => {
  const installed = readdirSync(join(folder, 'node_modules'));
  expect(installed).toContain('@stoqey');
  expect(installed).toContain('rxjs');
  for (const name of ['vitest', 'esbuild', 'typescript', 'zod', 'commander']) {
    expect(installed).not.toContain(name);
  }
});

it('puts its commands where a shell finds them', () => {
  for (const command of ['rebalance', 'ibkr-etf-rebalancer', 'tws-sim']) {
    const { status, stdout } = run(command, '--help');
    expect([command, status]).toEqual([command, 0]);
    expect(stdout).toContain(`Usage: ${command === 'tws-sim' ? 'tws-sim' : 'rebalance'}`);
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  expect(run('rebalance', '--version').stdout.trim()).toBe(version);
});

it('tells the whole story from where it is installed, and writes where it is run', () => {
  const { status, stdout, stderr } = run('rebalance', 'demo');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/(\d+) of \1 orders filled\./);
  expect(stdout).toContain("The simulator's books agree with the report");
  expect(existsSync(join(folder, 'reports'))).toBe(true);
});

it('writes first files and finds nothing wrong with them but the account', () => {
  expect(run('rebalance', 'init', '--account', 'DU1234567').status).toBe(0);
  const { status, stderr } = run('rebalance', 'validate');
  expect([status, stderr]).toEqual([0, '']);
});

it('has the licences of what is bundled', () => {
  const dist = join(folder, 'node_modules', 'ibkr-etf-rebalancer', 'dist');
  const licences = readFileSync(join(dist, 'LICENSES.txt'), 'utf8');
  for (const name of ['commander', 'zod', 'csv-parse', 'csv-stringify', 'yaml', 'picocolors']) {
    expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
  }
});

it('is run by npx from the file alone', () => {
  const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string };
  const [packed = ''] = readdirSync(base).filter((each) => each.startsWith(`${name}-`));
  const help = npm(base, 'exec', '--yes', '--prefer-offline', '--', `./${packed}`, '--version');
  expect(help.trim()).toMatch(/^\d+\.\d+\.\d+$/);
});
