import { describe, expect, test } from 'vitest';
import { price } from './price.ts';
import { anyContract, limitAt, startTrial, type Trial } from '../testing/engine-trial.ts';
import type { OrderTicket } from './order.ts';

const HOUR = 3_600_000;

/** An engine at an hour of the exchange's day after Monday 2026-04-13 11:00. */
function startAt(hour: number): Trial {
  const trial = startTrial('  hours: exchange');
  trial.clock.advance((hour - 11) * HOUR);
  return trial;
}

/** The sentences that the engine tells with a code. */
function sayings(trial: Trial, code: number): string[] {
  const said: string[] = [];
  trial.engine.listen((event) => {
    if (event.kind === 'refusal' && event.code === code) said.push(event.text);
  });
  return said;
}

const held = ['5 PreSubmitted', '3 PreSubmitted 0/10', 'ERR 399'];

describe('while the market is closed', () => {
  test('an order is held with a warning that says until when, and goes on at the open', () => {
    const trial = startAt(17);
    const said = sayings(trial, 399);
    trial.place({});
    expect(trial.lines).toEqual(held);
    expect(said).toEqual([
      'Order Message:\nBUY 10 SPY ARCA\nWarning: your order will not be placed at the exchange ' +
        'until 2026-04-14 09:30:00 US/Eastern',
    ]);
    trial.clock.advance(16.5 * HOUR - 1);
    expect(trial.lines).toEqual(held);
    trial.clock.advance(21);
    expect(trial.lines.slice(3, 5)).toEqual(['11 10 at 500.02', '5 Filled']);
  });

  test('a sale at the market is held too, and a weekend long on a Friday', () => {
    const trial = startAt(11 + 4 * 24 + 6);
    const said = sayings(trial, 399);
    trial.place({ action: 'SELL', contract: { ...anyContract, symbol: 'VTI' } });
    expect(trial.lines).toEqual(held);
    expect(said[0]).toContain('until 2026-04-20 09:30:00 US/Eastern');
  });

  test('a held order can be changed and cancelled', () => {
    const trial = startAt(17);
    trial.place(limitAt('499'));
    trial.place(limitAt('498'));
    expect(trial.lines.slice(3)).toEqual(held);
    trial.engine.cancel(1, 1);
    expect(trial.lines.slice(6)).toEqual(['3 Cancelled 0/10', 'ERR 202']);
    trial.clock.advance(24 * HOUR);
    expect(trial.lines).toHaveLength(8);
  });

  test.each(['IOC', 'FOK'])('%s is rejected', (timeInForce) => {
    const trial = startAt(17);
    trial.place({ timeInForce });
    expect(trial.lines).toEqual(['ERR 201', '3 Inactive 0/10']);
  });

  test('quotes stand still', () => {
    const trial = startTrial('  hours: exchange\n  market: { moves: walk, interval_ms: 1800000 }');
    trial.clock.advance(11 * HOUR);
    let moved = 0;
    trial.engine.listen((event) => {
      const isStock = event.kind === 'quote' && event.contract.secType === 'STK';
      moved += isStock ? 1 : 0;
    });
    trial.clock.advance(4 * HOUR);
    expect(moved).toBe(0);
  });
});

describe('before and after the regular session', () => {
  test('a plain limit order that asks for it trades', () => {
    const trial = startAt(17);
    trial.place({ ...limitAt('501'), outsideRth: true });
    trial.clock.advance(20);
    expect(trial.lines[2]).toBe('11 10 at 500.02');
  });

  const others: readonly (readonly [string, Partial<OrderTicket>])[] = [
    ['a limit that does not ask for it', limitAt('501')],
    ['a market order', { outsideRth: true }],
    ['MIDPRICE', { outsideRth: true, orderType: 'MIDPRICE' }],
    [
      'an Adaptive limit',
      {
        ...limitAt('501'),
        outsideRth: true,
        algo: { strategy: 'Adaptive', params: [['adaptivePriority', 'Urgent']] },
      },
    ],
  ];
  test.each(others)('%s is held', (_, order) => {
    const trial = startAt(17);
    trial.place(order);
    trial.clock.advance(1_000);
    expect(trial.lines).toEqual(held);
  });

  test('a limit at 20:00 is held until 04:00', () => {
    const trial = startAt(20);
    const said = sayings(trial, 399);
    trial.place({ ...limitAt('499'), outsideRth: true });
    expect(said[0]).toContain('until 2026-04-14 04:00:00 US/Eastern');
    trial.clock.advance(8 * HOUR);
    expect(trial.lines.slice(3)).toEqual(['5 Submitted', '3 Submitted 0/10']);
  });
});

describe('at the close', () => {
  test('an order of the day ends, one that is good till cancelled goes on the next day', () => {
    const trial = startAt(15);
    trial.place(limitAt('499'));
    trial.place({ ...limitAt('499'), orderId: 2, timeInForce: 'GTC' });
    trial.lines.length = 0;
    trial.clock.advance(HOUR);
    expect(trial.lines).toEqual(['3 Cancelled 0/10', 'ERR 202']);
    trial.engine.setQuote('SPY', { ask: price('498') });
    expect(trial.lines).toHaveLength(2);
    trial.clock.advance(17.5 * HOUR);
    trial.clock.advance(20);
    expect(trial.lines[2]).toBe('11 10 at 499.00');
  });

  test('an order of the day that was changed to stay does not end', () => {
    const trial = startAt(15);
    trial.place(limitAt('499'));
    trial.place({ ...limitAt('499'), timeInForce: 'GTC' });
    trial.clock.advance(24 * HOUR);
    expect(trial.engine.openOrders()).toHaveLength(1);
  });

  test('MOC waits for it and trades in it', () => {
    const trial = startAt(15);
    trial.place({ orderType: 'MOC' });
    trial.clock.advance(HOUR - 1);
    expect(trial.lines).toEqual(['5 PreSubmitted', '3 PreSubmitted 0/10']);
    trial.clock.advance(1);
    expect(trial.lines.slice(2, 4)).toEqual(['11 10 at 500.02', '5 Filled']);
  });

  test.each([
    ['MOC less than ten minutes before', 15 + 50 / 60, { orderType: 'MOC' }],
    ['an order for the open while it is open', 11, { timeInForce: 'OPG' }],
  ])('%s is rejected as too late', (_, hour, order) => {
    const trial = startAt(hour);
    trial.place(order);
    expect(trial.lines).toEqual(['ERR 201', '3 Inactive 0/10']);
  });

  test('a market that never closes has no auction', () => {
    const trial = startTrial();
    trial.place({ orderType: 'MOC' });
    trial.place({ orderId: 2, timeInForce: 'OPG' });
    expect(trial.lines.filter((line) => line === 'ERR 201')).toHaveLength(2);
  });
});

test('an order for the open trades at it, and what it does not get is given up', () => {
  const trial = startAt(17);
  trial.place({ timeInForce: 'OPG' });
  trial.place({ ...limitAt('499'), orderId: 2, timeInForce: 'OPG' });
  trial.lines.length = 0;
  trial.clock.advance(16.5 * HOUR + 20);
  expect(trial.lines).toEqual([
    ...['11 10 at 500.02', '5 Filled', '3 Filled 10/0', '5 Filled 1.00', '59 1.00'],
    ...['3 PendingCancel 0/10', '3 Cancelled 0/10'],
  ]);
});
