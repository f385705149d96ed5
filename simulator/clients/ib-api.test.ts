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
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { price } from '../engine/price.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../start-simulator.ts';
import { EventLog } from '../testing/event-log.ts';
import { SIMULATOR_MARK } from '../wire/handshake.ts';

/**
 * The client library as the broker's own users have it: an independent reader and writer of every
 * message, so that a mistake of this codec cannot cancel itself out.
 */
const scenario = parseScenario(`
gateway:
  next_valid_id: 100
  exchange_rates: { CAD: "0.73" }
  accounts:
    - id: DU1234567
      cash: { USD: "42000.50", CAD: "1500" }
      positions:
        - { symbol: VTI, shares: "41.3712", average_cost: "200.25" }
        - { symbol: BND, shares: 100, average_cost: "73" }
  contracts: [{ symbol: PENN, con_id: 77, name: PENNY FUND, market_rule: 90001 }]
  quotes:
    SPY: { bid: "500.00", ask: "500.02", last: "500.01", close: "498.25", bid_size: 1200, ask_size: 900 }
    VTI: { bid: "250.00", ask: "250.02", last: "250.01", close: "249.50" }
    BND: { bid: "72.79", ask: "72.80", last: null, close: "72.83" }
    PENN: { bid: "0.5012", ask: "0.5013" }
  fills: { delay_ms: 1 }
`);

let simulator: Simulator;
let api: IBApi;
let log: EventLog;

/** Connects and writes down every event in order; ready at the next valid id. */
async function connect(clientId: number): Promise<void> {
  log = new EventLog();
  api = new IBApi({ host: '127.0.0.1', port: simulator.port, clientId, maxReqPerSec: 1000 });
  api.on(EventName.all, (name, values) => {
    log.note(name, values);
  });
  api.connect();
  await until(EventName.info, (values) => values[1] === 2158);
}

function until(
  name: string,
  satisfies?: (values: readonly unknown[]) => boolean,
): Promise<readonly unknown[]> {
  return log.until(name, satisfies);
}

function all(name: string): readonly (readonly unknown[])[] {
  return log.all(name);
}

const spy: Contract = {
  symbol: 'SPY',
  secType: SecType.STK,
  exchange: 'SMART',
  currency: 'USD',
};

const marketBuy: Order = {
  action: OrderAction.BUY,
  orderType: OrderType.MKT,
  totalQuantity: 10,
  tif: TimeInForce.DAY,
  account: 'DU1234567',
  orderRef: 'run-1/line-1',
  transmit: true,
};

function limitBuy(lmtPrice: number): Order {
  return { ...marketBuy, orderType: OrderType.LMT, lmtPrice };
}

beforeEach(async () => {
  simulator = await startSimulator({ scenario });
  await connect(7);
});

afterEach(async () => {
  // No message may have been read short or long: the library reports both as error 505 or by text.
  const unread = [...all(EventName.error), ...all(EventName.info)].filter(
    ([problem, code]) => code === 505 || /underrun|unprocessed|leftover/i.test(String(problem)),
  );
  expect(unread).toEqual([]);
  expect(simulator.audit().differences).toEqual([]);
  api.disconnect();
  await simulator.close();
});

