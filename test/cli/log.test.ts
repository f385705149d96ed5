/* The log that a run leaves among its reports. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { workplace, type Workplace } from './program.ts';

let place: Workplace | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await place?.close();
  place = undefined;
});

const gateway = `
accounts: [{ id: DU1, cash: { USD: '10000.00' } }]
quotes: { VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' } }
events:
  - { on: { request: REQ_POSITIONS, nth: 1 }, do: code, code: 2103, text: 'A farm is broken:usfarm' }
  - { on: { request: REQ_POSITIONS, nth: 1 }, do: code, code: 100, text: Max rate of messages }
`;

it('begins with the system and our variables, and has the notices of the gateway and what ended the run', async () => {
  vi.stubEnv('REBALANCE__REBALANCE__MIN_ORDER_USD', '750');
  place = await workplace(gateway, { portfolios: 'ETF,MAIN\nVTI,50%\nQXQX,50%\n' });
  const { code, err } = await place.run('--paper', '--yes');
  expect(code).toBe(7);
  const reports = join(place.folder, 'reports');
  const [run = ''] = readdirSync(reports);
  // Errors are in the one log, and nowhere else.
  expect(readdirSync(join(reports, run)).filter((name) => /log|err/i.test(name))).toEqual([
    'run.log',
  ]);
  const lines = readFileSync(join(reports, run, 'run.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(/ +/).slice(1));
  const of = (event: string): string[] =>
    lines.filter(([, name]) => name === event).map((words) => words.join(' '));
  expect(lines[0]?.[1]).toBe('system');
  expect(of('system')).toEqual([
    `INFO system node ${process.version} on ${process.platform} ${process.arch}`,
  ]);
  expect(of('inputs')).toEqual(['INFO inputs both files are valid']);
  expect(of('variable')).toEqual(['INFO variable REBALANCE__REBALANCE__MIN_ORDER_USD = 750']);
  expect(of('notice')).toEqual([
    'WARNING notice 2103: A farm is broken:usfarm',
    'WARNING notice 100: Max rate of messages',
  ]);
  expect(of('problem')).toHaveLength(1);
  expect(of('problem')[0]).toMatch(/^ERROR problem QXQX: the broker knows no such stock/);
  expect(err).toContain('QXQX: the broker knows no such stock');
  expect(of('outcome')).toEqual(['INFO outcome refused']);
});

it('has what is wrong with the files too, once the settings say where it lies', async () => {
  place = await workplace(gateway, { portfolios: 'ETF,MAIN\nVTI,50%\nBND,60%\n' });
  const { code, err } = await place.run();
  expect(code).toBe(4);
  const reports = join(place.folder, 'reports');
  const [run = ''] = readdirSync(reports);
  const log = readFileSync(join(reports, run, 'run.log'), 'utf8');
  expect(log).toMatch(/ERROR +problem +portfolios\.csv.*110.*\n.* INFO +outcome +refused\n$/);
  expect(err).toContain('110');
});
