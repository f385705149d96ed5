import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workplace, type Ended, type Workplace } from './program.ts';

const gateway = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
fills: { delay_ms: 1 }
`;

let place: Workplace;
beforeAll(async () => {
  place = await workplace(gateway);
});
afterAll(() => place.close());

const run = (...args: string[]): Promise<Ended> => place.run(...args);

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
    expect(place.simulator.requestCounts()['PLACE_ORDER']).toBeUndefined();
  });

  it('sends nothing when standard input is closed', async () => {
    const { code, err } = await run('--confirm');
    expect(code).toBe(2);
    expect(err).toContain('Nothing was sent.');
    expect(place.simulator.requestCounts()['PLACE_ORDER']).toBeUndefined();
  });

  it('sends nothing with --dry-run, whatever else is given', async () => {
    const { code, out } = await run('--dry-run', '--confirm', '--yes');
    expect(code).toBe(0);
    expect(out).toContain('Dry run: nothing was sent.');
    expect(place.simulator.requestCounts()['PLACE_ORDER']).toBeUndefined();
  });

  it('trades with --confirm --yes and leaves both reports in report_dir', async () => {
    const { code, out, err } = await run('--confirm', '--yes', '--config', 'settings.ini');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('2 of 2 orders filled.');
    expect(place.simulator.audit().differences).toEqual([]);
    const files = readdirSync(join(place.folder, 'reports'));
    expect(files.some((name) => /^rebalance_post_\d{8}T\d{6}Z(-\d+)?\.csv$/.test(name))).toBe(true);
    expect(files.some((name) => /^rebalance_pre_\d{8}T\d{6}Z(-\d+)?\.csv$/.test(name))).toBe(true);
  });

  it('tells the whole story in the demo, and the report equals the books', async () => {
    const { code, out, err } = await run('demo');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Proceed? [y/N]: y');
    expect(out).toContain("The simulator's books agree with the report");
    expect(out).toMatch(/(\d+) of \1 orders filled\./);
    // Nothing of it is kept beside what this user's own runs remember.
    const remembered = join(place.folder, 'ibkr-etf-rebalancer', 'snapshots');
    expect(readdirSync(remembered)).toEqual(['DU1']);
    // The market of the demo moves four times a second, and some orders wait for it.
  }, 60_000);

  it('asks a person in the interactive demo, and a closed input is nobody', async () => {
    const { code, err } = await run('demo', '--interactive');
    expect(code).toBe(2);
    expect(err).toContain('nobody to answer');
  });
});
