import { describe, expect, test } from 'vitest';
import { shares } from '../../src/core/units/shares.ts';
import { builtInListings, builtInMarketRules } from '../scenario/catalogue.ts';
import { limitAt, startTrial } from '../testing/engine-trial.ts';
import type { Order } from '../engine/order.ts';
import { contractData } from './contract-messages.ts';
import { FieldReader } from './field-reader.ts';
import { layOut } from './layout.ts';
import {
  commissionReport,
  completedOrder,
  executionData,
  openOrder,
  orderStatus,
} from './order-messages.ts';
import { readPlaceOrder } from './order-request.ts';
import { UNSET_DOUBLE, UNSET_INTEGER } from './unset.ts';

function filledOrder(): ReturnType<typeof startTrial> {
  const trial = startTrial();
  trial.place({ ...limitAt('501.25'), orderId: 13, outsideRth: true });
  trial.clock.advance(20);
  return trial;
}

describe('PLACE_ORDER', () => {
  /** 117 fields after the id at 193, each holding its own position in the message. */
  function numbered(change: Readonly<Record<number, string>>): string[] {
    const fields = Array.from({ length: 118 }, (_, at) => change[at] ?? `f${at}`).slice(1);
    return fields;
  }

  const plain = {
    1: '42',
    4: 'STK',
    18: 'LMT',
    64: '',
    70: '',
    72: '',
    76: '',
    81: '0',
    82: '',
    89: '0',
  };

  test('has two more fields for the count and each parameter of an algo', () => {
    const fields = numbered({ ...plain, 82: 'Adaptive' });
    fields.splice(82, 0, '1', 'adaptivePriority', 'Normal');
    expect(fields.length + 1).toBe(121);
    const order = readPlaceOrder(new FieldReader(fields), 193);
    expect(order.algoParams).toEqual([['adaptivePriority', 'Normal']]);
    expect(order.fields.get('algoId')).toBe('f83');
    expect(order.fields.get('manualOrderIndicator')).toBe('f117');
  });

  test.each([
    ['legs', { 4: 'BAG' }, 34, ['1', ...letters(8), '1', 'x', '1', 't', 'v']],
    ['a delta-neutral order', { 64: 'MKT' }, 65, letters(8)],
    ['a scale', { 72: '0.1' }, 72, letters(7)],
    ['a hedge', { 76: 'B' }, 76, ['param']],
    ['a delta-neutral contract', { 81: '1' }, 81, ['1', '2', '3']],
    ['a peg to a benchmark', { 18: 'PEG BENCH' }, 88, letters(5)],
    ['a peg to the midpoint', { 18: 'PEG MID' }, 113, ['a', 'b']],
    ['a peg to the best price', { 18: 'PEG BEST' }, 113, ['a', '', 'b', 'c']],
    ['the ATS of the broker', { 9: 'IBKRATS' }, 113, ['a']],
  ])('is read to its end with %s', (_, change, after, extra) => {
    const fields = numbered({ ...plain, ...change });
    fields.splice(after, 0, ...extra);
    const order = readPlaceOrder(new FieldReader(fields), 193);
    expect(order.fields.get('manualOrderIndicator')).toBe('f117');
  });

  test('with conditions is read up to them', () => {
    const fields = numbered({ ...plain, 89: '1' });
    expect(readPlaceOrder(new FieldReader(fields.slice(0, 95)), 193).conditions).toBe(1);
  });
});

describe('OPEN_ORDER', () => {
  test('has every field of an order where the protocol puts it at 193', () => {
    const [order] = filledOrder().engine.completedOrders();
    const fields = openOrder(order!, true, 193);
    expect(fields).toHaveLength(141);
    const { permId } = order!;
    expect(pick(fields, [0, 1, 2, 3, 4, 6, 7, 9, 10, 11, 12])).toEqual([
      '5',
      '13',
      '756733',
      'SPY',
      'STK',
      '0',
      '?',
      'SMART',
      'USD',
      'SPY',
      'SPY',
    ]);
    expect(pick(fields, [13, 14, 15, 16, 17, 18, 20, 22, 23, 24, 25, 26])).toEqual([
      'BUY',
      '10',
      'LMT',
      '501.25',
      '0.0',
      'DAY',
      'DU1',
      '0',
      'ref-1',
      '1',
      String(permId),
      '1',
    ]);
    expect(pick(fields, [30, 40, 41, 48, 61, 67, 81, 87])).toEqual([
      `${permId}.0/DU1/100`,
      '',
      '-1',
      UNSET_INTEGER,
      'None',
      '?',
      UNSET_INTEGER,
      'IB',
    ]);
    expect(pick(fields, [90, 91, 92, 93, 94, 102, 103, 104, 106, 107])).toEqual([
      '',
      '0',
      '0',
      'Filled',
      UNSET_DOUBLE,
      UNSET_DOUBLE,
      '1.0',
      '',
      'USD',
      '',
    ]);
    expect(pick(fields, [110, 111, 112, 117, 118, 122, 123, 134, 136, 138, 140])).toEqual([
      '0',
      'None',
      UNSET_DOUBLE,
      UNSET_DOUBLE,
      '0',
      '0',
      '1',
      '',
      '0',
      '0',
      UNSET_INTEGER,
    ]);
  });

  test('of a market order has prices of 0.0, and no commission while it is not known', () => {
    const trial = startTrial();
    trial.place({});
    const fields = openOrder(trial.engine.openOrders()[0]!, false, 193);
    expect(pick(fields, [15, 16, 17, 93, 103, 106])).toEqual([
      'MKT',
      '0.0',
      '0.0',
      'PreSubmitted',
      '',
      '',
    ]);
  });
});

