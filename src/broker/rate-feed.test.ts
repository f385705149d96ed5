import { afterEach, expect, it, vi } from 'vitest';
import { startHandGateway, type HandGateway } from '../../test/run/hand-gateway.ts';
import { USD_CAD } from '../core/account/fx-market.ts';
import { rate } from '../core/units/rate.ts';
import { shares } from '../core/units/shares.ts';
import { TwsBroker } from './tws-broker.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const REQ_MKT_DATA = '1';
const PLACE_ORDER = '3';
const NOW = 1_700_000_000_000;

/** A price of the line: bid is 1, ask is 2, close is 9. */
const tick = (requestId: string, field: string, price: string) => [
  '1',
  '6',
  requestId,
  field,
  price,
  '1000000',
  '0',
];

/** A broker at a gateway that answers market data so, and what was asked for. */
async function connect(answer: (requestId: string) => readonly (readonly string[])[]): Promise<{
  readonly broker: TwsBroker;
  readonly gateway: HandGateway;
  readonly asked: string[][];
  readonly placed: string[][];
}> {
  const asked: string[][] = [];
  const placed: string[][] = [];
  const gateway = await startHandGateway({
    answer: (request) => {
      if (request[0] === PLACE_ORDER) placed.push([...request]);
      if (request[0] !== REQ_MKT_DATA) return [];
      asked.push([...request]);
      return answer(request[2] ?? '');
    },
  });
  closing.push(() => gateway.close());
  const broker = new TwsBroker({
    host: '127.0.0.1',
    port: gateway.port,
    clientId: 42,
    clock: { now: () => NOW },
    fallbackToSnapshot: true,
  });
  closing.push(() => broker.close());
  await broker.connect();
  return { broker, gateway, asked, placed };
}

it('USD.CAD is asked for once, on IDEALPRO, and both sides are exact', async () => {
  const { broker, asked } = await connect((id) => [
    tick(id, '9', '1.36'),
    tick(id, '1', '1.34995'),
    tick(id, '2', '1.350005'),
  ]);
  const quote = { bid: rate('1.34995'), ask: rate('1.350005'), aliveAt: NOW };
  expect(await broker.readUsdCad()).toEqual(quote);
  expect(await broker.readUsdCad()).toEqual(quote);
  expect(asked).toHaveLength(1);
  // Symbol, security type, exchange, currency.
  expect([4, 5, 10, 12].map((at) => asked[0]?.[at])).toEqual(['USD', 'CASH', 'IDEALPRO', 'CAD']);
});

it('a side that is not there is no price', async () => {
  const { broker } = await connect((id) => [tick(id, '1', '-1'), tick(id, '2', '1.35')]);
  expect(await broker.readUsdCad()).toMatchObject({ bid: undefined, ask: rate('1.35') });
});

it('without a subscription there is no rate, and nobody waits for one', async () => {
  const { broker } = await connect((id) => [
    ['4', '2', id, '354', 'Requested market data is not subscribed.', ''],
  ]);
  expect(await broker.readUsdCad()).toMatchObject({ bid: undefined, ask: undefined });
});

it('a notice about the line does not end the waiting', async () => {
  const { broker } = await connect((id) => [
    ['4', '2', id, '10090', 'Part of requested market data is not subscribed.', ''],
    tick(id, '1', '1.35'),
    tick(id, '2', '1.36'),
  ]);
  expect(await broker.readUsdCad()).toMatchObject({ bid: rate('1.35'), ask: rate('1.36') });
});

it('a connection that breaks is no rate', async () => {
  const { broker, gateway } = await connect(() => {
    setImmediate(() => {
      gateway.hangUp();
    });
    return [];
  });
  await expect(broker.readUsdCad()).rejects.toMatchObject({ trouble: 'lost' });
});

it.each([
  ['a limit on the grid of rates', rate('1.35065'), ['LMT', '1.35065']],
  ['a market order', undefined, ['MKT', '']],
])('an order of USD.CAD is sent to IDEALPRO with %s', async (_, limit, type) => {
  const { broker, placed } = await connect(() => []);
  await broker.placeOrder(broker.newOrderId(), {
    kind: 'conversion',
    orderRef: 'rb.RUN1.DU1234567.0.1',
    accountId: 'DU1234567',
    contract: USD_CAD,
    side: 'BUY',
    quantity: shares('8922'),
    limit,
  });
  await vi.waitFor(() => {
    expect(placed).toHaveLength(1);
  });
  // Contract id, symbol, security type, exchange, currency; then action, quantity, type, limit.
  expect([2, 3, 4, 9, 11].map((at) => placed[0]?.[at])).toEqual([
    '15016062',
    'USD',
    'CASH',
    'IDEALPRO',
    'CAD',
  ]);
  expect(placed[0]?.slice(16, 20)).toEqual(['BUY', '8922', ...type]);
});
