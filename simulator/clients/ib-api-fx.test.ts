import {
  EventName,
  IBApi,
  OrderAction,
  OrderType,
  SecType,
  TimeInForce,
  type Contract,
  type Order,
} from '@stoqey/ib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../start-simulator.ts';
import { EventLog } from '../testing/event-log.ts';

/** Conversions as the client library sees them. */
const scenario = parseScenario(`
gateway:
  exchange_rates: { CAD: "0.73" }
  accounts: [{ id: DU1, base: CAD, cash: { CAD: 10000 } }]
  quotes: { USD.CAD: { bid: "1.36980", ask: "1.36985", close: "1.36880" } }
  fills: { delay_ms: 1 }
`);

const usdCad: Contract = {
  symbol: 'USD',
  secType: SecType.CASH,
  exchange: 'IDEALPRO',
  currency: 'CAD',
};

const buy: Order = {
  action: OrderAction.BUY,
  orderType: OrderType.LMT,
  lmtPrice: 1.36995,
  totalQuantity: 1500,
  tif: TimeInForce.DAY,
  account: 'DU1',
  orderRef: 'run-1/fx',
  transmit: true,
};

let simulator: Simulator;
let api: IBApi;
let log: EventLog;

beforeEach(async () => {
  simulator = await startSimulator({ scenario });
  log = new EventLog();
  api = new IBApi({ host: '127.0.0.1', port: simulator.port, clientId: 1, maxReqPerSec: 1000 });
  api.on(EventName.all, (name, values) => {
    log.note(name, values);
  });
  api.connect();
  await log.until(EventName.info, (values) => values[1] === 2158);
});

afterEach(async () => {
  const unread = [...log.all(EventName.error), ...log.all(EventName.info)].filter(
    ([problem, code]) => code === 505 || /underrun|unprocessed|leftover/i.test(String(problem)),
  );
  expect(unread).toEqual([]);
  expect(simulator.audit().differences).toEqual([]);
  api.disconnect();
  await simulator.close();
});

/** The ledger rows of one currency, as the account download tells them last. */
function ledger(currency: string): Record<string, unknown> {
  const rows = log.all(EventName.updateAccountValue).filter((row) => row[2] === currency);
  return Object.fromEntries(rows.map(([key, value]) => [String(key), value]));
}

test('1,500 US dollars are bought with Canadian ones, and the books read so', async () => {
  api.reqAccountUpdates(true, 'DU1');
  await log.until(EventName.accountDownloadEnd);
  expect(ledger('CAD')).toMatchObject({ CashBalance: '10000.00', ExchangeRate: '1.00' });

  api.placeOrder(1, usdCad, buy);
  const warned = await log.until(EventName.error, ([, code]) => code === 399);
  expect(String(warned[0])).toBe(
    'Error: Order Message:\nBUY 1500 USD.CAD Forex\nWarning: Your order size is below the ' +
      'USD 25000 IdealPro minimum and will be routed as an odd lot order.',
  );
  const [report] = await log.until(EventName.commissionReport);
  expect(report).toMatchObject({ commission: 2.73972603, currency: 'CAD' });
  const [, contract, execution] = log.all(EventName.execDetails)[0] ?? [];
  expect(contract).toMatchObject({ conId: 15_016_062, secType: 'CASH', localSymbol: 'USD.CAD' });
  expect(execution).toMatchObject({ shares: 1500, price: 1.36995, exchange: 'IDEALPRO' });

  await log.until(
    EventName.updateAccountValue,
    ([key, , currency]) => key === 'ExchangeRate' && currency === 'USD',
  );
  await log.until(EventName.updatePortfolio);
  api.reqCurrentTime();
  await log.until(EventName.currentTime);
  // 10,000 - 1,500 x 1.36995 - 2.00 / 0.73 CAD are left.
  expect(ledger('CAD')).toMatchObject({ CashBalance: '7942.34', ExchangeRate: '1.00' });
  expect(ledger('USD')).toMatchObject({ CashBalance: '1500.00', ExchangeRate: '1.36986301' });
  // 7,942.33527 and 1,500 / 0.73.
  expect(ledger('BASE')).toMatchObject({ CashBalance: '9997.13', ExchangeRate: '1.00' });
  const [virtual, position, price, , average] = log.all(EventName.updatePortfolio).at(-1) ?? [];
  expect(virtual).toMatchObject({ secType: 'CASH', primaryExch: 'IDEALPRO' });
  expect([position, price, average]).toEqual([1500, 1.36982, 1.36995]);

  api.reqPositions();
  await log.until(EventName.positionEnd);
  expect(log.all(EventName.position)).toEqual([]);
  api.reqCompletedOrders(false);
  await log.until(EventName.completedOrdersEnd);
  expect(log.all(EventName.completedOrder)).toMatchObject([
    [{ symbol: 'USD' }, { totalQuantity: 0, filledQuantity: 1500 }, { status: 'Filled' }],
  ]);
  api.reqExecutions(5, { secType: SecType.CASH });
  await log.until(EventName.execDetailsEnd);
  expect(log.all(EventName.execDetails).filter(([id]) => id === 5)).toHaveLength(1);
});

test('the pair is described and quoted without a last price', async () => {
  api.reqContractDetails(7, usdCad);
  await log.until(EventName.contractDetailsEnd);
  const [, details] = log.all(EventName.contractDetails)[0] ?? [];
  expect(details).toMatchObject({
    contract: { conId: 15_016_062, exchange: 'IDEALPRO', currency: 'CAD', tradingClass: 'USD.CAD' },
    marketName: 'USD.CAD',
    minTick: 0.00005,
    validExchanges: 'IDEALPRO',
    marketRuleIds: '239',
    minSize: 1,
    timeZoneId: 'US/Eastern',
  });
  api.reqMarketRule(239);
  const [, steps] = await log.until(EventName.marketRule);
  expect(steps).toEqual([{ lowEdge: 0, increment: 0.00005 }]);

  api.reqMktData(8, usdCad, '', true, false);
  await log.until(EventName.tickSnapshotEnd);
  const prices = log.all(EventName.tickPrice).map(([, kind, price]) => [kind, price]);
  expect(prices).toEqual([
    [1, 1.3698],
    [2, 1.36985],
    [9, 1.3688],
  ]);
});
