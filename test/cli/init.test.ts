/* `rebalance init`: what it writes is what the other commands read. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import { runProgram } from './program.ts';

/** 100,000 dollars: VTI 75,000, BND 15,000, cash 10,000; and a stock. */
const account = `{ id: DU1, cash: { USD: '10000.00' }, positions: [${[
  '{ symbol: VTI, shares: 300 }',
  '{ symbol: BND, shares: 150 }',
  '{ symbol: AAPL, shares: 1 }',
].join(', ')}] }`;
const scenario = (accounts: string): string => `gateway:
  accounts: [${accounts}]
  quotes:
    VTI: { bid: '249.99', ask: '250.01', last: '250.00', close: '250.00' }
    BND: { bid: '99.99', ask: '100.01', last: '100.00', close: '100.00' }
`;

let folder: string;
let simulator: Simulator | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'init-'));
});
afterEach(async () => {
  await simulator?.close();
  simulator = undefined;
  rmSync(folder, { recursive: true });
});

async function startAt(accounts: string): Promise<string> {
  simulator = await startSimulator({ scenario: parseScenario(scenario(accounts)) });
  return String(simulator.port);
}

const written = (name: string): string => readFileSync(join(folder, name), 'utf8');

it('writes two files that are right, and holds orders back', async () => {
  const { code, out, err } = await runProgram(folder, 'init');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^Written: portfolios\.csv\nWritten: settings\.ini\nNext: /);
  expect(
    written('settings.ini')
      .split('\n')
      .filter((line) => /^\w/.test(line)),
  ).toHaveLength(13);
  const validated = await runProgram(folder, 'validate');
  expect([validated.code, validated.err]).toEqual([0, '']);
  expect(validated.out).toContain('none are sent: read_only = true');
});

it('writes what flags say into the settings', async () => {
  await runProgram(folder, '--port', '7497', '--account', 'DU9', '--collar-bps', '80', 'init');
  expect(written('settings.ini')).toMatch(/^port = 7497$/m);
  expect(written('settings.ini')).toMatch(/^ids = DU9$/m);
  expect(written('settings.ini')).toMatch(/^collar_bps = 80$/m);
});

it('refuses a flag that no settings file could have, and writes nothing', async () => {
  const { code, err } = await runProgram(folder, '--port', 'x', 'init');
  expect([code, err]).toEqual([3, expect.stringContaining('port')]);
  expect(existsSync(join(folder, 'portfolios.csv'))).toBe(false);
});

it.each(['settings.ini', 'portfolios.csv'])('never writes over %s, nor beside it', async (name) => {
  writeFileSync(join(folder, name), 'mine');
  const { code, err } = await runProgram(folder, 'init');
  expect([code, err]).toEqual([2, expect.stringContaining(`${name}: a file is there`)]);
  expect(written(name)).toBe('mine');
  const other = name === 'settings.ini' ? 'portfolios.csv' : 'settings.ini';
  expect(existsSync(join(folder, other))).toBe(false);
});

it('writes what the account holds as one model, with which nothing has drifted', async () => {
  const port = await startAt(account);
  const { code, out, err } = await runProgram(folder, '--port', port, 'init', '--from-holdings');
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('Left out: AAPL');
  expect(written('settings.ini')).toMatch(/^ids = DU1$/m);
  expect(written('portfolios.csv').split('\n').slice(1)).toEqual([
    'ETF,MAIN',
    'VTI,75.0000%',
    'BND,15.0000%',
    'CASH,10.0000%',
    '',
  ]);
  const drift = await runProgram(folder, 'drift', '--per-holding-band-bps', '100');
  expect([drift.code, drift.err]).toEqual([0, '']);
});

it('asks which of several accounts, and what to make of one without a fund', async () => {
  const port = await startAt(`${account}, { id: DU2, cash: { USD: '5.00' } }`);
  const unsaid = await runProgram(folder, '--port', port, 'init', '--from-holdings');
  expect([unsaid.code, unsaid.err]).toEqual([3, expect.stringContaining('DU1, DU2')]);
  const empty = await runProgram(
    folder,
    '--port',
    port,
    '--account',
    'DU2',
    'init',
    '--from-holdings',
  );
  expect([empty.code, empty.err]).toEqual([4, expect.stringContaining('DU2: no ETF')]);
  expect(existsSync(join(folder, 'settings.ini'))).toBe(false);
});

it('names a gateway that is not there', async () => {
  const { code, err } = await runProgram(folder, '--port', '1', 'init', '--from-holdings');
  expect([code, err]).toEqual([5, expect.stringContaining('127.0.0.1:1')]);
});
