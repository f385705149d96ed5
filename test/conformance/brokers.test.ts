import { expect, it } from 'vitest';
import { ManualClock } from '../../simulator/engine/clock.ts';
import { Engine } from '../../simulator/engine/engine.ts';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { TwsBroker } from '../../src/broker/tws-broker.ts';
import type { OrderEvent } from '../../src/core/orders/order-event.ts';
import type { ShareTicket } from '../../src/core/orders/ticket.ts';
import { price } from '../../src/core/units/price.ts';
import { formatShares, shares } from '../../src/core/units/shares.ts';
import type { Broker } from '../../src/ports.ts';
import { clearLine } from '../../src/simulated/line.ts';
import { SimulatedBroker } from '../../src/simulated/simulated-broker.ts';
import { inVirtualTime, VirtualClock } from '../../src/simulated/virtual-clock.ts';

/*
 * Two brokers behind one port: the adapter with its client library, codec and socket, and the one in
 * this process. What the program is told by the one it is told by the other, word for word.
 */
const scenario = (): ReturnType<typeof parseScenario> =>
  parseScenario(`gateway:
  accounts:
    - id: DU1
      base: CAD
      cash: { USD: '50000.123', CAD: '2000' }
      positions: [{ symbol: BND, shares: '60.5', average_cost: 70 }]
  quotes:
    VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '249.00' }
    BND: { bid: '72.00', ask: '72.01', last: '72.00', close: '71.50' }
  fills: { delay_ms: 5, max_shares_per_fill: 40 }
  cancels: { delay_ms: 5 }`);

const query = (symbol: string) => ({ symbol, override: undefined });

/** Everything that a broker tells in one story, in words without what is its own: times and ids. */
async function story(broker: Broker): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  const heard: OrderEvent[] = [];
  const hear = async (until: (event: OrderEvent) => boolean): Promise<void> => {
    for (let looks = 0; looks < 400; looks += 1) {
      for (let event = heard.shift(); event !== undefined; event = heard.shift()) {
        told.push(inWords(event));
        if (until(event)) return;
      }
      heard.push(...(await broker.nextOrderEvents(25)));
    }
    throw new Error('it was never told');
  };
  const hasStatus = (status: string) => (event: OrderEvent) =>
    event.kind === 'status' && event.status === status;
  const hasMessage = (event: OrderEvent): boolean => event.kind === 'message';

  const gateway = await broker.connect();
  told.push([gateway.simulated, gateway.accounts, gateway.nextOrderId]);
  const queries = [query('VTI'), query('BND')];
  const { contracts } = await broker.findContracts(queries);
  await broker.watchQuotes(queries);
  const vti = contracts.get('VTI');
  if (vti === undefined) throw new Error('VTI is found');
  told.push([...contracts.values()].map((contract) => ({ ...contract, hours: undefined })));
  told.push(queries.map((each) => ({ ...broker.quoteOf(each), aliveAt: 0 })));
  told.push(await broker.readAccount('DU1'));

  const order: ShareTicket = {
    kind: 'shares',
    orderRef: 'rb.T.DU1.1.1',
    accountId: 'DU1',
    contract: vti,
    side: 'BUY',
    quantity: shares('100'),
    limit: price('250.00'),
    countedAt: price('250.00'),
    algo: undefined,
  };
  await broker.placeOrder(broker.newOrderId(), order);
  await hear(hasStatus('Filled'));
  await hear((event) => event.kind === 'commission');
  const resting = broker.newOrderId();
  const low = { ...order, orderRef: 'rb.T.DU1.2.1', limit: price('249.00') };
  await broker.placeOrder(resting, low);
  await hear(hasStatus('Submitted'));
  await broker.modifyOrder(resting, { ...low, limit: price('249.50') });
  await hear(hasStatus('Submitted'));
  told.push((await broker.readOpenOrders()).map((open) => ({ ...open, permId: 0 })));
  await broker.cancelOrder(resting);
  await hear(hasMessage);
  const short = { ...order, orderRef: 'rb.T.DU1.3.1', side: 'SELL' as const };
  await broker.placeOrder(broker.newOrderId(), { ...short, quantity: shares('101') });
  await hear(hasMessage);
  await hear(hasStatus('Inactive'));
  await broker.cancelOrder(resting);
  await hear(hasMessage);
  await broker.refreshExecutions('DU1');
  await hear((event) => event.kind === 'commission');
  told.push((await broker.readCompletedOrders()).map((done) => ({ ...done, permId: 0 })));
  told.push(formatShares(broker.heldNow('DU1', vti.conId) ?? shares('0')));
  told.push(await broker.readAccount('DU1'));
  told.push(await broker.readMeans('DU1'));
  await broker.close();
  await expect(broker.checkAlive()).rejects.toMatchObject({ trouble: 'lost' });
  return told;
}

function inWords(event: OrderEvent): unknown {
  switch (event.kind) {
    case 'status':
      return { ...event, permId: event.permId > 0 };
    case 'execution': {
      const { execution } = event;
      return { ...execution, execId: '', time: '', permId: execution.permId > 0 };
    }
    case 'commission':
      return { ...event, execId: '' };
    case 'message':
    case 'lost':
      return event;
  }
}

it('the broker in process tells what the adapter tells of a gateway, word for word', async () => {
  const simulator = await startSimulator({ scenario: scenario() });
  const clock = { now: () => Date.now() };
  const { port } = simulator;
  const options = { host: '127.0.0.1', port, clientId: 42, clock, fallbackToSnapshot: true };
  const overSocket = await story(new TwsBroker(options)).finally(() => simulator.close());

  const time = new VirtualClock(new ManualClock().now());
  const engine = new Engine(scenario().engine, time);
  const inProcess = await inVirtualTime(time, 60_000, () =>
    story(
      new SimulatedBroker(
        {
          engine,
          clock: time,
          line: clearLine,
          closed: () => undefined,
          forgottenBefore: () => 0,
          onOrder: () => undefined,
        },
        42,
      ),
    ),
  );
  expect(inProcess).toEqual(overSocket);
});