describe('COMPLETED_ORDER', () => {
  test('has every field of an order where the protocol puts it at 193', () => {
    const { engine, clock } = filledOrder();
    const [order] = engine.completedOrders();
    const fields = completedOrder(order!, 193);
    expect(pick(fields, [0, 1, 2, 8, 12, 13, 14, 15, 17, 19, 22, 23])).toEqual([
      '101',
      '756733',
      'SPY',
      'SMART',
      'BUY',
      '10',
      'LMT',
      '501.25',
      'DAY',
      'DU1',
      'ref-1',
      String(order!.permId),
    ]);
    expect(pick(fields, [24, 44, 52, 57, 71, 76, 80, 82, 83, 86, 87])).toEqual([
      '1',
      UNSET_INTEGER,
      'None',
      '',
      'IB',
      'Filled',
      UNSET_DOUBLE,
      '0',
      '1',
      '10',
      UNSET_INTEGER,
    ]);
    expect(clock.now()).toBe(Date.UTC(2026, 3, 13, 15, 0, 0, 20));
    expect(pick(fields, [89, 92, 93, 94, 100, 101])).toEqual([
      'Not an insider or substantial shareholder',
      '9223372036854775807',
      '20260413 11:00:00 US/Eastern',
      'Filled Size: 10',
      '',
      '0',
    ]);
  });
});

describe('other messages about an order', () => {
  test('ORDER_STATUS', () => {
    const trial = filledOrder();
    const [order] = trial.engine.completedOrders();
    expect(orderStatus(order!)).toEqual([
      '3',
      '13',
      'Filled',
      '10',
      '0',
      '500.02',
      String(order!.permId),
      '0',
      '500.02',
      '1',
      '',
      '0.0',
    ]);
    const waiting: Order = {
      ...order!,
      status: 'Submitted',
      filled: shares('0'),
      traded: 0n as never,
      lastPrice: null,
    };
    expect(orderStatus(waiting).slice(2, 6)).toEqual(['Submitted', '0', '10', '0.0']);
  });

  test('EXECUTION_DATA and COMMISSION_REPORT', () => {
    const [execution] = filledOrder().engine.executions();
    const permId = String(execution!.order.permId);
    expect(executionData(-1, execution!, 193)).toEqual([
      ...['11', '-1', '13', '756733', 'SPY', 'STK', '', '0.0', '', '', 'ARCA', 'USD', 'SPY', 'SPY'],
      ...[execution!.execId, '20260413 11:00:00 US/Eastern', 'DU1', 'ARCA', 'BOT', '10', '500.02'],
      ...[permId, '1', '0', '10', '500.02', 'ref-1', '', '', '', '2', '0'],
    ]);
    expect(executionData(5, execution!, 177)).toHaveLength(31);
    expect(commissionReport(execution!)).toEqual([
      '59',
      '1',
      execution!.execId,
      '1.0',
      'USD',
      UNSET_DOUBLE,
      UNSET_DOUBLE,
      '',
    ]);
  });
});

test('CONTRACT_DATA at 193, and its other lengths', () => {
  const { contract } = builtInListings()[0]!;
  const details = {
    requestId: 3,
    contract,
    exchange: 'SMART',
    rule: builtInMarketRules.get(26)!,
    hours: { trading: 'T', liquid: 'L' },
  };
  expect(contractData(details, 193)).toEqual([
    ...['10', '3', 'SPY', 'STK', '', '', '0', '', 'SMART', 'USD', 'SPY', 'SPY', 'SPY', '756733'],
    ...[
      '0.01',
      '',
      'ALGO,DAY,FOK,GTC,IOC,LMT,MIDPX,MKT,MOC,OPG,STP',
      'SMART,ARCA',
      '1',
      '0',
      'SPDR S&P 500 ETF TRUST',
      'ARCA',
    ],
    ...['', '', '', '', 'US/Eastern', 'T', 'L', '', '', '0', '1', '', '', '26,26', '', 'ETF'],
    ...['0.0001', '0.0001', '100', '0'],
  ]);
  const lengths = [163, 164, 178, 182, 186].map((version) => contractData(details, version).length);
  expect(lengths).toEqual([40, 40, 40, 41, 42]);
});

test('a layout refuses to leave out what must be given', () => {
  expect(() => layOut([{ name: 'orderId' }], {}, 193)).toThrow('no value for the field orderId');
});

function letters(count: number): string[] {
  return ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].slice(0, count);
}

function pick(fields: readonly string[], places: readonly number[]): (string | undefined)[] {
  return places.map((at) => fields[at]);
}
