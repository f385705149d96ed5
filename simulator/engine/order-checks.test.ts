import { describe, expect, test } from 'vitest';
import { price } from './price.ts';
import { shares } from '../../src/core/units/shares.ts';
import { anyContract, limitAt, startTrial, type Trial } from '../testing/engine-trial.ts';
import type { OrderTicket } from './order.ts';

const vti = { ...anyContract, symbol: 'VTI' };
const midprice = { orderType: 'MIDPRICE' };

describe('a new order is refused', () => {
  const cases: readonly (readonly [why: string, order: Partial<OrderTicket>, code: number])[] = [
    ['off the tick grid', limitAt('499.005'), 110],
    ['finer than any grid', { orderType: 'LMT', limitPrice: 'too-fine' }, 110],
    ['a limit without a price', { orderType: 'LMT' }, 321],
    ['for nothing', { quantity: shares('0') }, 434],
    ['for less than nothing', { quantity: shares('-1') }, 434],
    ['for a part of a share', { quantity: shares('1.5') }, 10243],
    ['for less than the smallest part', { quantity: 'too-fine' }, 10243],
    ['for an account of someone else', { account: 'U999' }, 321],
    ['for an unknown contract', { contract: { ...anyContract, symbol: 'NOPE' } }, 200],
    ['without an exchange', { contract: { ...vti, exchange: '' } }, 321],
    ['as a short sale', { contract: vti, action: 'SSHORT' }, 321],
    ['of another type', { orderType: 'TRAIL' }, 387],
    ['MIDPRICE to one exchange', { ...midprice, contract: { ...vti, exchange: 'ARCA' } }, 387],
    ['MIDPRICE for longer than a day', { ...midprice, timeInForce: 'GTC' }, 111],
    ['MIDPRICE with a cap off the grid', { ...midprice, limitPrice: price('500.001') }, 110],
    ['MIDPRICE with a cap below zero', { ...midprice, limitPrice: price('-1') }, 321],
    ['a stop without its price', { orderType: 'STP' }, 321],
    ['a stop off the grid', { orderType: 'STP', stopPrice: price('1.001') }, 110],
    ['a stop finer than any grid', { orderType: 'STP', stopPrice: 'too-fine' }, 110],
    ['a stop at once or not at all', { orderType: 'STP', timeInForce: 'FOK' }, 111],
    ['at the close for longer than a day', { orderType: 'MOC', timeInForce: 'GTC' }, 113],
    ['with another time in force', { timeInForce: 'GTD' }, 321],
    ['with an id that is none', { orderId: 0 }, 10149],
  ];
  test.each(cases)('%s', (_, order, code) => {
    const { place, lines, engine } = startTrial();
    place(order);
    expect(lines).toEqual([`ERR ${code}`]);
    expect(engine.openOrders()).toEqual([]);
  });

  test('without an account when there are several; with a single one it is meant', () => {
    const accounts = `
  accounts: [{ id: DU1, cash: { USD: 9000 } }, { id: DU2 }]`;
    const two = startTrial('', accounts);
    two.place({ account: '' });
    expect(two.lines).toEqual(['ERR 435']);
    const one = startTrial();
    one.place({ account: '' });
    expect(one.engine.openOrders()[0]?.account).toBe('DU1');
  });

  test('for an account whose API is read-only', () => {
    const { place, lines } = startTrial(
      '',
      `
  accounts: [{ id: DU1, read_only_api: true }]`,
    );
    place({});
    expect(lines).toEqual(['ERR 321']);
  });

  test('when several contracts fit', () => {
    const { place, lines } = startTrial(
      '  contracts: [{ symbol: SPY, con_id: 42, exchange: BATS }]',
    );
    place({});
    expect(lines).toEqual(['ERR 200']);
    place({ orderId: 2, contract: { ...anyContract, conId: 756733 } });
    expect(lines[1]).toBe('5 PreSubmitted');
  });
});

