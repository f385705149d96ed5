/* `rebalance kill` as people call it, beside a run that has an order at the broker. */
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { runProgram } from './program.ts';

/** Nothing fills within the time of a test: an order that is sent stays open. */
const scenario = `gateway:
  accounts:
    - id: DU1
      cash: { USD: '10000.00' }
      positions: [{ symbol: VTI, shares: 300 }]
  quotes:
    VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
    BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
  fills: { delay_ms: 600000 }
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kill-'));
  writeSettings(9);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function writeSettings(port: number, more = ''): void {
  writeFileSync(
    join(folder, 'settings.ini'),
    `[ibkr]\nport = ${port}\nread_only = false\n[accounts]\nids = DU1\n[models]\nmain = 1\n${more}`,
  );
}

const switchFile = (): string => join(folder, 'KILL_SWITCH');

it('stops a run that has an order at the broker, and says that it obeyed', async () => {
  const simulator = await startSimulator({ scenario: parseScenario(scenario) });
  writeSettings(simulator.port);
  writeFileSync(join(folder, 'portfolios.csv'), 'ETF,MAIN\nVTI,50%\nBND,50%\n');
  try {
    const running = runProgram(folder, '--paper', '--yes');
    await vi.waitFor(
      () => {
        expect(simulator.requestCounts()['PLACE_ORDER']).toBeGreaterThan(0);
      },
      { timeout: 20_000, interval: 20 },
    );
    const killed = await runProgram(folder, 'kill');
    expect([killed.code, killed.err]).toEqual([0, '']);
    expect(killed.out).toMatch(
      /^Kill switch on: .*KILL_SWITCH\n.*\nDU1: another run \(process \d+\) has it; waiting\.\nIt has obeyed and ended\./,
    );
    const { code, err } = await running;
    expect(code).toBe(13);
    expect(err).toContain('the kill switch file');
    expect(simulator.requestCounts()['CANCEL_ORDER']).toBe(1);
  } finally {
    await simulator.close();
  }
});

it('needs neither gateway nor portfolios file, and finds no run', async () => {
  const { code, out, err } = await runProgram(folder, 'kill');
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('No run is trading in DU1.');
  expect(existsSync(switchFile())).toBe(true);
  expect((await runProgram(folder, 'kill')).out).toContain('was on already');
});

it('removes the file again', async () => {
  await runProgram(folder, 'kill');
  const { code, out } = await runProgram(folder, 'kill', '--off');
  expect([code, out]).toEqual([0, expect.stringMatching(/^Kill switch off: \/.*KILL_SWITCH\n$/)]);
  expect(existsSync(switchFile())).toBe(false);
  expect((await runProgram(folder, 'kill', '--off')).out).toContain('was off already');
});

it('puts the file where the settings say, which is relative to them', async () => {
  writeSettings(9, '[safety]\nkill_switch_file = stop/now\n');
  const elsewhere = join(folder, 'elsewhere');
  rmSync(elsewhere, { recursive: true, force: true });
  const { code } = await runProgram(folder, 'kill', '--ini', join(folder, 'settings.ini'));
  expect(code).toBe(0);
  expect(existsSync(join(folder, 'stop', 'now'))).toBe(true);
});

it('works with mistakes in the settings, and tells them too', async () => {
  writeSettings(9, '[rebalance]\nno_such_key = 1\n');
  const { code, err } = await runProgram(folder, 'kill');
  expect([code, err]).toEqual([3, expect.stringContaining('no_such_key')]);
  expect(existsSync(switchFile())).toBe(true);
});

it('creates nothing when the settings cannot be read', async () => {
  const { code, err } = await runProgram(folder, 'kill', '--ini', 'nowhere.ini');
  expect([code, err]).toEqual([3, expect.stringContaining('nowhere.ini')]);
  expect(existsSync(switchFile())).toBe(false);
});

it('does not take a link that leads nowhere for a file', async () => {
  symlinkSync(join(folder, 'gone'), switchFile());
  const { code, err } = await runProgram(folder, 'kill');
  expect([code, err]).toEqual([12, expect.stringContaining('a link that leads nowhere')]);
});

it('is not combined with trading', async () => {
  const { code, err } = await runProgram(folder, '--confirm', 'kill');
  expect([code, err]).toEqual([2, expect.stringContaining('kill trades nothing')]);
});

it('a file that the command line names stops a run too, and nothing is sent', async () => {
  const simulator = await startSimulator({ scenario: parseScenario(scenario) });
  writeSettings(simulator.port);
  writeFileSync(join(folder, 'portfolios.csv'), 'ETF,MAIN\nVTI,50%\nBND,50%\n');
  writeFileSync(join(folder, 'STOP'), '');
  try {
    const { code, err } = await runProgram(folder, '--paper', '--yes', '--kill-switch', 'STOP');
    expect([code, err.includes('the kill switch file is there')]).toEqual([12, true]);
    expect(simulator.requestCounts()['PLACE_ORDER']).toBeUndefined();
  } finally {
    await simulator.close();
  }
});
