/* A gateway that says it is asked too much (100): it is asked again, more slowly. */
import { expect, it } from 'vitest';
import { orderMessages, runOnSimulator } from './simulated-run.ts';

const gateway = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
fills: { delay_ms: 1 }
events:
`;
const portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n';
const refusal = (on: string): string =>
  `  - { on: ${on}, do: code, code: 100, text: Max rate of messages per second has been exceeded }\n`;

it('what only reads is asked again when it was refused, and the run goes on', async () => {
  const first = '{ request: REQ_POSITIONS, nth: 1 }';
  const run = await runOnSimulator({
    gateway: `${gateway}${refusal(first)}  - { on: ${first}, do: drop }\n`,
    portfolios,
    permission: { trade: false },
  });
  expect([run.outcome.kind, run.exitCode]).toEqual(['preview', 0]);
  expect(run.requests['REQ_POSITIONS']).toBe(2);
});

it('that persists stops the trading, and preview and reports are there all the same', async () => {
  // Refused twice, and answered the third time: the plan is made, and nothing is sent any more.
  const twice = ['{ request: REQ_POSITIONS, nth: 1 }', '{ request: REQ_POSITIONS, nth: 2 }'];
  const faults = twice.map((on) => `${refusal(on)}  - { on: ${on}, do: drop }\n`).join('');
  const run = await runOnSimulator({ gateway: `${gateway}${faults}`, portfolios });
  expect([run.outcome.kind, run.exitCode]).toEqual(['traded', 13]);
  expect(run.codes).toEqual(expect.arrayContaining(['broker.pacing', 'orders.incomplete']));
  expect(run.screen).toContain('Trade plan ready. 2 orders');
  expect(orderMessages(run.requests)).toBe(0);
  expect(run.reports.pre).toContain('SELL');
  expect(run.reports.post).toContain('Skipped');
}, 20_000);

it('a connection that the gateway ends because of it is a matter of pace: 6', async () => {
  const on = '{ request: REQ_POSITIONS }';
  const run = await runOnSimulator({
    gateway: `${gateway}${refusal(on)}  - { on: ${on}, do: disconnect, when: after }\n`,
    portfolios,
  });
  expect([run.outcome.kind, run.codes, run.exitCode]).toEqual(['refused', ['broker.pacing'], 6]);
  expect(orderMessages(run.requests)).toBe(0);
});
