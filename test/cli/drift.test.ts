/* `rebalance drift` as cron calls it. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import { runProgram, type Ended } from './program.ts';

const scenario = `gateway:
  accounts:
    - id: DU1
      cash: { USD: '10000.00' }
      positions: [{ symbol: VTI, shares: 300 }, { symbol: BND, shares: 150 }]
  quotes:
    VTI: { bid: '249.99', ask: '250.01', last: '250.00', close: '250.00' }
    BND: { bid: '99.99', ask: '100.01', last: '100.00', close: '100.00' }
`;

let folder: string;
let simulator: Simulator;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drift-'));
  simulator = await startSimulator({ scenario: parseScenario(scenario) });
  writeFileSync(
    join(folder, 'settings.ini'),
    `[ibkr]\nport = ${simulator.port}\nread_only = false\n[accounts]\nids = DU1\n[models]\nmain = 1\n`,
  );
});
afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

function drift(weights: string, ...args: string[]): Promise<Ended> {
  writeFileSync(join(folder, 'portfolios.csv'), `ETF,MAIN\n${weights}`);
  return runProgram(folder, 'drift', ...args);
}

/** 75,000 of VTI, 15,000 of BND and 10,000 of cash, of which 1,000 are the buffer. */
const IN_BAND = 'VTI,75.76%\nBND,15.15%\nCASH,9.09%\n';
const DRIFTED = 'VTI,60%\nBND,40%\n';

describe('rebalance drift', () => {
  it('ends with 0 in band', async () => {
    const { code, out, err } = await drift(IN_BAND);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^SIMULATED {2}DU1 is in band\.\n2 holdings need no trade\.\nTotal drift /);
  });

  it('ends with 20 and a short table when something has drifted', async () => {
    const { code, out, err } = await drift(DRIFTED);
    expect([code, err]).toEqual([20, '']);
    // E = 99,000: targets of 59,400 and 39,600.
    expect(out).toContain('SIMULATED  DU1 has drifted.');
    expect(out).toMatch(/^BND +40\.00 +15\.15 +-24\.85 +-24,600 {2}BUY \d+$/m);
    expect(out).toMatch(/^VTI +60\.00 +75\.76 +\+15\.76 +15,600 {2}SELL 62$/m);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('counts what is out of band and cannot be traded, with the reason', async () => {
    const { code, out } = await drift(DRIFTED, '--min-order-usd', '50000');
    expect(code).toBe(20);
    expect(out).toContain('drift below min_order_usd of $50000.00');
  });

  it('prints one object with --json', async () => {
    const { code, out, err } = await drift(DRIFTED, '--json');
    expect([code, err]).toEqual([20, '']);
    expect(JSON.parse(out)).toMatchObject({
      format: 'drift of ibkr-etf-rebalancer',
      version: 2,
      outcome: 'drifted',
      exit_code: 20,
      simulated: true,
      problems: [],
      accounts: [
        {
          account: 'DU1',
          trigger: 'per_holding',
          lines: [
            { symbol: 'BND', drift_usd: '-24600.00', out_of_band: true, action: 'BUY' },
            { symbol: 'VTI', drift_usd: '15600.00', action: 'SELL', shares: '62' },
          ],
        },
      ],
    });
  });

  it('tells trouble in the object too', async () => {
    const { code, out, err } = await drift(DRIFTED, '--json', '--account', 'DU9');
    expect(code).toBe(3);
    expect(err).toContain('DU9');
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'refused',
      exit_code: 3,
      problems: [{ code: 'settings.account' }],
    });
  });

  it('speaks of the same plan as explain does afterwards', async () => {
    await drift(DRIFTED);
    const { code, out } = await runProgram(folder, 'explain', 'VTI');
    expect([code, out]).toEqual([0, expect.stringContaining('SELL 62')]);
  });

  it('leaves nothing in the folder of reports', () => {
    expect(existsSync(join(folder, 'reports'))).toBe(false);
  });

  it('has sent no order message in all of this', () => {
    expect(simulator.requestCounts()['PLACE_ORDER']).toBeUndefined();
    expect(simulator.requestCounts()['CANCEL_ORDER']).toBeUndefined();
  });

  it('names a gateway that is not there', async () => {
    const { code, err } = await drift(IN_BAND, '--port', '1');
    expect([code, err]).toEqual([5, expect.stringContaining('127.0.0.1:1')]);
  });
});
