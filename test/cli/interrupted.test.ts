/* The program as people run it: killed, ended from outside, and looked after. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Simulator } from '../../simulator/start-simulator.ts';
import { workplace, type Ended, type Running, type Workplace } from './program.ts';

/** Nothing fills within the time of a test: an order that is sent stays open. */
const gateway = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
fills: { delay_ms: 600000 }
`;

let place: Workplace;
let simulator: Simulator;
beforeEach(async () => {
  place = await workplace(gateway);
  ({ simulator } = place);
});
afterEach(() => place.close());

/** The two streams as one text. */
async function told(ended: Promise<Ended>): Promise<{ code: number | null; text: string }> {
  const { code, out, err } = await ended;
  return { code, text: out + err };
}

const run = (...args: string[]) => told(place.run(...args));

/** A run whose first order is open at the broker. */
async function startAndSend(): Promise<Running> {
  const running = place.start('--paper', '--yes');
  await vi.waitUntil(() => simulator.engine.openOrders().length > 0, { timeout: 20_000 });
  return running;
}

it('a run that is killed is named by the next one, told by history, settled by recover', async () => {
  const { child, ended } = await startAndSend();
  child.kill('SIGKILL');
  await ended;

  const next = await run('--paper', '--yes');
  expect(next.code).toBe(14);
  expect(next.text).toMatch(/did not come to its end/);
  expect(next.text).toMatch(/rebalance recover/);
  expect(simulator.requestCounts()['PLACE_ORDER']).toBe(1);

  const history = await run('history');
  expect(history.code).toBe(0);
  expect(history.text).toMatch(/interrupted/);

  // Without a flag the order that is still open is named, and nothing is sent or cancelled.
  const looked = await run('recover');
  expect(looked.text).toMatch(/VTI/);
  expect(simulator.requestCounts()).toMatchObject({ PLACE_ORDER: 1 });
  expect(simulator.requestCounts()['CANCEL_ORDER'] ?? 0).toBe(0);
  expect(simulator.engine.openOrders()).toHaveLength(1);
}, 60_000);

it('a run that is ended from outside cancels its orders and says so', async () => {
  const { child, ended } = await startAndSend();
  child.kill('SIGTERM');
  const { code, text } = await told(ended);
  expect(code).toBe(130);
  expect(text).toMatch(/our open orders are cancelled/);
  expect(text).toMatch(/Post-trade report/);
  expect(simulator.engine.openOrders()).toEqual([]);

  const history = await run('history');
  expect(history.text).toMatch(/0 of 1/);
  // Every order has a last word, so there is nothing to recover.
  const recovered = await run('recover');
  expect(recovered.code).toBe(0);
}, 60_000);

it('history and recover of an account that never traded have nothing to tell', async () => {
  const history = await run('history');
  expect([history.code, history.text]).toEqual([0, expect.stringMatching(/no run/i)]);
  expect((await run('recover')).code).toBe(0);
  expect(simulator.requestCounts()['PLACE_ORDER'] ?? 0).toBe(0);
}, 60_000);
