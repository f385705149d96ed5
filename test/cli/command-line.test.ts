import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';

const program = join(import.meta.dirname, '../../dist/rebalance.js');
const scenario = `gateway:
  accounts:
    - id: DU1
      cash: { USD: '10000.00' }
      positions: [{ symbol: VTI, shares: 300 }]
  quotes:
    VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
    BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
  fills: { delay_ms: 1 }
`;

let folder: string;
let simulator: Simulator;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rebalance-'));
  simulator = await startSimulator({ scenario: parseScenario(scenario) });
  writeFileSync(
    join(folder, 'settings.ini'),
    `[ibkr]\nport = ${simulator.port}\nread_only = false\n[accounts]\nids = DU1\n[models]\nmain = 1\n[safety]\nrequire_whatif = false\n`,
  );
  writeFileSync(join(folder, 'portfolios.csv'), 'ETF,MAIN\nVTI,50%\nBND,50%\n');
});

afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the program with its standard input closed, as cron does. */
function run(...args: string[]): Promise<Ended> {
  return ended(
    spawn(process.execPath, [program, ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      // What runs remember between them is not to mix with what this machine's owner has.
      env: { ...process.env, XDG_STATE_HOME: folder, LOCALAPPDATA: folder },
    }),
  );
}

function ended(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr?.on('data', (data: Buffer) => (err += data.toString()));
  return new Promise((resolve) =>
    child.on('close', (code) => {
      resolve({ code, out, err });
    }),
  );
}

describe('the command line', () => {
  it('explains itself', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const flag of [
      '--ini',
      '--config',
      '--csv',
      '--confirm',
      '--yes',
      '--dry-run',
      '--read-only',
      'demo',
    ]) {
      expect(out).toContain(flag);
    }
  });

  it.each([
    [['--no-such-flag'], '--no-such-flag'],
    [['surprise'], 'surprise'],
    [['--yes'], '--confirm'],
    [['--min-order-usd', '5', 'demo'], 'no other flag'],
    [['--ini', 'a.ini', '--config', 'b.ini'], '--config'],
  ])('refuses %j with exit code 2', async (args, named) => {
    const { code, err } = await run(...args);
    expect(code).toBe(2);
    expect(err).toContain(named);
  });

  it('names a settings file that is not there', async () => {
    const { code, err } = await run('--ini', 'nowhere.ini');
    expect(code).toBe(3);
    expect(err).toContain('nowhere.ini');
  });

  it('names a portfolios file that is not there', async () => {
    const { code, err } = await run('--csv', 'nowhere.csv');
    expect(code).toBe(4);
    expect(err).toContain('nowhere.csv');
  });

  it('previews without a flag and says how to trade', async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out).toContain('Nothing was sent. To trade: rebalance --confirm');
    expect(simulator.requestCounts()['PLACE_ORDER']).toBeUndefined();
  });

  it('sends nothing when standard input is closed', async () => {
    const { code, err } = await run('--confirm');
    expect(code).toBe(2);
    expect(err).toContain('Nothing was sent.');
    expect(simulator.requestCounts()['PLACE_ORDER']).toBeUndefined();
  });

  it('sends nothing with --dry-run, whatever else is given', async () => {
    const { code, out } = await run('--dry-run', '--confirm', '--yes');
    expect(code).toBe(0);
    expect(out).toContain('Dry run: nothing was sent.');
    expect(simulator.requestCounts()['PLACE_ORDER']).toBeUndefined();
  });

  it('trades with --confirm --yes and leaves both reports in report_dir', async () => {
    const { code, out, err } = await run('--confirm', '--yes', '--config', 'settings.ini');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('2 of 2 orders filled.');
    expect(simulator.audit().differences).toEqual([]);
    const files = readdirSync(join(folder, 'reports'));
    expect(files.some((name) => /^rebalance_post_\d{8}T\d{6}Z(-\d+)?\.csv$/.test(name))).toBe(true);
    expect(files.some((name) => /^rebalance_pre_\d{8}T\d{6}Z(-\d+)?\.csv$/.test(name))).toBe(true);
  });

  it('tells the whole story in the demo, and the report equals the books', async () => {
    const { code, out, err } = await run('demo');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Proceed? [y/N]: y');
    expect(out).toContain("The simulator's books agree with the report");
    expect(out).toMatch(/(\d+) of \1 orders filled\./);
    // The market of the demo moves four times a second, and some orders wait for it.
  }, 60_000);

  it('asks a person in the interactive demo, and a closed input is nobody', async () => {
    const { code, err } = await run('demo', '--interactive');
    expect(code).toBe(2);
    expect(err).toContain('nobody to answer');
  });
});
