import {
  BarSizeSetting,
  DurationUnit,
  EventName,
  IBApi,
  SecType,
  WhatToShow,
  type Contract,
} from '@stoqey/ib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../start-simulator.ts';
import { EventLog } from '../testing/event-log.ts';

/** The requests that no order depends on, read by the client library at 193. */
const scenario = parseScenario(`
gateway:
  exchange_rates: { CAD: "0.73" }
  accounts:
    - id: DU1234567
      cash: { USD: "42000.50", CAD: "1500" }
      positions:
        - { symbol: VTI, shares: "41.3712", average_cost: "200.25" }
        - { symbol: BND, shares: 100, average_cost: "73" }
  quotes:
    SPY: { bid: "500.00", ask: "500.02", last: "500.01", close: "498.25" }
    VTI: { bid: "250.00", ask: "250.02", last: "250.01", close: "249.50" }
    BND: { bid: "72.79", ask: "72.80", last: null, close: "72.83" }
`);

const spy: Contract = { symbol: 'SPY', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };

let simulator: Simulator;
let api: IBApi;
let log: EventLog;

beforeEach(async () => {
  simulator = await startSimulator({ scenario });
  log = new EventLog();
  api = new IBApi({ host: '127.0.0.1', port: simulator.port, clientId: 7, maxReqPerSec: 1000 });
  api.on(EventName.all, (name, values) => {
    log.note(name, values);
  });
  api.connect();
  await log.until(EventName.info, (values) => values[1] === 2158);
});

afterEach(async () => {
  // No message may have been read short or long: the library reports both as error 505 or by text.
  const unread = [...log.all(EventName.error), ...log.all(EventName.info)].filter(
    ([problem, code]) => code === 505 || /underrun|unprocessed|leftover/i.test(String(problem)),
  );
  expect(unread).toEqual([]);
  api.disconnect();
  await simulator.close();
});

test('asks for what an account without permissions does not get and is told so', async () => {
  api.reqRealTimeBars(55, spy, 5, WhatToShow.TRADES, true);
  expect((await log.until(EventName.error)).slice(1, 3)).toEqual([420, 55]);
});

test('reads past days, profits, holdings by account, symbols and lists', async () => {
  api.reqHistoricalData(
    61,
    spy,
    '',
    '3 D',
    BarSizeSetting.DAYS_ONE,
    WhatToShow.TRADES,
    1,
    1,
    false,
  );
  await log.until(EventName.historicalData, (values) => String(values[1]).startsWith('finished-'));
  const bars = log.all(EventName.historicalData);
  expect(bars).toHaveLength(4);
  expect(bars[2]?.[5]).toBe(498.25);
  api.reqPnL(62, 'DU1234567', '');
  // 41.3712 VTI at 250.01 and 100 BND at 72.795, against closes of 249.50 and 72.83.
  const [, daily, unrealized, realized] = await log.until(EventName.pnl);
  expect([daily, unrealized, realized]).toEqual([17.599312, 2038.130912, 0]);
  const vti = 900000001;
  api.reqPnLSingle(63, 'DU1234567', '', vti);
  expect((await log.until(EventName.pnlSingle)).slice(1)).toEqual([
    41.3712, 21.099312, 2058.630912, 0, 10343.213712,
  ]);
  api.cancelPnL(62);
  api.cancelPnLSingle(63);
  api.reqPositionsMulti(64, 'DU1234567', '');
  await log.until(EventName.positionMultiEnd);
  expect(log.all(EventName.positionMulti)).toHaveLength(2);
  api.reqAccountUpdatesMulti(65, 'DU1234567', '', true);
  await log.until(EventName.accountUpdateMultiEnd);
  expect(log.all(EventName.accountUpdateMulti)).toContainEqual([
    65,
    'DU1234567',
    '',
    'CashBalance',
    '1500.00',
    'CAD',
  ]);
  api.reqMatchingSymbols(66, 'sp');
  const [, samples] = await log.until(EventName.symbolSamples);
  expect(samples).toContainEqual(
    expect.objectContaining({ contract: expect.objectContaining({ symbol: 'SPY' }) as unknown }),
  );
  api.reqHeadTimestamp(67, spy, 'TRADES', true, 1);
  expect(await log.until(EventName.headTimestamp)).toEqual([67, '20100104-14:30:00']);
  api.reqHistoricalTicks(68, spy, '', '', 10, 'MIDPOINT', 1, false);
  expect(await log.until(EventName.historicalTicks)).toEqual([68, [], true]);
  api.reqFamilyCodes();
  expect(await log.until(EventName.familyCodes)).toEqual([
    [{ accountID: 'DU1234567', familyCode: '' }],
  ]);
});

test('reads the lists that are empty here', async () => {
  api.reqMktDepthExchanges();
  expect(await log.until(EventName.mktDepthExchanges)).toEqual([[]]);
  api.reqNewsProviders();
  expect(await log.until(EventName.newsProviders)).toEqual([[]]);
  api.reqScannerParameters();
  expect(String((await log.until(EventName.scannerParameters))[0])).toContain(
    'ScanParameterResponse',
  );
  api.reqSmartComponents(70, '9c0001');
  expect(await log.until(EventName.smartComponents)).toEqual([70, new Map([[0, ['ARCA', 'P']]])]);
  api.reqSecDefOptParams(71, 'SPY', '', SecType.STK, 756733);
  expect(await log.until(EventName.securityDefinitionOptionParameterEnd)).toEqual([71]);
  api.reqSoftDollarTiers(72);
  expect(await log.until(EventName.softDollarTiers)).toEqual([72, []]);
  api.reqHistogramData(73, spy, true, 3, DurationUnit.DAY);
  expect(await log.until(EventName.histogramData)).toEqual([73, []]);
  api.queryDisplayGroups(74);
  expect((await log.until(EventName.displayGroupList))[0]).toBe(74);
  api.reqUserInfo(75);
  expect((await log.until(EventName.userInfo))[0]).toBe(75);
});