describe('a new order is rejected with 201 and becomes Inactive', () => {
  function rejects(trial: Trial, order: Partial<OrderTicket>): void {
    const before = trial.lines.length;
    trial.place(order);
    const [error, status] = trial.lines.slice(before);
    expect([error, status?.slice(0, 10)]).toEqual(['ERR 201', '3 Inactive']);
  }

  test('when it would sell more than is held', () => {
    rejects(startTrial(), { contract: vti, action: 'SELL', quantity: shares('51') });
    rejects(startTrial(), { action: 'SELL', quantity: shares('1') });
  });

  test('when what is held is promised to another order', () => {
    const trial = startTrial();
    trial.place({ contract: vti, action: 'SELL', quantity: shares('30'), ...limitAt('260') });
    const next = { orderId: 2, contract: vti, action: 'SELL' };
    rejects(trial, { ...next, quantity: shares('21') });
    trial.place({ ...next, orderId: 3, quantity: shares('20') });
    expect(trial.lines.at(-1)).toBe('3 Submitted 0/20');
  });

  test('when a margin account cannot cover half of it', () => {
    // 100,000 cash and 12,500.50 of VTI, of which half is free: 106,250.25 covers 424 SPY.
    rejects(startTrial(), { quantity: shares('425') });
    const trial = startTrial();
    trial.place({ quantity: shares('424') });
    expect(trial.lines[0]).toBe('5 PreSubmitted');
  });

  test('when another buy has taken the funds', () => {
    const trial = startTrial();
    trial.place({ quantity: shares('400'), ...limitAt('499') });
    rejects(trial, { orderId: 2, quantity: shares('40') });
  });

  const cashAccount = `
  accounts: [{ id: DU1, type: cash, cash: { USD: 5001, CAD: 9000 } }]`;

  test('when a cash account cannot pay all of it in its currency', () => {
    rejects(startTrial('', cashAccount), { quantity: shares('10') });
    const trial = startTrial('', cashAccount);
    // The same order is paid for when it is a limit that leaves room for the commission.
    trial.place({ quantity: shares('10'), ...limitAt('500.00') });
    expect(trial.lines[0]).toBe('5 PreSubmitted');
  });

  test('and is listed as completed afterwards', () => {
    const trial = startTrial();
    rejects(trial, { action: 'SELL' });
    expect(trial.engine.completedOrders()[0]).toMatchObject({ status: 'Inactive', orderId: 1 });
  });
});

describe('an order id', () => {
  test('that is not above all earlier ones is a duplicate', () => {
    const { place, lines } = startTrial();
    place({ orderId: 5, ...limitAt('499') });
    place({ orderId: 4 });
    expect(lines.at(-1)).toBe('ERR 103');
  });

  test('belongs to its client alone', () => {
    const { place, lines } = startTrial();
    place({ orderId: 5 });
    place({ orderId: 4, clientId: 2 });
    expect(lines.at(-1)).toBe('3 PreSubmitted 0/10');
  });
});

describe('a modification is refused and the order stays as it was', () => {
  const cases: readonly (readonly [why: string, change: Partial<OrderTicket>, code: number])[] = [
    ['to another side', { action: 'SELL', ...limitAt('499') }, 105],
    ['to another contract', { contract: vti, ...limitAt('499') }, 105],
    ['to a price off the grid', limitAt('499.001'), 110],
    ['beyond the funds', { ...limitAt('499'), quantity: shares('9000') }, 201],
  ];
  test.each(cases)('%s', (_, change, code) => {
    const { place, lines, engine } = startTrial();
    place(limitAt('499'));
    place(change);
    expect(lines.at(-1)).toBe(`ERR ${code}`);
    expect(engine.openOrders()[0]).toMatchObject({ limit: price('499'), side: 'BUY' });
  });

  test('of a filled order with 104, of a cancelled one with 103', () => {
    const { place, lines, engine, clock } = startTrial();
    place({});
    clock.advance(20);
    place({});
    expect(lines.at(-1)).toBe('ERR 104');
    place({ orderId: 2, ...limitAt('499') });
    engine.cancel(1, 2);
    place({ orderId: 2, ...limitAt('499') });
    expect(lines.at(-1)).toBe('ERR 103');
  });

  test('while it is being cancelled with 2102', () => {
    const { place, lines, engine } = startTrial('  cancels: { delay_ms: 50 }');
    place(limitAt('499'));
    engine.cancel(1, 1);
    place(limitAt('498'));
    expect(lines.at(-1)).toBe('ERR 2102');
  });

  test('to no more than what is filled', () => {
    const { place, lines, clock } = startTrial('  fills: { max_shares_per_fill: 4 }');
    place(limitAt('501'));
    clock.advance(20);
    place({ ...limitAt('501'), quantity: shares('4') });
    expect(lines.at(-1)).toBe('ERR 321');
  });
});

describe('a cancellation is refused', () => {
  test('of an order that nobody placed, and of another client', () => {
    const { place, lines, engine } = startTrial();
    engine.cancel(1, 9);
    place(limitAt('499'));
    engine.cancel(2, 1);
    expect([lines[0], lines.at(-1)]).toEqual(['ERR 10147', 'ERR 10147']);
    expect(engine.openOrders()).toHaveLength(1);
  });

  test('of a finished order', () => {
    const { place, lines, engine, clock } = startTrial();
    place({});
    clock.advance(20);
    engine.cancel(1, 1);
    expect(lines.at(-1)).toBe('ERR 10148');
  });
});
