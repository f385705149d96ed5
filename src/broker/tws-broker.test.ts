import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { price as quoted } from '../../simulator/engine/price.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import type { OrderEvent } from '../core/orders/order-event.ts';
import type { ShareTicket } from '../core/orders/ticket.ts';
import { exampleTicket } from '../core/testing/example-order.ts';
import { price } from '../core/units/price.ts';
import { usd } from '../core/units/usd.ts';
import { TwsBroker } from './tws-broker.ts';

const clock = { now: () => Date.now() };
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function simulate(gateway: string): Promise<{ simulator: Simulator; broker: TwsBroker }> {
  const simulator = await startSimulator({ scenario: parseScenario(`gateway: ${gateway}`) });
  closing.push(() => simulator.close());
  return { simulator, broker: brokerAt(simulator.port) };
}

function brokerAt(port: number, clientId = 42, connectTimeoutMs = 10_000): TwsBroker {
  const broker = new TwsBroker({
    host: '127.0.0.1',
    port,
    clientId,
    clock,
    fallbackToSnapshot: true,
    connectTimeoutMs,
  });
  closing.push(() => broker.close());
  return broker;
}

const plain = `{ accounts: [{ id: DU1, cash: { USD: '100.00', CAD: '-50.00' } }], exchange_rates: { CAD: '0.8' },
  quotes: { VTI: { bid: '10', ask: '10.02', last: '10.01', close: '9.99' } } }`;
const vti = { symbol: 'VTI', override: undefined };

describe('a connection', () => {
  it('tells the version, the mark and the accounts once requests may be sent', async () => {
    const { broker } = await simulate(plain);
    expect(await broker.connect()).toEqual({
      serverVersion: 193,
      simulated: true,
      accounts: ['DU1'],
      nextOrderId: 1,
    });
  });

  it('is opened once: a new one needs a new broker', async () => {
    const { broker } = await simulate(plain);
    await broker.connect();
    await expect(broker.connect()).rejects.toThrow('not opened twice');
  });

  it('fails within its timeout at a port that is no gateway', async () => {
    const server: Server = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(
      () =>
        new Promise((resolve) =>
          server.close(() => {
            resolve();
          }),
        ),
    );
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const broker = brokerAt(port, 42, 300);
    await expect(broker.connect()).rejects.toMatchObject({ trouble: 'no-answer' });
  });

  it('that broke fails every request and is never used again', async () => {
    const { simulator, broker } = await simulate(plain);
    await broker.connect();
    await simulator.close();
    expect(await broker.nextOrderEvents(2000)).toMatchObject([{ kind: 'lost' }]);
    await expect(broker.readOpenOrders()).rejects.toMatchObject({ trouble: 'lost' });
    await expect(broker.checkAlive()).rejects.toMatchObject({ trouble: 'lost' });
    await expect(broker.cancelOrder(1)).rejects.toMatchObject({ trouble: 'lost' });
  });

  it('proves that it is alive by the time that it tells', async () => {
    const { simulator, broker } = await simulate(plain);
    await broker.connect();
    await expect(broker.checkAlive()).resolves.toBeUndefined();
    expect(simulator.requestCounts()['REQ_CURRENT_TIME']).toBe(1);
  });

  it('is needed for everything else', async () => {
    expect(() => brokerAt(1).newOrderId()).toThrow('no connection');
    await expect(async () => brokerAt(1).readAccount('DU1')).rejects.toThrow('no connection');
    expect(brokerAt(1).notices()).toEqual([]);
  });
});

