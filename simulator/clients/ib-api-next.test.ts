import {
  ConnectionState,
  IBApiNext,
  OrderAction,
  OrderStatus,
  OrderType,
  SecType,
  TimeInForce,
  type Contract,
  type Order,
} from '@stoqey/ib';
import { filter, firstValueFrom, map, type Observable } from 'rxjs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { price } from '../engine/price.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../start-simulator.ts';

/** The other face of the client library: observables and promises over the same messages at 193. */
const scenario = parseScenario(`
gateway:
  next_valid_id: 5000
  accounts:
    - id: DU1234567
      cash: { USD: "42000.50" }
      positions: [{ symbol: VTI, shares: "41.3712", average_cost: "200.25" }]
  quotes:
    SPY: { bid: "500.00", ask: "500.02", last: "500.01", close: "498.25" }
    VTI: { bid: "250.00", ask: "250.02", last: "250.01", close: "249.50" }
  fills: { delay_ms: 1 }
`);

const spy: Contract = { symbol: 'SPY', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };

const marketBuy: Order = {
  action: OrderAction.BUY,
  orderType: OrderType.MKT,
  totalQuantity: 10,
  tif: TimeInForce.DAY,
  account: 'DU1234567',
  orderRef: 'run-1/line-1',
  transmit: true,
};

let simulator: Simulator;
let api: IBApiNext;

/** The first value of a stream that satisfies. */
function first<Value>(stream: Observable<Value>, satisfies: (value: Value) => boolean) {
  return firstValueFrom(stream.pipe(filter(satisfies)));
}

beforeEach(async () => {
  simulator = await startSimulator({ scenario });
  api = new IBApiNext({ host: '127.0.0.1', port: simulator.port, maxReqPerSec: 1000 });
  api.connect(7);
  await first(api.connectionState, (state) => state === ConnectionState.Connected);
});

afterEach(async () => {
  expect(simulator.audit().differences).toEqual([]);
  api.disconnect();
  await simulator.close();
});

test('reads the time, the accounts, contracts, a snapshot and the next order id', async () => {
  expect(await api.getCurrentTime()).toBeGreaterThan(1_700_000_000);
  expect(await api.getManagedAccounts()).toEqual(['DU1234567']);
  const [details] = await api.getContractDetails(spy);
  expect(details).toMatchObject({ contract: { conId: 756733 }, minTick: 0.01, stockType: 'ETF' });
  const ticks = await api.getMarketDataSnapshot(spy, '', false);
  const shown = new Map<number, number | undefined>(
    [...ticks].map(([tick, { value }]) => [tick, value]),
  );
  expect([1, 2, 4, 9].map((tick) => shown.get(tick))).toEqual([500, 500.02, 500.01, 498.25]);
  expect(await api.getNextValidOrderId()).toBe(5000);
});

test('places an order that fills and reads executions, commissions and positions', async () => {
  const positions = api
    .getPositions()
    .pipe(
      map(({ all }) => all.get('DU1234567')?.find(({ contract }) => contract.symbol === 'SPY')),
    );
  const held = first(positions, (position) => position?.pos === 10);
  const orderId = await api.placeNewOrder(spy, marketBuy);
  expect(orderId).toBe(5000);
  expect(await held).toMatchObject({ avgCost: 500.12 });
  const [detail, ...others] = await api.getExecutionDetails({});
  expect(others).toEqual([]);
  expect(detail?.execution).toMatchObject({
    ...{ orderId, shares: 10, price: 500.02, side: 'BOT', orderRef: 'run-1/line-1' },
  });
  const [report] = await api.getCommissionReport({});
  expect(report).toMatchObject({ execId: detail?.execution.execId, commission: 1 });
});

test('places an order that rests, changes it, and cancels it', async () => {
  const limit = { ...marketBuy, orderType: OrderType.LMT, lmtPrice: 499.5 };
  const rests = new Promise<void>((resolve) => {
    simulator.engine.listen((event) => {
      if (event.kind === 'status' && event.order.status === 'Submitted') resolve();
    });
  });
  const orderId = await api.placeNewOrder(spy, limit);
  await rests;
  await api.getCurrentTime();
  const { all } = await first(api.getOpenOrders(), ({ all: open }) => open.length > 0);
  expect(all[0]).toMatchObject({
    orderId: 5000,
    order: { lmtPrice: 499.5, totalQuantity: 10, orderRef: 'run-1/line-1' },
    orderState: { status: OrderStatus.Submitted },
  });
  api.modifyOrder(orderId, spy, { ...limit, lmtPrice: 499.6 });
  await api.getCurrentTime();
  const [changed] = await api.getAllOpenOrders();
  expect(changed?.order.lmtPrice).toBe(499.6);
  const refusal = first(api.error, ({ reqId }) => reqId === orderId);
  api.cancelOrder(orderId);
  expect((await refusal).code).toBe(202);
  expect(await api.getAllOpenOrders()).toEqual([]);
  simulator.setQuote('SPY', { ask: price('499.00') });
  expect(simulator.engine.executions()).toEqual([]);
});
