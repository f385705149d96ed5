import { describe, expect, test } from 'vitest';
import { price } from './price.ts';
import { shares } from '../../src/core/units/shares.ts';
import { anyContract, limitAt, startTrial } from '../testing/engine-trial.ts';
import type { OrderTicket } from './order.ts';

const midprice = (cap: string | null): Partial<OrderTicket> => ({
  orderType: 'MIDPRICE',
  limitPrice: cap === null ? null : price(cap),
});

const adaptive = (priority: string): Partial<OrderTicket> => ({
  algo: { strategy: 'Adaptive', params: [['adaptivePriority', priority]] },
});

const stopAt = (text: string): Partial<OrderTicket> => ({
  orderType: 'STP',
  stopPrice: price(text),
});

const rested = ['5 PreSubmitted', '3 PreSubmitted 0/10', '5 Submitted', '3 Submitted 0/10'];

describe('MIDPRICE', () => {
  test('rests as Submitted and fills halfway between bid and ask', () => {
    const { place, lines, clock } = startTrial();
    place(midprice(null));
    expect(lines).toEqual(rested);
    clock.advance(20);
    expect(lines.slice(4, 7)).toEqual(['11 10 at 500.01', '5 Filled', '3 Filled 10/0']);
  });

  test('waits while the middle is beyond its cap, and follows it when it comes back', () => {
    const { place, lines, engine, clock } = startTrial();
    place(midprice('500.00'));
    clock.advance(1_000);
    expect(lines).toEqual(rested);
    engine.setQuote('SPY', { bid: price('499.90'), ask: price('499.94') });
    expect(lines[4]).toBe('11 10 at 499.92');
  });

  test('takes a middle that is no price of the unit in the direction of the market', () => {
    const odd = { bid: price('500.0000'), ask: price('500.00001') };
    const buyer = startTrial();
    buyer.engine.setQuote('SPY', odd);
    buyer.place(midprice(null));
    buyer.clock.advance(20);
    expect(buyer.lines[4]).toBe('11 10 at 500.00001');
    const seller = startTrial();
    seller.engine.setQuote('VTI', odd);
    seller.place({
      ...midprice(null),
      action: 'SELL',
      contract: { ...anyContract, symbol: 'VTI' },
    });
    seller.clock.advance(20);
    expect(seller.lines.find((line) => line.startsWith('11'))).toBe('11 10 at 500.00');
  });

  test('waits while one side of the quote is missing', () => {
    const { place, lines, engine, clock } = startTrial();
    engine.setQuote('SPY', { bid: null });
    place(midprice(null));
    clock.advance(1_000);
    expect(lines).toEqual(rested);
  });
});

describe('Adaptive', () => {
  test.each([
    ['Urgent', 20],
    ['Normal', 40],
    ['Patient', 80],
  ])('%s rests and trades a third every %i ms', (priority, pause) => {
    const { place, lines, clock, engine } = startTrial();
    place(adaptive(priority));
    expect(lines).toEqual(rested);
    expect(engine.openOrders()[0]?.adaptive).toBe(priority);
    clock.advance(pause - 1);
    expect(lines).toHaveLength(4);
    clock.advance(1 + 2 * pause);
    const executions = lines.filter((line) => line.startsWith('11'));
    expect(executions).toEqual(['11 4 at 500.02', '11 4 at 500.02', '11 2 at 500.02']);
    expect(lines.at(-1)).toBe('59 0.00');
  });

  test('a limit holds for every piece of it', () => {
    const { place, lines, clock, engine } = startTrial();
    place({ ...adaptive('Urgent'), ...limitAt('500.02') });
    clock.advance(20);
    engine.setQuote('SPY', { bid: price('500.03'), ask: price('500.05') });
    clock.advance(1_000);
    expect(lines.filter((line) => line.startsWith('11'))).toEqual(['11 4 at 500.02']);
    engine.setQuote('SPY', { ask: price('500.01') });
    clock.advance(1_000);
    expect(lines.filter((line) => line.startsWith('11'))).toHaveLength(3);
  });

  const wrong: readonly (readonly [string, Partial<OrderTicket>, number])[] = [
    ['another algorithm', { algo: { strategy: 'Vwap', params: [] } }, 439],
    ['no priority', { algo: { strategy: 'Adaptive', params: [] } }, 441],
    ['a priority that is none', adaptive('Fast'), 441],
    ['an order type it cannot work', { ...adaptive('Normal'), orderType: 'MIDPRICE' }, 442],
    ['an order that will not wait', { ...adaptive('Normal'), timeInForce: 'IOC' }, 442],
    ['a parameter it does not know', { algo: { strategy: 'Adaptive', params: [['x', '1']] } }, 443],
  ];
  test.each(wrong)('%s is refused', (_, order, code) => {
    const { place, lines } = startTrial();
    place(order);
    expect(lines).toEqual([`ERR ${code}`]);
  });
});

