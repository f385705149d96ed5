import { describe, expect, test } from 'vitest';
import { readRequest } from './read-request.ts';

const anyContract = {
  conId: 0,
  symbol: '',
  secType: '',
  exchange: '',
  primaryExchange: '',
  currency: '',
  localSymbol: '',
  tradingClass: '',
};

const spy = {
  ...anyContract,
  conId: 756733,
  symbol: 'SPY',
  secType: 'STK',
  exchange: 'SMART',
  currency: 'USD',
};

function read(message: string, version = 193) {
  return readRequest(message.split('|'), version);
}

describe('requests are read', () => {
  test.each([
    ['71|2|7|', { kind: 'START_API', clientId: 7 }],
    ['71|2|7|+PACEAPI|more', { kind: 'START_API', clientId: 7 }],
    ['6|2|1|DU1', { kind: 'REQ_ACCOUNT_DATA', subscribe: true, account: 'DU1' }],
    ['6|2|0|', { kind: 'REQ_ACCOUNT_DATA', subscribe: false, account: '' }],
    [
      '62|1|9001|All|NetLiquidation, $LEDGER:ALL',
      {
        kind: 'REQ_ACCOUNT_SUMMARY',
        requestId: 9001,
        group: 'All',
        tags: ['NetLiquidation', '$LEDGER:ALL'],
      },
    ],
    ['63|1|9001', { kind: 'CANCEL_ACCOUNT_SUMMARY', requestId: 9001 }],
    [
      '9|8|3|756733|SPY|STK||0.0|||SMART|ARCA|USD||SPY|0|||',
      {
        kind: 'REQ_CONTRACT_DATA',
        requestId: 3,
        contract: {
          ...anyContract,
          conId: 756733,
          symbol: 'SPY',
          secType: 'STK',
          exchange: 'SMART',
          primaryExchange: 'ARCA',
          currency: 'USD',
          tradingClass: 'SPY',
        },
      },
    ],
    [
      '1|11|4||SPY|STK||1.7976931348623157E308|||SMART||USD|||0|233|1|0|',
      {
        kind: 'REQ_MKT_DATA',
        requestId: 4,
        contract: {
          ...anyContract,
          symbol: 'SPY',
          secType: 'STK',
          exchange: 'SMART',
          currency: 'USD',
        },
        genericTicks: '233',
        snapshot: true,
      },
    ],
    ['2|1|4', { kind: 'CANCEL_MKT_DATA', requestId: 4 }],
    ['59|1|3', { kind: 'REQ_MARKET_DATA_TYPE', type: 3 }],
    ['91|26', { kind: 'REQ_MARKET_RULE', ruleId: 26 }],
    ['4|42|||2147483647', { kind: 'CANCEL_ORDER', orderId: 42 }],
    ['58||2147483647', { kind: 'REQ_GLOBAL_CANCEL' }],
    [
      '7|3|5|0|DU1|20260413-10:00:00|SPY|STK||BUY',
      {
        kind: 'REQ_EXECUTIONS',
        requestId: 5,
        filter: {
          clientId: 0,
          account: 'DU1',
          time: '20260413-10:00:00',
          symbol: 'SPY',
          secType: 'STK',
          exchange: '',
          side: 'BUY',
        },
      },
    ],
    ['99|1', { kind: 'REQ_COMPLETED_ORDERS', apiOnly: true }],
    ['15|1|', { kind: 'REQ_AUTO_OPEN_ORDERS', bind: false }],
    ['25|1|5', { kind: 'CANCEL_HISTORICAL_DATA', requestId: 5 }],
    ['93|5', { kind: 'CANCEL_PNL', requestId: 5 }],
    ['92|55|DU1|', { kind: 'REQ_PNL', requestId: 55, account: 'DU1', modelCode: '' }],
    [
      '94|55|DU1||77',
      { kind: 'REQ_PNL_SINGLE', requestId: 55, account: 'DU1', modelCode: '', conId: 77 },
    ],
    ['74|1|56|DU1|', { kind: 'REQ_POSITIONS_MULTI', requestId: 56, account: 'DU1', modelCode: '' }],
    [
      '76|1|57||M|1',
      {
        kind: 'REQ_ACCOUNT_UPDATES_MULTI',
        requestId: 57,
        account: '',
        modelCode: 'M',
        ledgerOnly: true,
      },
    ],
    ['81|6|SP', { kind: 'REQ_MATCHING_SYMBOLS', requestId: 6, pattern: 'SP' }],
    [
      '20|8|756733|SPY|STK||0|||SMART||USD|||0|20260413 00:00:00|1 day|3 D|1|TRADES|1|1|',
      {
        kind: 'REQ_HISTORICAL_DATA',
        requestId: 8,
        contract: spy,
        end: '20260413 00:00:00',
        barSize: '1 day',
        duration: '3 D',
        whatToShow: 'TRADES',
        keepUpToDate: true,
      },
    ],
    [
      '87|9|756733|SPY|STK||0|||SMART||USD|||0|1|TRADES|2',
      { kind: 'REQ_HEAD_TIMESTAMP', requestId: 9, contract: spy, formatDate: 2 },
    ],
    [
      '96|9|756733|SPY|STK||0|||SMART||USD|||0|||10|BID_ASK|1|0|',
      { kind: 'REQ_HISTORICAL_TICKS', requestId: 9, contract: spy, whatToShow: 'BID_ASK' },
    ],
    ['104|3', { kind: 'REQ_USER_INFO', requestId: 3 }],
    ['80', { kind: 'REQ_FAMILY_CODES' }],
    ['18|1|1', { kind: 'BY_NAME', name: 'REQ_FA', requestId: -1 }],
    ['10|5|3|0|SPY', { kind: 'BY_NAME', name: 'REQ_MKT_DEPTH', requestId: 3 }],
  ])('%s', (message, expected) => {
    expect(read(message)).toEqual(expected);
  });

  test('the legs and the delta-neutral part of a market data request are passed over', () => {
    const legs = '2|1|1|BUY|SMART|2|1|SELL|SMART';
    expect(read(`1|11|4|0|X|BAG||0|||SMART||USD|||${legs}|1|5|0.5|10||1|0|`)).toMatchObject({
      requestId: 4,
      snapshot: true,
    });
  });

  test('the time in milliseconds is asked for from 197 on', () => {
    expect(read('105', 196)).toMatchObject({ kind: 'UNREADABLE', requestId: -1 });
    expect(read('105', 197)).toEqual({ kind: 'REQ_CURRENT_TIME_IN_MILLIS' });
  });

  test('from 200 on a request for executions has to say for which days', () => {
    expect(read('7|3|5|0||||||', 199)).toMatchObject({ kind: 'REQ_EXECUTIONS', requestId: 5 });
    expect(read('7|3|5|0||||||', 200)).toMatchObject({ kind: 'UNREADABLE', requestId: 5 });
    expect(read('7|3|5|0|||||||2147483647|0', 200)).toMatchObject({ kind: 'REQ_EXECUTIONS' });
    expect(read('7|3|5|0||||||||1|20260413', 200)).toMatchObject({ kind: 'REQ_EXECUTIONS' });
  });

  test('before 192 a cancellation has a version first', () => {
    expect(read('4|1|42|', 178)).toEqual({ kind: 'CANCEL_ORDER', orderId: 42 });
  });
});

describe('what cannot be read is said so, with its id when that is known', () => {
  test.each([
    ['12345|1|2', -1],
    ['', -1],
    ['abc', -1],
    ['-3|1', -1],
    ['9|8|3|756733', 3],
    ['9|8|x', -1],
    ['3|77|0|SPY', 77],
    ['3', -1],
    ['71|2|', -1],
    ['1|11|4|0|X|BAG||0|||SMART||USD|||999999', 4],
    ['7|3|5|zero||||||', 5],
  ])('%s', (message, requestId) => {
    expect(read(message)).toMatchObject({ kind: 'UNREADABLE', requestId });
  });
});
