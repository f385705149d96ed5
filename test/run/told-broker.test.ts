import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import { ToldBroker } from '../../src/cli/told-broker.ts';
import { exampleTicket } from '../../src/core/testing/example-order.ts';

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({
    scenario: parseScenario("gateway:\n  accounts: [{ id: DU1, cash: { USD: '10000.00' } }]\n"),
  });
});
afterEach(() => simulator.close());

it('everything that can take long before the first order is told, and nothing after it', async () => {
  const told = new Set<string>();
  let ended = false;
  const broker = new ToldBroker(
    {
      during: (what, work) => {
        told.add(what);
        return work();
      },
      end: () => {
        ended = true;
      },
    },
    {
      host: '127.0.0.1',
      port: simulator.port,
      clientId: 42,
      clock: { now: () => Date.now() },
      fallbackToSnapshot: false,
    },
  );
  try {
    await broker.connect();
    const query = { symbol: 'VTI', override: undefined };
    const { contracts } = await broker.findContracts([query]);
    await Promise.all([
      broker.readAccount('DU1'),
      broker.watchQuotes([query]),
      broker.readUsdCad(),
    ]);
    await broker.readCompletedOrders();
    const contract = contracts.get('VTI');
    if (contract === undefined) throw new Error('the catalogue has VTI');
    const ticket = exampleTicket({ accountId: 'DU1', contract });
    await broker.whatIf(broker.newOrderId(), ticket);
    await broker.nextOrderEvents(0);
    expect([...told]).toEqual([
      `Connecting to 127.0.0.1:${simulator.port}`,
      'Reading the account and prices',
      'Reading the orders of today',
      'Asking the broker what each buy would do',
      'Waiting for the broker',
    ]);
    expect(ended).toBe(false);
    await broker.placeOrder(broker.newOrderId(), ticket);
    expect(ended).toBe(true);
  } finally {
    await broker.close();
  }
});
