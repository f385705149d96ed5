import { describe, expect, test } from 'vitest';
import { price } from '../engine/price.ts';
import { shares } from '../../src/core/units/shares.ts';
import { builtInListings, builtInMarketRules } from '../scenario/catalogue.ts';
import { startTrial } from '../testing/engine-trial.ts';
import { contractData } from './contract-messages.ts';
import { errorMessage } from './messages.ts';
import { executionData } from './order-messages.ts';
import { readRequest } from './read-request.ts';
import { tickChanges, tickOpening } from './tick-messages.ts';

describe('ERR_MSG', () => {
  const problem = { id: 5, code: 201, text: 'Börse', instant: 1_776_092_400_123 };

  test.each([
    [151, '4|2|5|201|Börse'],
    [153, '4|2|5|201|B\\u00f6rse'],
    [165, '4|2|5|201|B\\u00f6rse'],
    [166, '4|2|5|201|B\\u00f6rse|'],
    [178, '4|2|5|201|B\\u00f6rse|'],
    [193, '4|2|5|201|B\\u00f6rse|'],
    [194, '4|5|201|B\\u00f6rse||1776092400123'],
    [199, '4|5|201|B\\u00f6rse||1776092400123'],
  ])('at %i is %s', (version, message) => {
    expect(errorMessage(problem, version).join('|')).toBe(message);
  });

  test('is cut where a text is longer than anybody reads', () => {
    const [, , , , text = ''] = errorMessage({ ...problem, text: 'x'.repeat(600) }, 193);
    expect(text).toHaveLength(500);
  });
});

describe('EXECUTION_DATA', () => {
  test.each([
    [151, '20260413  11:00:00', '2'],
    [173, '20260413  11:00:00', '2'],
    [174, '20260413 11:00:00 US/Eastern', '2'],
    [177, '20260413 11:00:00 US/Eastern', '2'],
    [178, '20260413 11:00:00 US/Eastern', '2|0'],
    [193, '20260413 11:00:00 US/Eastern', '2|0'],
    [197, '20260413 11:00:00 US/Eastern', '2|0'],
    [198, '20260413 11:00:00 US/Eastern', '2|0|'],
    [199, '20260413 11:00:00 US/Eastern', '2|0|'],
  ])('at %i has the time "%s" and ends with %s', (version, time, end) => {
    const trial = startTrial();
    trial.place({});
    trial.clock.advance(20);
    const [execution] = trial.engine.executions();
    const { execId } = execution!;
    const permId = String(execution!.order.permId);
    expect(executionData(7, execution!, version).join('|')).toBe(
      `11|7|1|756733|SPY|STK||0.0|||ARCA|USD|SPY|SPY|${execId}|${time}|DU1|ARCA|BOT|10|500.02|` +
        `${permId}|1|0|10|500.02|ref-1||||${end}`,
    );
  });
});

describe('CONTRACT_DATA', () => {
  const { contract } = builtInListings()[0]!;
  const details = {
    requestId: 3,
    contract,
    exchange: 'SMART',
    rule: builtInMarketRules.get(26)!,
    hours: { trading: 'T', liquid: 'L' },
  };
  const start = '3|SPY|STK|';
  const names = '0||SMART|USD|SPY|SPY|SPY|756733|0.01';
  const middle = 'SMART,ARCA|1|0|SPDR S&P 500 ETF TRUST|ARCA|||||US/Eastern|T|L|||0|1|||26,26|';

  test.each([
    [151, `10|8|${start}|${names}|100||TYPES|${middle}`],
    [152, `10|8|${start}|${names}|100||TYPES|${middle}|ETF`],
    [162, `10|8|${start}|${names}|100||TYPES|${middle}|ETF`],
    [163, `10|8|${start}|${names}|100||TYPES|${middle}|ETF|0.0001`],
    [164, `10|${start}|${names}||TYPES|${middle}|ETF|0.0001|0.0001|100`],
    [178, `10|${start}|${names}||TYPES|${middle}|ETF|0.0001|0.0001|100`],
    [182, `10|${start}||${names}||TYPES|${middle}|ETF|0.0001|0.0001|100`],
    [186, `10|${start}||${names}||TYPES|${middle}|ETF|0.0001|0.0001|100|0`],
    [193, `10|${start}||${names}||TYPES|${middle}|ETF|0.0001|0.0001|100|0`],
    [199, `10|${start}||${names}||TYPES|${middle}|ETF|0.0001|0.0001|100|0`],
  ])('at %i', (version, expected) => {
    const fields = contractData(details, version).join('|');
    const types = fields.split('|').find((field) => /^[A-Z]+(,[A-Z ]+)+$/.test(field)) ?? '';
    expect(types.split(',')).toEqual(expect.arrayContaining(['LMT', 'MKT']));
    expect(fields.replace(types, 'TYPES')).toBe(expected);
  });
});

describe('ticks', () => {
  const quote = {
    bid: price('500'),
    ask: null,
    last: null,
    close: null,
    bidSize: shares('1234.5'),
    askSize: shares('0'),
    lastSize: shares('0'),
    halted: 'no' as const,
    data: 'live' as const,
  };

  test.each([
    [151, '12'],
    [158, '12'],
    [159, '1234'],
    [162, '1234'],
    [163, '1234.5'],
    [178, '1234.5'],
    [193, '1234.5'],
    [199, '1234.5'],
  ])('at %i write a size of 1,234.5 as %s', (version, size) => {
    const change = {
      requestId: 4,
      before: null,
      after: quote,
      instant: 0,
      type: 1 as const,
      saysMissing: false,
    };
    expect(tickChanges(change, version).map((fields) => fields.join('|'))).toEqual([
      `1|6|4|1|500.0|${size}|1`,
      `2|6|4|0|${size}`,
    ]);
  });

  test('open alike at all versions', () => {
    expect(tickOpening(4, price('0.01'), 1)).toEqual([
      ['81', '4', '0.01', '9c0001', '3'],
      ['58', '1', '4', '1'],
    ]);
  });
});

describe('a cancellation names its order', () => {
  test.each([
    [151, '4|1|42'],
    [168, '4|1|42'],
    [169, '4|1|42|20260413 15:00:00'],
    [178, '4|1|42|'],
    [187, '4|1|42||||2147483647'],
    [189, '4|1|42||||2147483647'],
    [191, '4|1|42|'],
    [192, '4|42|||2147483647'],
    [193, '4|42|||2147483647'],
    [199, '4|42|||2147483647'],
  ])('at %i as %s', (version, message) => {
    expect(readRequest(message.split('|'), version)).toEqual({ kind: 'CANCEL_ORDER', orderId: 42 });
  });
});

describe('a search for contracts', () => {
  test.each([
    [151, '9|8|3|756733|SPY|STK||0|||SMART|ARCA|USD||SPY|0||'],
    [175, '9|8|3|756733|SPY|STK||0|||SMART|ARCA|USD||SPY|0||'],
    [176, '9|8|3|756733|SPY|STK||0|||SMART|ARCA|USD||SPY|0|||'],
    [199, '9|8|3|756733|SPY|STK||0|||SMART|ARCA|USD||SPY||||'],
  ])('at %i as %s', (version, message) => {
    expect(readRequest(message.split('|'), version)).toMatchObject({
      kind: 'REQ_CONTRACT_DATA',
      requestId: 3,
      contract: { conId: 756733, primaryExchange: 'ARCA', tradingClass: 'SPY' },
    });
  });
});
