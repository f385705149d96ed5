import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
let program: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tws-sim-'));
  program = join(folder, 'tws-sim.mjs');
  await build({
    entryPoints: [fileURLToPath(new URL('main.ts', import.meta.url))],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<number | null>;
}

function run(...flags: readonly string[]): Run {
  const child = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (seen.out += String(chunk)));
  child.stderr.on('data', (chunk) => (seen.err += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, out: () => seen.out, err: () => seen.err, ended };
}

/** The port in the line that says that it is ready. */
async function ready({ child, out }: Run): Promise<number> {
  while (!out().includes('\n')) {
    await new Promise((resolve) => child.stdout?.once('data', resolve));
  }
  return (JSON.parse(out()) as { port: number }).port;
}

test('says in one line that it is ready, and ends on a signal although a client is there', async () => {
  const simulator = run();
  const port = await ready(simulator);
  expect(simulator.out()).toBe(`{"ready":true,"port":${port}}\n`);
  const client = connect(port, '127.0.0.1');
  await new Promise((resolve) => client.once('connect', resolve));
  simulator.child.kill('SIGTERM');
  expect(await simulator.ended).toBe(0);
  expect(simulator.err()).toBe('');
  client.destroy();
});

test('opens the control face, moves its clock, and takes version and seed from its flags', async () => {
  const flags = ['--control', '--clock', 'virtual', '--server-version', '178', '--seed', '5'];
  const simulator = run(...flags, '--latency', '20,30');
  await ready(simulator);
  const line = JSON.parse(simulator.out()) as { control: number };
  expect(Object.keys(line)).toEqual(['ready', 'port', 'control']);
  const address = `http://127.0.0.1:${line.control}`;
  await fetch(`${address}/clock`, { method: 'POST', body: '{"advance":"1h"}' });
  expect(await (await fetch(`${address}/state`)).json()).toMatchObject({
    time: '2026-04-13T16:00:00.000Z',
    server_version: 178,
    latency: { in_ms: 20, out_ms: 30 },
  });
  simulator.child.kill('SIGTERM');
  expect(await simulator.ended).toBe(0);
  const old = run('--server-version', '12');
  expect(await old.ended).toBe(2);
  expect(old.err()).toContain('gateway.server_version: must be from');
});

test('logs to standard error when asked', async () => {
  const simulator = run('--verbose', '--seed', '3');
  const client = connect(await ready(simulator), '127.0.0.1');
  client.write('GET / HTTP/1.1\r\n\r\n');
  await new Promise((resolve) => client.once('close', resolve));
  simulator.child.kill('SIGINT');
  expect(await simulator.ended).toBe(0);
  expect(simulator.err()).not.toBe('');
});

test('names what is wrong with a scenario and with a host, and does not start', async () => {
  const file = join(folder, 'wrong.yaml');
  writeFileSync(file, 'gateway: { accounts: [] }');
  const wrong = run('--scenario', file);
  expect(await wrong.ended).toBe(2);
  expect([wrong.out(), wrong.err()]).toEqual([
    '',
    `${file}: gateway.accounts: needs at least one account\n`,
  ]);
  const far = run('--latency', '1,2,3');
  expect(await far.ended).toBe(1);
  expect(far.err()).toContain('It must be one number or two.');
  const open = run('--host', '0.0.0.0');
  expect(await open.ended).toBe(2);
  expect(open.err()).toContain('loopback');
});