describe('reading', () => {
  it('keeps currencies apart and turns debts into dollars', async () => {
    const { broker } = await simulate(plain);
    await broker.connect();
    const account = await broker.readAccount('DU1');
    expect(account.cash).toBe(usd('100'));
    expect(account.otherCash).toEqual([
      { currency: 'CAD', amount: -5_000_000_000n, worth: usd('-40') },
    ]);
    expect(account.brokerNetLiq).toBe(usd('100'));
  });

  it('asks for each contract and each line of market data once', async () => {
    const { simulator, broker } = await simulate(plain);
    await broker.connect();
    await Promise.all([broker.findContracts([vti]), broker.watchQuotes([vti])]);
    await Promise.all([broker.findContracts([vti]), broker.watchQuotes([vti])]);
    expect(simulator.requestCounts()).toMatchObject({ REQ_CONTRACT_DATA: 1, REQ_MKT_DATA: 1 });
    expect(broker.quoteOf(vti)).toMatchObject({
      bid: price('10'),
      ask: price('10.02'),
      last: price('10.01'),
      close: price('9.99'),
      halted: false,
    });
  });

  it('follows the market', async () => {
    const { simulator, broker } = await simulate(plain);
    await broker.connect();
    await broker.watchQuotes([vti]);
    simulator.setQuote('VTI', { bid: quoted('10.01') });
    await vi.waitUntil(() => broker.quoteOf(vti)?.bid === price('10.01'), 5000);
    expect(broker.quoteOf(vti)?.ask).toBe(price('10.02'));
  });

  it('asks for a snapshot too before a price counts as missing, and streams on', async () => {
    const { simulator, broker } = await simulate(
      `{ accounts: [{ id: DU1 }], quotes: { VTI: { bid: null, ask: null, last: null, close: null } } }`,
    );
    await broker.connect();
    await broker.watchQuotes([vti, { symbol: 'NOSUCH', override: undefined }]);
    expect(broker.quoteOf(vti)).toMatchObject({ bid: undefined, ask: undefined, last: undefined });
    expect(simulator.requestCounts()['REQ_MKT_DATA']).toBe(4);
    simulator.setQuote('VTI', { bid: quoted('10'), ask: quoted('10.02') });
    await vi.waitUntil(() => broker.quoteOf(vti)?.ask === price('10.02'), 20_000);
    // The stream is given up after four seconds, the snapshot ends by itself after eleven.
  }, 60_000);

  it('finds a contract by its id, where the settings say so', async () => {
    const { broker } = await simulate(plain);
    await broker.connect();
    const spy = { symbol: 'SPY', override: { kind: 'conId', conId: 756733 } } as const;
    const { contracts, problems } = await broker.findContracts([spy]);
    expect([...problems]).toEqual([]);
    expect(contracts.get('SPY')).toMatchObject({
      conId: 756733,
      stockType: 'ETF',
      exchange: 'SMART',
    });
    expect((await broker.describeContracts([756733])).get(756733)?.symbol).toBe('SPY');
  });
});

