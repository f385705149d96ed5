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
    ['99|1', { kind: 'REQ_COMPLETED_ORDERS' }],
    ['25|1|5', { kind: 'NOTHING_TO_CANCEL' }],
    ['93|5', { kind: 'NOTHING_TO_CANCEL' }],
    ['92|55|DU1|', { kind: 'NOT_ANSWERED', requestId: 55 }],
    ['74|1|56|DU1|', { kind: 'NOT_ANSWERED', requestId: 56 }],
    ['18|1|1', { kind: 'NOT_ANSWERED', requestId: -1 }],
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