describe('at once or not', () => {
  test('IOC that meets nothing is given up without a 202', () => {
    const { place, lines, clock, engine } = startTrial();
    place({ ...limitAt('499'), timeInForce: 'IOC' });
    clock.advance(20);
    expect(lines).toEqual(['5 PreSubmitted', '3 PendingCancel 0/10', '3 Cancelled 0/10']);
    expect(engine.openOrders()).toEqual([]);
  });

  test('IOC takes what is there and gives the rest up', () => {
    const { place, lines, clock } = startTrial(
      `  fills: { depth: quote }
  quotes: { SPY: { bid: 500, ask: "500.02", ask_size: 4 } }`,
    );
    place({ timeInForce: 'IOC' });
    clock.advance(1_000);
    expect(lines.filter((line) => /^(11|3)/.test(line))).toEqual([
      '11 4 at 500.02',
      '3 Submitted 4/6',
      '3 PendingCancel 4/6',
      '3 Cancelled 4/6',
    ]);
  });

  test('FOK that cannot have all becomes Inactive', () => {
    const { place, lines, clock } = startTrial('  fills: { max_shares_per_fill: 9 }');
    place({ timeInForce: 'FOK' });
    clock.advance(20);
    expect(lines).toEqual(['5 PreSubmitted', '3 Inactive 0/10']);
  });

  test('FOK that can have all is filled', () => {
    const { place, lines, clock } = startTrial();
    place({ timeInForce: 'FOK', ...limitAt('500.02') });
    clock.advance(20);
    expect(lines[1]).toBe('11 10 at 500.02');
  });
});

describe('a stop order', () => {
  test('stays PreSubmitted, said twice, until the last trade reaches it', () => {
    const { place, lines, engine, clock } = startTrial();
    place(stopAt('505'));
    engine.setQuote('SPY', { ask: price('506'), last: price('504.99') });
    clock.advance(1_000);
    expect(lines).toEqual(['5 PreSubmitted', '3 PreSubmitted 0/10', '3 PreSubmitted 0/10']);
    engine.setQuote('SPY', { last: price('505') });
    expect(lines.slice(3, 6)).toEqual(['5 Submitted', '3 Submitted 0/10', '11 10 at 506.00']);
  });

  test('to sell begins where the last trade falls to it, at once when it is there already', () => {
    const { place, lines, clock } = startTrial();
    place({ ...stopAt('251'), action: 'SELL', contract: { ...anyContract, symbol: 'VTI' } });
    clock.advance(20);
    expect(lines.slice(3, 6)).toEqual(['5 Submitted', '3 Submitted 0/10', '11 10 at 250.00']);
  });

  test('can be moved while it waits', () => {
    const { place, lines, engine } = startTrial();
    place(stopAt('505'));
    place(stopAt('507'));
    expect(lines.slice(3)).toEqual(['5 PreSubmitted', '3 PreSubmitted 0/10']);
    engine.setQuote('SPY', { last: price('506') });
    expect(engine.openOrders()[0]?.triggered).toBe(false);
  });
});

describe('a halt', () => {
  test('stops every fill until it ends', () => {
    const { place, lines, engine, clock } = startTrial();
    engine.setQuote('SPY', { halted: 'volatility' });
    place({});
    place({ ...midprice(null), orderId: 2 });
    place({ ...stopAt('499'), orderId: 3 });
    clock.advance(10_000);
    expect(lines.filter((line) => line.startsWith('11'))).toEqual([]);
    engine.setQuote('SPY', { halted: 'no' });
    expect(lines.filter((line) => line.startsWith('11'))).toHaveLength(3);
  });
});

test('a depth of the quote lets one execution take no more than what is shown', () => {
  const { place, lines, clock } = startTrial(
    `  fills: { depth: quote, max_shares_per_fill: 5 }
  quotes: { SPY: { bid: 500, ask: "500.02", ask_size: 3 } }`,
  );
  place({ quantity: shares('7') });
  clock.advance(60);
  expect(lines.filter((line) => line.startsWith('11'))).toEqual([
    '11 3 at 500.02',
    '11 3 at 500.02',
    '11 1 at 500.02',
  ]);
});
