import { afterEach, describe, expect, it } from 'vitest';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { startHandGateway } from '../../test/run/hand-gateway.ts';
import { exampleTicket } from '../core/testing/example-order.ts';
import { price } from '../core/units/price.ts';
import { shares } from '../core/units/shares.ts';
import { TwsBroker } from './tws-broker.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function brokerAt(port: number): Promise<TwsBroker> {
  const broker = new TwsBroker({
    ...{ host: '127.0.0.1', port, clientId: 42, fallbackToSnapshot: false },
    clock: { now: () => Date.now() },
    whatIfTimeoutMs: 200,
  });
  closing.push(() => broker.close());
  await broker.connect();
  return broker;
}

async function simulated(more = '') {
  const gateway = `{ accounts: [{ id: DU1, cash: { USD: '100000' } }], quotes: { VTI: { bid: '100', ask: '100.02', last: '100', close: '100' } }${more} }`;
  const simulator = await startSimulator({ scenario: parseScenario(`gateway: ${gateway}`) });
  closing.push(() => simulator.close());
  const broker = await brokerAt(simulator.port);
  const { contracts } = await broker.findContracts([{ symbol: 'VTI', override: undefined }]);
  const ticket = exampleTicket({
    ...{ orderRef: 'wi.RUN1.DU1.1', accountId: 'DU1', contract: contracts.get('VTI')! },
    ...{ quantity: shares('10'), limit: price('100.02') },
  });
  return { simulator, broker, ticket };
}

/** An answer to PLACE_ORDER, which is message 3. */
async function answeredBy(answer: (orderId: string) => readonly (readonly string[])[]) {
  const gateway = await startHandGateway({
    answer: (request) => (request[0] === '3' ? answer(request[1] ?? '') : []),
  });
  closing.push(() => gateway.close());
  return { gateway, broker: await brokerAt(gateway.port) };
}

describe('a what-if', () => {
  it('brings the changes of the margin and leaves no order behind', async () => {
    const { simulator, broker, ticket } = await simulated();
    const answer = await broker.whatIf(broker.newOrderId(), ticket);
    expect(answer.kind).toBe('margins');
    // Half of 10 at 100.02 to begin with, and a quarter of it to keep it.
    if (answer.kind === 'margins') {
      expect(Number(answer.initial) / 1e8).toBeCloseTo(500.1, 1);
      expect(Number(answer.maintenance) / 1e8).toBeCloseTo(250.05, 1);
    }
    expect(await broker.readOpenOrders()).toEqual([]);
    expect(await broker.readCompletedOrders()).toEqual([]);
    expect(simulator.audit().accounts[0]?.positions).toEqual({});
    expect([await broker.nextOrderEvents(0), broker.whatIfAlarm()]).toEqual([[], undefined]);
  });

  it('that would be refused brings the words of the broker, and no event of an order', async () => {
    const { broker, ticket } = await simulated(', orders: { restricted: { VTI: no_permission } }');
    const answer = await broker.whatIf(broker.newOrderId(), ticket);
    expect(answer).toMatchObject({ kind: 'refused', code: 460 });
    expect(await broker.nextOrderEvents(0)).toEqual([]);
  });

  it.each([
    ['nothing', []],
    ['a warning', [['4', '2', 'ID', '399', 'Order Message: odd lot', '']]],
  ])('that is answered with %s stays silent', async (_, messages) => {
    const { broker } = await answeredBy((id) =>
      messages.map((fields) => fields.map((field) => (field === 'ID' ? id : field))),
    );
    expect(await broker.whatIf(1, exampleTicket())).toEqual({ kind: 'silent' });
  });

  it('fails with the connection', async () => {
    const { gateway, broker } = await answeredBy(() => []);
    const answer = broker.whatIf(1, exampleTicket());
    gateway.hangUp();
    await expect(answer).rejects.toMatchObject({ trouble: 'lost' });
  });

  it('that gets the status of an order raises the alarm', async () => {
    const { broker } = await answeredBy((id) => [
      ['3', id, 'Submitted', '0', '10', '0', '900', '0', '0', '42', '', '0'],
    ]);
    expect(await broker.whatIf(1, exampleTicket())).toEqual({ kind: 'silent' });
    expect(broker.whatIfAlarm()).toBe('status Submitted of 1');
  });
});
