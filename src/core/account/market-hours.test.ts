import { describe, expect, it } from 'vitest';
import { coversInstant, lookAtMarket, type MarketHours } from './market-hours.ts';

const at = (text: string): number => Date.parse(`2026-11-${text}:00-05:00`);

/** Wednesday, Thanksgiving, the half day after it, Saturday. */
const hours: MarketHours = {
  timeZone: 'America/New_York',
  knownFrom: at('25T00:00'),
  knownUntil: at('29T00:00'),
  regular: [
    { opens: at('25T09:30'), closes: at('25T16:00') },
    { opens: at('27T09:30'), closes: at('27T13:00') },
  ],
  extended: [
    { opens: at('25T04:00'), closes: at('25T20:00') },
    { opens: at('27T04:00'), closes: at('27T17:00') },
  ],
};

describe('in regular hours', () => {
  it.each([
    ['at midnight', '25T00:00', { kind: 'closed', opens: at('25T09:30') }],
    ['a minute before the open', '25T09:29', { kind: 'closed', opens: at('25T09:30') }],
    ['at the open', '25T09:30', { kind: 'open', closes: at('25T16:00') }],
    ['a minute before the close', '25T15:59', { kind: 'open', closes: at('25T16:00') }],
    ['at the close', '25T16:00', { kind: 'closed', opens: at('27T09:30') }],
    ['on a holiday', '26T11:00', { kind: 'closed', opens: at('27T09:30') }],
    ['on a half day', '27T12:59', { kind: 'open', closes: at('27T13:00') }],
    ['after a half day, the last one listed', '27T13:00', { kind: 'closed', opens: undefined }],
    ['the day before the list', '24T12:00', { kind: 'unknown' }],
    ['the day after the list', '29T00:00', { kind: 'unknown' }],
  ])('%s', (_, now, state) => {
    expect(lookAtMarket(hours, 'rth', at(now))).toEqual(state);
  });
});

it('in extended hours it is open before and after the regular session', () => {
  expect(lookAtMarket(hours, 'eth', at('25T04:00'))).toEqual({
    kind: 'open',
    closes: at('25T20:00'),
  });
  expect(lookAtMarket(hours, 'eth', at('27T17:00'))).toEqual({ kind: 'closed', opens: undefined });
});

it('of two sessions in a day the break between them is closed', () => {
  const regular = [
    { opens: at('25T09:00'), closes: at('25T12:00') },
    { opens: at('25T13:00'), closes: at('25T16:00') },
  ];
  const split = { ...hours, regular };
  expect(lookAtMarket(split, 'rth', at('25T12:00'))).toEqual({
    kind: 'closed',
    opens: at('25T13:00'),
  });
  expect(lookAtMarket(split, 'rth', at('25T13:00'))).toEqual({
    kind: 'open',
    closes: at('25T16:00'),
  });
});

it('without hours nothing is known, and a list is about its own days only', () => {
  expect(lookAtMarket(undefined, 'rth', at('25T12:00'))).toEqual({ kind: 'unknown' });
  const covered = ['24T23:59', '25T00:00', '28T23:59', '29T00:00'].map((now) =>
    coversInstant(hours, at(now)),
  );
  expect(covered).toEqual([false, true, true, false]);
});
