import { describe, expect, test } from 'vitest';
import { price } from './price.ts';
import { shares } from '../../src/core/units/shares.ts';
import { anyContract, limitAt, startTrial } from '../testing/engine-trial.ts';

const sellVti = { contract: { ...anyContract, symbol: 'VTI' }, action: 'SELL' };

describe('what is told about an order, in order', () => {
  test('a market buy is acknowledged, and fills after the delay at the ask', () => {
    const { place, lines, clock } = startTrial();
    place({});
    expect(lines).toEqual(['5 PreSubmitted', '3 PreSubmitted 0/10']);
    clock.advance(19);
    expect(lines).toHaveLength(2);
    clock.advance(1);
    expect(lines.slice(2)).toEqual([
      '11 10 at 500.02',
      '5 Filled',
      '3 Filled 10/0',
      '5 Filled 1.00',
      '59 1.00',
    ]);
  });

  test('a market sell begins as Submitted and fills at the bid', () => {
    const { place, lines, clock } = startTrial();
    place(sellVti);
    clock.advance(20);
    expect(lines.slice(0, 3)).toEqual(['5 Submitted', '3 Submitted 0/10', '11 10 at 250.00']);
  });

  test('a limit away from the market is acknowledged twice and rests', () => {
    const { place, lines, clock } = startTrial();
    place(limitAt('499.00'));
    clock.advance(60_000);
    expect(lines).toEqual([
      '5 PreSubmitted',
      '3 PreSubmitted 0/10',
      '5 Submitted',
      '3 Submitted 0/10',
    ]);
  });

  test('a marketable limit fills at the far side, not at its limit', () => {
    const { place, lines, clock } = startTrial();
    place(limitAt('501.00'));
    clock.advance(20);
    expect(lines[2]).toBe('11 10 at 500.02');
  });

  test('a resting limit fills at its limit when the other side reaches it', () => {
    const { place, lines, engine } = startTrial();
    place(limitAt('499.00'));
    engine.setQuote('SPY', { bid: price('498.97'), ask: price('499.01') });
    expect(lines).toHaveLength(4);
    engine.setQuote('SPY', { bid: price('498.90'), ask: price('498.95') });
    expect(lines.slice(4, 7)).toEqual(['11 10 at 499.00', '5 Filled', '3 Filled 10/0']);
  });

  test('a marketable limit rests when the market has left before the delay is over', () => {
    const { place, lines, engine, clock } = startTrial();
    place(limitAt('500.02'));
    engine.setQuote('SPY', { bid: price('500.05'), ask: price('500.07') });
    clock.advance(20);
    expect(lines.slice(2)).toEqual(['5 Submitted', '3 Submitted 0/10']);
  });

  test('a market order waits while its side of the quote is missing', () => {
    const { place, lines, engine, clock } = startTrial();
    engine.setQuote('SPY', { ask: null });
    place({});
    clock.advance(1_000);
    expect(lines.slice(2)).toEqual(['5 Submitted', '3 Submitted 0/10']);
    engine.setQuote('SPY', { ask: price('500.50') });
    expect(lines[4]).toBe('11 10 at 500.50');
  });

  test('a cancellation is a status, then 202', () => {
    const { place, lines, engine } = startTrial();
    place(limitAt('499.00'));
    engine.cancel(1, 1);
    expect(lines.slice(4)).toEqual(['3 Cancelled 0/10', 'ERR 202']);
    expect(engine.openOrders()).toEqual([]);
    expect(engine.completedOrders()[0]?.completedText).toBe('Cancelled by Trader');
  });

  test('a slow cancellation is pending first, and a fill can still overtake it', () => {
    const { place, lines, engine, clock } = startTrial('  cancels: { delay_ms: 50 }');
    place({});
    engine.cancel(1, 1);
    engine.cancel(1, 1);
    clock.advance(50);
    expect(lines.slice(2)).toEqual([
      '3 PendingCancel 0/10',
      'ERR 161',
      '11 10 at 500.02',
      '5 Filled',
      '3 Filled 10/0',
      '5 Filled 1.00',
      '59 1.00',
      'ERR 10148',
    ]);
  });

  test('a slow cancellation of a resting order is confirmed after its delay', () => {
    const { place, lines, engine, clock } = startTrial('  cancels: { delay_ms: 50 }');
    place(limitAt('499.00'));
    engine.cancel(1, 1);
    clock.advance(50);
    expect(lines.slice(4)).toEqual(['3 PendingCancel 0/10', '3 Cancelled 0/10', 'ERR 202']);
  });

  test('partial fills each bring an execution and a commission; the minimum is charged once', () => {
    const { place, lines, clock } = startTrial('  fills: { max_shares_per_fill: 4 }');
    place({});
    clock.advance(60);
    expect(lines.slice(2)).toEqual([
      ...['11 4 at 500.02', '5 Submitted', '3 Submitted 4/6', '5 Submitted 1.00', '59 1.00'],
      ...['11 4 at 500.02', '5 Submitted', '3 Submitted 8/2', '5 Submitted 1.00', '59 0.00'],
      ...['11 2 at 500.02', '5 Filled', '3 Filled 10/0', '5 Filled 1.00', '59 0.00'],
    ]);
  });

  test('a modified order tells its status before its execution', () => {
    const { place, lines, clock } = startTrial();
    place(limitAt('499.00'));
    place({});
    clock.advance(20);
    expect(lines.slice(4)).toEqual([
      '5 Submitted',
      '3 Submitted 0/10',
      '3 Filled 10/0',
      '11 10 at 500.02',
      '59 1.00',
    ]);
  });

  test('a modification changes price and quantity and keeps the permanent id', () => {
    const { place, lines, engine } = startTrial();
    place(limitAt('499.00'));
    const before = engine.openOrders()[0];
    place({ ...limitAt('499.50'), quantity: shares('7') });
    const after = engine.openOrders()[0];
    expect(lines.slice(4)).toEqual(['5 Submitted', '3 Submitted 0/7']);
    expect(after).toMatchObject({ permId: before?.permId, limit: price('499.50') });
  });

  test('an order that is not transmitted is told to nobody until it is', () => {
    const { place, lines, engine } = startTrial();
    place({ transmit: false });
    expect([lines, engine.openOrders()]).toEqual([[], []]);
    place({});
    expect(lines).toEqual(['5 PreSubmitted', '3 PreSubmitted 0/10']);
  });

  test('a modification that is not transmitted changes nothing', () => {
    const { place, lines, engine } = startTrial();
    place(limitAt('499.00'));
    place({ ...limitAt('499.50'), transmit: false });
    expect(lines).toHaveLength(4);
    expect(engine.openOrders()[0]?.limit).toBe(price('499.00'));
  });

  test('an order that was not transmitted can be cancelled', () => {
    const { place, lines, engine } = startTrial();
    place({ transmit: false });
    engine.cancel(1, 1);
    expect(lines).toEqual(['3 Cancelled 0/10', 'ERR 202']);
  });

  test('a global cancel reaches the orders of all clients', () => {
    const { place, engine } = startTrial();
    place(limitAt('499.00'));
    place({ ...limitAt('498.00'), clientId: 2 });
    engine.cancelAll();
    expect(engine.openOrders()).toEqual([]);
  });

  test('after closing nothing happens any more', () => {
    const { place, lines, engine, clock } = startTrial();
    place({});
    engine.close();
    clock.advance(1_000);
    expect(lines).toHaveLength(2);
  });
});

describe('identity', () => {
  test('executions and orders have ids of their own', () => {
    const { place, engine, clock } = startTrial('  fills: { max_shares_per_fill: 1 }');
    place({ quantity: shares('5') });
    place({ quantity: shares('5'), orderId: 2 });
    clock.advance(1_000);
    const executions = engine.executions();
    expect(new Set(executions.map(({ execId }) => execId)).size).toBe(10);
    expect(new Set(executions.map(({ order }) => order.permId)).size).toBe(2);
    expect(executions[0]?.execId).toMatch(/^[0-9a-f]{8}\.[0-9a-f]{8}\.01\.01$/);
  });

  test('the next order id of a client is above all that it used, of others the scenario says', () => {
    const { place, engine } = startTrial('  next_valid_id: 40');
    expect(engine.nextOrderId(1)).toBe(40);
    place({ orderId: 55 });
    expect([engine.nextOrderId(1), engine.nextOrderId(2)]).toEqual([56, 40]);
  });
});
