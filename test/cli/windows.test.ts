/* What people of Windows have: names with spaces and umlauts, and files as their programs save them. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import { runProgram } from './program.ts';

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

let base: string;
let folder: string;
let simulator: Simulator;

beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'rebalance-'));
  folder = join(base, 'Müllers Depot (neu) & Söhne');
  mkdirSync(folder);
  simulator = await startSimulator({ scenario: parseScenario(scenario) });
});

afterEach(async () => {
  await simulator.close();
  rmSync(base, { recursive: true });
});

const crlf = (text: string): string => text.replaceAll('\n', '\r\n');

it('a run with such names and files leaves files that every system can have', async () => {
  const settings = `[ibkr]
port = ${simulator.port}
read_only = false
[accounts]
ids = DU1
[models]
main = 1
[safety]
require_whatif = false
kill_switch_file = Notfall März/HALT
[io]
report_dir = Berichte für März
`;
  // Notepad: a byte order mark and both characters at the end of a line.
  writeFileSync(join(folder, 'Einstellungen 2026.ini'), `\ufeff${crlf(settings)}`);
  // Excel's "Unicode text": UTF-16, with tabs.
  const portfolios = crlf('ETF\tMAIN\nVTI\t50%\nBND\t50%\n');
  writeFileSync(
    join(folder, 'Modelle für mich.csv'),
    Buffer.from(`\ufeff${portfolios}`, 'utf16le'),
  );
  const { code, out, err } = await runProgram(
    folder,
    '--ini',
    'Einstellungen 2026.ini',
    '--csv',
    'Modelle für mich.csv',
    '--paper',
    '--yes',
  );
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain('2 of 2 orders filled.');

  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  expect(names.some((name) => /Berichte für März.*post-trade\.html$/.test(name))).toBe(true);
  expect(names.some((name) => /journals.*\.jsonl$/.test(name))).toBe(true);
  const impossible = names
    .map((name) => basename(name))
    .filter(
      (name) =>
        /[<>:"|?*\\]|[. ]$/.test(name) || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name),
    );
  expect(impossible).toEqual([]);
}, 60_000);

it('first files are written and read back there', async () => {
  const { code } = await runProgram(folder, 'init', '--account', 'DU1');
  expect(code).toBe(0);
  // As an editor saves them that ends lines its own way.
  for (const name of ['settings.ini', 'portfolios.csv']) {
    writeFileSync(join(folder, name), crlf(readFileSync(join(folder, name), 'utf8')));
  }
  const validated = await runProgram(folder, 'validate');
  expect([validated.code, validated.err]).toEqual([0, '']);
}, 60_000);