describe('orders', () => {
  const trading = `{ accounts: [{ id: DU1, cash: { USD: '10000.00' } }], fills: { delay_ms: 1 },
    quotes: { VTI: { bid: '10', ask: '10.02', last: '10.01', close: '9.99' } } }`;

  async function contractOf(broker: TwsBroker): Promise<ShareTicket['contract']> {
    const { contracts } = await broker.findContracts([vti]);
    return contracts.get('VTI')!;
  }

  async function ticketFor(broker: TwsBroker, different: Partial<ShareTicket>) {
    return exampleTicket({
      accountId: 'DU1',
      contract: await contractOf(broker),
      limit: price('10.02'),
      ...different,
    });
  }

  /** What the broker says until this has happened. */
  async function eventsUntil(broker: TwsBroker, last: (event: OrderEvent) => boolean) {
    const events: OrderEvent[] = [];
    while (!events.some(last)) events.push(...(await broker.nextOrderEvents(1000)));
    return events;
  }

  it('that are sent, filled and asked for again tell the same executions', async () => {
    const { broker } = await simulate(trading);
    await broker.connect();
    const orderId = broker.newOrderId();
    await broker.placeOrder(orderId, await ticketFor(broker, { orderRef: 'rb.R.DU1.1.1' }));
    const events = await eventsUntil(broker, ({ kind }) => kind === 'commission');
    const [first] = events.filter(({ kind }) => kind === 'execution');
    expect(first).toMatchObject({
      execution: { orderRef: 'rb.R.DU1.1.1', accountId: 'DU1', side: 'BUY' },
    });
    await broker.refreshExecutions('DU1');
    const again = await broker.nextOrderEvents(1000);
    expect(again.filter(({ kind }) => kind === 'execution')).toEqual([first]);
    await expect(broker.nextOrderEvents(1)).resolves.toEqual([]);
  });

  it('at the market carry no limit, and sells are sells', async () => {
    const { simulator, broker } = await simulate(
      trading.replace('cash: {', 'positions: [{ symbol: VTI, shares: 20 }], cash: {'),
    );
    await broker.connect();
    await broker.placeOrder(
      broker.newOrderId(),
      await ticketFor(broker, { side: 'SELL', limit: undefined }),
    );
    const events = await eventsUntil(broker, ({ kind }) => kind === 'execution');
    expect(events.find(({ kind }) => kind === 'execution')).toMatchObject({
      execution: { side: 'SELL', price: price('10') },
    });
    expect(simulator.audit().accounts[0]?.positions['VTI']).toBe(100_000n);
  });

  it('of every client are listed while they are open, and our own can be cancelled', async () => {
    const { simulator, broker } = await simulate(trading);
    await broker.connect();
    const other = brokerAt(simulator.port, 7);
    await other.connect();
    const far = { limit: price('5'), side: 'BUY' as const };
    await other.placeOrder(other.newOrderId(), await ticketFor(other, { ...far, orderRef: 'o' }));
    const orderId = broker.newOrderId();
    await broker.placeOrder(orderId, await ticketFor(broker, { ...far, orderRef: 'ours' }));
    await eventsUntil(broker, ({ kind }) => kind === 'status');
    await eventsUntil(other, ({ kind }) => kind === 'status');
    const open = await broker.readOpenOrders();
    expect(open.map(({ clientId, orderRef }) => [clientId, orderRef]).sort()).toEqual([
      [42, 'ours'],
      [7, 'o'],
    ]);
    // The other client's order has the same id as ours, and its status came with the list.
    await broker.cancelOrder(orderId);
    const events = await eventsUntil(
      broker,
      (event) => event.kind === 'status' && event.status === 'Cancelled',
    );
    const named = events.filter((event) => event.kind === 'status');
    expect(new Set(named.map(({ permId }) => permId)).size).toBe(1);
    expect((await broker.readOpenOrders()).map(({ orderRef }) => orderRef)).toEqual(['o']);
  });

  it('whose limit is changed keep their identity, and fill at the new limit', async () => {
    const { simulator, broker } = await simulate(trading);
    await broker.connect();
    const orderId = broker.newOrderId();
    const ticket = await ticketFor(broker, { limit: price('9'), orderRef: 'rb.R.DU1.1.1' });
    await broker.placeOrder(orderId, ticket);
    await eventsUntil(broker, (event) => event.kind === 'status' && event.status === 'Submitted');
    const [before] = await broker.readOpenOrders();
    await broker.modifyOrder(orderId, { ...ticket, limit: price('10.02') });
    const events = await eventsUntil(broker, ({ kind }) => kind === 'execution');
    const { execution } = events.find(({ kind }) => kind === 'execution') as Extract<
      OrderEvent,
      { kind: 'execution' }
    >;
    expect(execution).toMatchObject({ orderId, orderRef: 'rb.R.DU1.1.1', permId: before?.permId });
    await vi.waitUntil(() => simulator.engine.openOrders().length === 0);
    expect(simulator.engine.completedOrders()).toHaveLength(1);
    expect(simulator.audit().differences).toEqual([]);
  });

  it.each([
    [{ kind: 'adaptive', priority: 'patient' }, price('10.02'), 'LMT'],
    [{ kind: 'adaptive', priority: 'urgent' }, undefined, 'MKT'],
    [{ kind: 'midprice' }, price('10.02'), 'MIDPRICE'],
    [{ kind: 'midprice' }, undefined, 'MIDPRICE'],
  ] as const)('worked by %j at %s are of the kind %s', async (algo, limit, type) => {
    const { simulator, broker } = await simulate(trading);
    await broker.connect();
    const orderId = broker.newOrderId();
    await broker.placeOrder(orderId, await ticketFor(broker, { algo, limit }));
    await vi.waitUntil(() => simulator.engine.completedOrders().length > 0);
    const [order] = simulator.engine.completedOrders();
    expect(order).toMatchObject({
      type,
      adaptive:
        algo.kind === 'adaptive' ? (algo.priority === 'patient' ? 'Patient' : 'Urgent') : null,
    });
  });
});
