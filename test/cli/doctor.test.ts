/* `rebalance doctor` as people call it: with the folders, the files and the clock of this machine. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import { runProgram } from './program.ts';

let folder: string;
let simulator: Simulator;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  const scenario = "gateway:\n  accounts: [{ id: DU1, cash: { USD: '10000.00' } }]\n";
  simulator = await startSimulator({ scenario: parseScenario(scenario) });
  writeFileSync(
    join(folder, 'settings.ini'),
    `[ibkr]\nport = ${simulator.port}\n[accounts]\nids = DU1\n[models]\nmain = 1\n`,
  );
  writeFileSync(join(folder, 'portfolios.csv'), 'ETF,MAIN\nVTI,50%\nBND,50%\n');
});
afterEach(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

it('finds nothing wrong, leaves nothing behind, and says what the settings hold back', async () => {
  const before = readdirSync(folder).sort();
  const { code, out, err } = await runProgram(folder, 'doctor');
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('warning  read only    read_only = true: no order is ever sent\n');
  expect(out).toContain('First: To trade, write read_only = false under [ibkr].');
  expect(readdirSync(folder).sort()).toEqual(before);
});

it('finds a file where the folder of the reports is to be, and the kill switch file', async () => {
  writeFileSync(join(folder, 'reports'), '');
  await runProgram(folder, 'kill');
  const { code, out } = await runProgram(folder, 'doctor');
  expect(code).toBe(1);
  expect(out).toMatch(/^fault {4}reports .*ENOTDIR/m);
  expect(out).toMatch(/^fault {4}kill switch .*KILL_SWITCH/m);
});

it('finds that nothing answers, or something at a usual port', async () => {
  await simulator.close();
  const { code, out } = await runProgram(folder, 'doctor');
  expect(code).toBe(5);
  expect(out).toMatch(/^fault {4}connection +127\.0\.0\.1:\d+: nothing /m);
});
