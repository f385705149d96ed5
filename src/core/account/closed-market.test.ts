import { expect, it } from 'vitest';
import { price } from '../units/price.ts';
import { quoteWhileClosed } from './closed-market.ts';
import type { Quote } from './quote.ts';

/** Open for one hour. */
const session = { opens: 1_000_000, closes: 4_600_000 };
const hours = {
  timeZone: 'America/New_York',
  knownFrom: 0,
  knownUntil: 9_000_000,
  regular: [session],
  extended: [session],
};
const quote: Quote = {
  bid: undefined,
  ask: undefined,
  last: price('10'),
  close: price('9'),
  halted: false,
  aliveAt: 0,
};
const closed = { tradingHours: 'rth', takenAt: 5_000_000 } as const;
const open = { tradingHours: 'rth', takenAt: 2_000_000 } as const;

it('the last price of a closed market stands for both of its sides', () => {
  const old = quoteWhileClosed(quote, hours, closed);
  expect([old.bid, old.ask]).toEqual([price('10'), price('10')]);
});

it('or else its close', () => {
  const old = quoteWhileClosed({ ...quote, last: undefined }, hours, closed);
  expect([old.bid, old.ask]).toEqual([price('9'), price('9')]);
});

it.each([
  ['of a market that is open', quote, hours, open],
  ['of a market whose hours nobody knows', quote, undefined, closed],
  ['without any price', { ...quote, last: undefined, close: undefined }, hours, closed],
  ['with both sides', { ...quote, bid: price('1'), ask: price('2') }, hours, closed],
])('a quote %s is left as it is', (_, given, when, at) => {
  expect(quoteWhileClosed(given, when, at)).toEqual(given);
});
