import { expect, it } from 'vitest';
import { exampleTicket } from '../core/testing/example-order.ts';
import { price } from '../core/units/price.ts';
import { rate } from '../core/units/rate.ts';
import { shares } from '../core/units/shares.ts';
import { usd } from '../core/units/usd.ts';
import { conversionTicket, shareTicket } from './write-ticket.ts';

const { contract } = exampleTicket();
const ceiling = {
  line: 1,
  contract,
  quantity: shares('10'),
  mayEndAtMarket: false,
} as const;
const conversion = { quantity: usd('9000'), limit: rate('1.35') };

it.each([
  ['BUY', '10', '100'],
  ['SELL', '10', '100'],
  ['BUY', '1', '99'],
  ['SELL', '1', '101'],
] as const)('a %s of %s at %s is what was approved', (side, quantity, at) => {
  const order = {
    quantity: shares(quantity),
    limit: price(at),
    countedAt: price(at),
    algo: undefined,
  };
  expect(shareTicket({ ...ceiling, side, worstPrice: price('100') }, order)).toEqual({
    kind: 'shares',
    contract,
    side,
    ...order,
  });
});

it.each([
  ['BUY', '10.0001', '100', 'no more'],
  ['BUY', '0', '100', 'no more'],
  ['BUY', '10', '100.0001', 'no worse'],
  ['SELL', '10', '99.9999', 'no worse'],
  ['SELL', '10', undefined, 'no market order'],
] as const)('a %s of %s at %s is a bug', (side, quantity, at, why) => {
  const limit = at === undefined ? undefined : price(at);
  const order = { quantity: shares(quantity), limit, countedAt: price('100'), algo: undefined };
  expect(() => shareTicket({ ...ceiling, side, worstPrice: price('100') }, order)).toThrow(why);
});

it('the approved dollars at the approved limit, or fewer at a better one, are converted', () => {
  const order = { quantity: usd('9000'), limit: rate('1.35'), fillTimeoutMs: 5_000 };
  expect(conversionTicket(conversion, order)).toMatchObject({
    kind: 'conversion',
    side: 'BUY',
    quantity: shares('9000'),
    limit: rate('1.35'),
  });
  const less = { ...order, quantity: usd('1'), limit: rate('1.34995') };
  expect(conversionTicket(conversion, less).limit).toBe(rate('1.34995'));
});

it.each([
  ['9001', '1.35', 'no more'],
  ['0', '1.35', 'no more'],
  ['9000', '1.350001', 'no dearer'],
  ['9000', undefined, 'no market order'],
  ['8999.5', '1.35', 'whole dollars'],
] as const)('%s dollars at %s are a bug', (quantity, at, why) => {
  const limit = at === undefined ? undefined : rate(at);
  const order = { quantity: usd(quantity), limit, fillTimeoutMs: 5_000 };
  expect(() => conversionTicket(conversion, order)).toThrow(why);
});
