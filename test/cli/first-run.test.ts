/* What somebody reads on the first day, with a gateway that is not set up yet. */
import { afterEach, expect, it } from 'vitest';
import { workplace, type Ended, type Workplace } from './program.ts';

const GATEWAY = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
fills: { delay_ms: 1 }
`;

let place: Workplace | undefined;
afterEach(async () => {
  await place?.close();
  place = undefined;
});

async function run(gateway: string, ...args: string[]): Promise<Ended> {
  place = await workplace(gateway, { settings: '' });
  return place.run(...args);
}

it('without market data it plans on what there is, and names what is missing', async () => {
  const { code, out, err } = await run(`${GATEWAY}market_data: { state: no_permission }\n`);
  expect([code, err]).toEqual([0, '']);
  expect(out).toContain("valued at the broker's");
  expect(out).toMatch(/Warning: No live prices of BND, VTI, .*market data subscription/);
  expect(out).toContain('rebalance doctor');
});

it('and with a flag that trades says what to do about it', async () => {
  const trade = ['--paper', '--yes'];
  const { code, err } = await run(`${GATEWAY}market_data: { state: no_permission }\n`, ...trade);
  expect(code).toBe(8);
  expect(err).toMatch(/DU1 VTI: .*rebalance doctor says whether a market data subscription/);
});

it('with the Read-Only API on it says where that is turned off, before anything is sold', async () => {
  const gateway = GATEWAY.replace('- id: DU1', '- id: DU1\n    read_only_api: true');
  const { code, err } = await run(gateway, '--paper', '--yes');
  expect(code).toBe(12);
  expect(err).toMatch(/Read-Only mode.*Turn off "Read-Only API" in the API settings/);
  expect(place?.simulator.audit().differences).toEqual([]);
});

it('with nothing running it names both programs, their ports and the command that looks', async () => {
  const { code, err } = await run(GATEWAY, '--port', '1');
  expect(code).toBe(5);
  expect(err).toMatch(
    /^127\.0\.0\.1:1: nothing answers there .*Start TWS \(ports 7496 live, 7497 paper\) or IB Gateway \(4001 live, 4002 paper\).*rebalance doctor/,
  );
});