describe('the client library', () => {
  test('logs in and sees the version, the mark, the account and the next id', () => {
    const [version, connectionTime] = all(EventName.server)[0] ?? [];
    expect(version).toBe(193);
    expect(connectionTime).toMatch(/^\d{8} \d\d:\d\d:\d\d tws-sim\/ibkr-etf-rebalancer$/);
    expect(String(connectionTime).endsWith(SIMULATOR_MARK)).toBe(true);
    expect(all(EventName.managedAccounts)).toEqual([['DU1234567']]);
    expect(all(EventName.nextValidId)).toEqual([[100]]);
    expect(all(EventName.info).map(([, code]) => code)).toEqual([2104, 2106, 2158]);
  });

  test('with a client id in use gets 326 and is disconnected', async () => {
    const first = api;
    await expect(
      Promise.race([
        connect(7),
        until(EventName.disconnected).then(() => Promise.reject(new Error('left'))),
      ]),
    ).rejects.toThrow('left');
    expect(all(EventName.info)[0]?.[1]).toBe(326);
    api = first;
  });

  test('asks for the time and the ids', async () => {
    api.reqCurrentTime();
    const [seconds] = await until(EventName.currentTime);
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(5);
    api.reqIds();
    api.reqManagedAccts();
    await until(EventName.managedAccounts, () => all(EventName.managedAccounts).length === 2);
    expect(all(EventName.nextValidId)).toEqual([[100], [100]]);
  });

  test('downloads the account', async () => {
    api.reqAccountUpdates(true, 'DU1234567');
    expect(await until(EventName.accountDownloadEnd)).toEqual(['DU1234567']);
    const figures = all(EventName.updateAccountValue).map((values) => values.join(' '));
    // 42,000.50 and 1,095.00 of cash, 10,343.213712 and 7,279.50 of shares.
    expect(figures).toContain('NetLiquidation 60718.21 USD DU1234567');
    expect(figures).toContain('TotalCashValue 43095.50 USD DU1234567');
    expect(figures).toContain('CashBalance 1500.00 CAD DU1234567');
    expect(figures).toContain('CashBalance 43095.50 BASE DU1234567');
    expect(figures).toContain('ExchangeRate 0.73 CAD DU1234567');
    const portfolio = all(EventName.updatePortfolio).map(([contract, ...figures]) => [
      (contract as Contract).symbol,
      ...figures,
    ]);
    expect(portfolio).toEqual([
      ['VTI', 41.3712, 250.01, 10343.21, 200.25, 2058.63, 0, 'DU1234567'],
      ['BND', 100, 72.795, 7279.5, 73, -20.5, 0, 'DU1234567'],
    ]);
  });

  test('reads a summary, and the ledger of each currency', async () => {
    api.reqAccountSummary(9001, 'All', 'NetLiquidation,AvailableFunds,$LEDGER:ALL');
    await until(EventName.accountSummaryEnd);
    const rows = all(EventName.accountSummary).map((values) => values.join(' '));
    expect(rows[0]).toBe('9001 DU1234567 AvailableFunds 51906.86 USD');
    expect(rows).toContain('9001 DU1234567 NetLiquidation 60718.21 USD');
    expect(rows).toContain('9001 DU1234567 CashBalance 1500.00 CAD');
    expect(rows).toContain('9001 DU1234567 ExchangeRate 1.00 BASE');
    api.cancelAccountSummary(9001);
  });

  test('reads positions with fractions', async () => {
    api.reqPositions();
    await until(EventName.positionEnd);
    expect(all(EventName.position)).toMatchObject([
      ['DU1234567', { symbol: 'VTI', secType: 'STK', currency: 'USD' }, 41.3712, 200.25],
      ['DU1234567', { symbol: 'BND' }, 100, 73],
    ]);
    api.cancelPositions();
  });

  test('reads contract details by symbol and by conId', async () => {
    api.reqContractDetails(1, spy);
    await until(EventName.contractDetailsEnd);
    expect(all(EventName.contractDetails)).toMatchObject([
      [
        1,
        {
          contract: { conId: 756733, symbol: 'SPY', primaryExch: 'ARCA', exchange: 'SMART' },
          longName: 'SPDR S&P 500 ETF TRUST',
          minTick: 0.01,
          marketRuleIds: '26,26',
          validExchanges: 'SMART,ARCA',
          timeZoneId: 'US/Eastern',
          stockType: 'ETF',
          suggestedSizeIncrement: 100,
        },
      ],
    ]);
    api.reqContractDetails(2, { conId: 265598 });
    const [, apple] = await until(EventName.contractDetails, ([id]) => id === 2);
    expect(apple).toMatchObject({ contract: { symbol: 'AAPL' }, stockType: 'COMMON' });
    api.reqContractDetails(3, { ...spy, symbol: 'NOPE' });
    expect((await until(EventName.error)).slice(1, 3)).toEqual([200, 3]);
  });

  test('reads market rules', async () => {
    api.reqMarketRule(26);
    api.reqMarketRule(90_001);
    await until(EventName.marketRule, ([id]) => id === 90_001);
    expect(all(EventName.marketRule)).toEqual([
      [26, [{ lowEdge: 0, increment: 0.01 }]],
      [
        90_001,
        [
          { lowEdge: 0, increment: 0.0001 },
          { lowEdge: 1, increment: 0.01 },
        ],
      ],
    ]);
  });

  test('streams quotes and their changes', async () => {
    api.reqMktData(4, spy, '', false, false);
    await until(EventName.tickGeneric);
    expect(all(EventName.marketDataType)).toEqual([[4, 1]]);
    expect(all(EventName.tickPrice)).toEqual([
      [4, 1, 500, true],
      [4, 2, 500.02, true],
      [4, 4, 500.01, false],
      [4, 9, 498.25, false],
    ]);
    expect(all(EventName.tickSize)).toEqual(
      expect.arrayContaining([
        [4, 0, 1200],
        [4, 3, 900],
      ]),
    );
    expect(all(EventName.tickGeneric)).toEqual([[4, 49, 0]]);
    simulator.setQuote('SPY', { ask: price('500.03') });
    await until(EventName.tickPrice, ([, tick, value]) => tick === 2 && value === 500.03);
    api.cancelMktData(4);
  });

  test('takes a snapshot, which leaves out what does not exist', async () => {
    api.reqMktData(5, { ...spy, symbol: 'BND' }, '', true, false);
    expect(await until(EventName.tickSnapshotEnd)).toEqual([5]);
    expect(all(EventName.tickPrice).map(([, tick, value]) => [tick, value])).toEqual([
      [1, 72.79],
      [2, 72.8],
      [9, 72.83],
    ]);
    api.cancelMktData(5);
    expect((await until(EventName.error)).slice(1, 3)).toEqual([300, 5]);
  });

  test('buys at the market and reads the whole story of it', async () => {
    api.reqAccountUpdates(true, 'DU1234567');
    await until(EventName.accountDownloadEnd);
    log.clear();
    api.placeOrder(100, spy, marketBuy);
    const [report] = await until(EventName.commissionReport);
    const story = log
      .happenings()
      .map(([name]) => name)
      .filter((name) =>
        ['openOrder', 'orderStatus', 'execDetails', 'commissionReport'].includes(name),
      );
    expect(story).toEqual([
      ...['openOrder', 'orderStatus', 'execDetails'],
      ...['openOrder', 'orderStatus', 'openOrder', 'commissionReport'],
    ]);
    expect(all(EventName.openOrder).map(([, , , state]) => state)).toMatchObject([
      { status: 'PreSubmitted' },
      { status: 'Filled', commissionCurrency: '' },
      { status: 'Filled', commission: 1, commissionCurrency: 'USD' },
    ]);
    expect(all(EventName.openOrder)[0]?.[2]).toMatchObject({
      orderId: 100,
      clientId: 7,
      action: 'BUY',
      totalQuantity: 10,
      orderType: 'MKT',
      account: 'DU1234567',
      orderRef: 'run-1/line-1',
      tif: 'DAY',
    });
    expect(all(EventName.orderStatus).map((values) => values.slice(0, 5))).toEqual([
      [100, 'PreSubmitted', 0, 10, 0],
      [100, 'Filled', 10, 0, 500.02],
    ]);
    const [[, , execution] = []] = all(EventName.execDetails);
    expect(execution).toMatchObject({
      orderId: 100,
      acctNumber: 'DU1234567',
      side: 'BOT',
      shares: 10,
      price: 500.02,
      cumQty: 10,
      avgPrice: 500.02,
      orderRef: 'run-1/line-1',
      clientId: 7,
    });
    const { execId } = execution as { execId: string };
    expect(report).toMatchObject({ execId, commission: 1, currency: 'USD' });
    // 42,000.50 - 5,000.20 - 1.00
    await until(
      EventName.updateAccountValue,
      ([key, value, currency]) =>
        key === 'CashBalance' && value === '36999.30' && currency === 'USD',
    );
    expect(all(EventName.updatePortfolio)[0]?.slice(1, 3)).toEqual([10, 500.01]);
  });

  test('rests, modifies and cancels a limit order', async () => {
    api.placeOrder(100, spy, limitBuy(499.25));
    await until(EventName.orderStatus, ([, status]) => status === 'Submitted');
    api.placeOrder(100, spy, { ...limitBuy(499.5), totalQuantity: 4 });
    await until(EventName.orderStatus, ([, , , remaining]) => remaining === 4);
    api.reqAllOpenOrders();
    await until(EventName.openOrderEnd);
    expect(all(EventName.openOrder).at(-1)?.[2]).toMatchObject({
      lmtPrice: 499.5,
      totalQuantity: 4,
    });
    api.cancelOrder(100);
    expect((await until(EventName.error)).slice(1, 3)).toEqual([202, 100]);
    expect(all(EventName.orderStatus).at(-1)?.slice(0, 4)).toEqual([100, 'Cancelled', 0, 4]);
    log.clear();
    api.reqOpenOrders();
    await until(EventName.openOrderEnd);
    expect(all(EventName.openOrder)).toEqual([]);
  });

  test('fills a marketable limit and one that the market comes to', async () => {
    api.placeOrder(100, spy, limitBuy(501));
    await until(
      EventName.execDetails,
      ([, , execution]) => (execution as { price: number }).price === 500.02,
    );
    api.placeOrder(101, spy, limitBuy(499));
    await until(EventName.orderStatus, ([id, status]) => id === 101 && status === 'Submitted');
    simulator.setQuote('SPY', { bid: price('498.90'), ask: price('498.95') });
    await until(
      EventName.execDetails,
      ([, , execution]) => (execution as { price: number }).price === 499,
    );
  });

  test("reads today's executions and the completed orders again", async () => {
    api.placeOrder(100, spy, marketBuy);
    await until(EventName.commissionReport);
    api.placeOrder(
      101,
      { ...spy, symbol: 'BND' },
      { ...marketBuy, action: OrderAction.SELL, totalQuantity: 40 },
    );
    await until(
      EventName.commissionReport,
      ([report]) => (report as { realizedPNL?: number }).realizedPNL === -9.4,
    );
    log.clear();
    api.reqExecutions(11, {});
    await until(EventName.execDetailsEnd);
    expect(all(EventName.execDetails).map(([id]) => id)).toEqual([11, 11]);
    expect(all(EventName.commissionReport)).toHaveLength(2);
    api.reqExecutions(12, { symbol: 'BND', side: OrderAction.SELL });
    await until(EventName.execDetailsEnd, ([id]) => id === 12);
    expect(all(EventName.execDetails).filter(([id]) => id === 12)).toHaveLength(1);
    api.reqCompletedOrders(false);
    await until(EventName.completedOrdersEnd);
    expect(all(EventName.completedOrder)).toMatchObject([
      [
        { symbol: 'SPY' },
        { action: 'BUY', orderRef: 'run-1/line-1', filledQuantity: 10 },
        { status: 'Filled', completedStatus: 'Filled Size: 10' },
      ],
      [{ symbol: 'BND' }, { action: 'SELL', filledQuantity: 40 }, { status: 'Filled' }],
    ]);
  });

  test.each([
    ['a price off the grid', { ...limitBuy(499.005) }, 110],
    ['a part of a share', { ...marketBuy, totalQuantity: 1.5 }, 10243],
    ['no quantity', { ...marketBuy, totalQuantity: 0 }, 434],
    ['an account of someone else', { ...marketBuy, account: 'U1' }, 321],
    ['a what-if of a part of a share', { ...marketBuy, totalQuantity: 1.5, whatIf: true }, 10243],
    [
      'an algo',
      {
        ...marketBuy,
        algoStrategy: 'Vwap',
        algoParams: [{ tag: 'maxPctVol', value: '0.1' }],
      },
      439,
    ],
    ['a short sale', { ...marketBuy, action: OrderAction.SELL }, 201],
    ['too much', { ...marketBuy, totalQuantity: 1000 }, 201],
  ] as const)('is refused %s', async (_, order, code) => {
    api.placeOrder(100, spy, order as Order);
    expect((await until(EventName.error)).slice(1, 3)).toEqual([code, 100]);
    if (code === 201) {
      await until(EventName.orderStatus, ([, status]) => status === 'Inactive');
    }
  });

  test('is told what an order would do, and nothing is done', async () => {
    api.placeOrder(100, spy, { ...limitBuy(500), whatIf: true });
    const isWhole = ([, , , state]: readonly unknown[]): boolean =>
      (state as { initMarginChange?: number }).initMarginChange !== undefined;
    const [id, , order, state] = await until(EventName.openOrder, isWhole);
    expect([id, order]).toMatchObject([100, { whatIf: true, permId: 0 }]);
    expect(state).toMatchObject({
      status: 'PreSubmitted',
      initMarginChange: 2500,
      maintMarginChange: 1250,
      equityWithLoanChange: -1,
      commission: 1,
      commissionCurrency: 'USD',
    });
    api.reqOpenOrders();
    await until(EventName.openOrderEnd);
    expect([all(EventName.openOrder).length, all(EventName.orderStatus).length]).toEqual([2, 0]);
  });

  test('logs in again under the same id and goes on above its order ids', async () => {
    api.placeOrder(104, spy, limitBuy(499.25));
    await until(EventName.orderStatus, ([, status]) => status === 'Submitted');
    api.disconnect();
    await until(EventName.disconnected);
    await connect(7);
    expect(all(EventName.nextValidId)).toEqual([[105]]);
    api.reqOpenOrders();
    await until(EventName.openOrderEnd);
    expect(all(EventName.openOrder)[0]?.[0]).toBe(104);
    api.reqGlobalCancel();
    await until(EventName.orderStatus, ([, status]) => status === 'Cancelled');
  });
});
