import { expect, it } from 'vitest';
import { conversionFill, exampleConversion } from '../testing/example-conversion.ts';
import { commission, exampleTicket, message, ORDER_ID, status } from '../testing/example-order.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { addOrder, applyToBook, EMPTY_BOOK } from './order-book.ts';
import type { OrderEvent } from './order-event.ts';
import { dollarsOf, nameOf, quantityOf } from './ticket.ts';
import {
  cadPaidOf,
  cashEffectOf,
  commissionsOf,
  filledValueOf,
  isConversion,
  isShareOrder,
  stateOf,
  type ConversionOrder,
} from './tracked-order.ts';

function after(...events: readonly OrderEvent[]): ConversionOrder {
  const book = addOrder(EMPTY_BOOK, exampleConversion, ORDER_ID);
  const [order] = events.reduce(applyToBook, book).orders.filter(isConversion);
  return order!;
}

const inCad = (execId: string, amount: string): OrderEvent => ({
  kind: 'commission',
  execId,
  commission: { currency: 'CAD', amount: usd(amount) },
});

it('a conversion is no order for shares, and has a name of its own', () => {
  expect(isShareOrder(after())).toBe(false);
  expect(nameOf(exampleConversion)).toBe('USD.CAD');
  expect(nameOf(exampleTicket())).toBe('VTI');
});

it('its quantity is whole US dollars', () => {
  expect(quantityOf(usd('9000'))).toBe(shares('9000'));
  expect(dollarsOf(shares('9000'))).toBe(usd('9000'));
  expect(() => quantityOf(usd('9000.01'))).toThrow('whole dollars');
});

it('brings what is filled, less the commissions in US dollars', () => {
  const order = after(
    status('Cancelled', '5000'),
    conversionFill('e.1.01', '3000'),
    conversionFill('e.2.01', '2000', '1.35'),
    commission('e.1.01', '2'),
    commission('e.2.01', '0.5'),
  );
  expect([stateOf(order), filledValueOf(order)]).toEqual(['cancelled', usd('5000')]);
  expect(cashEffectOf(order)).toBe(usd('4997.50'));
  // 3,000 x 1.34995 + 2,000 x 1.35.
  expect(cadPaidOf(order)).toBe(usd('6749.85'));
});

it.each([
  ['nothing heard', []],
  ['refused', [message(201), status('Inactive')]],
  ['cancelled', [status('Cancelled')]],
])('%s: brings nothing', (_, events) => {
  expect([cashEffectOf(after(...events)), cadPaidOf(after(...events))]).toEqual([0n, 0n]);
});

it('a commission in Canadian dollars leaves the US ones whole', () => {
  const order = after(conversionFill('e.1.01', '9000'), inCad('e.1.01', '2.74'));
  expect(cashEffectOf(order)).toBe(usd('9000'));
  expect(commissionsOf(order)).toEqual({
    amount: 0n,
    other: [{ currency: 'CAD', amount: usd('2.74') }],
    complete: true,
  });
});

it('a commission that is not reported counts as the most that it can be', () => {
  const order = after(conversionFill('e.1.01', '9000'));
  expect(cashEffectOf(order)).toBe(usd('8998'));
  expect(commissionsOf(order).complete).toBe(false);
});

it('a corrected fill replaces the first one', () => {
  const order = after(conversionFill('e.1.01', '9000'), conversionFill('e.1.02', '9000', '1.34'));
  expect(cadPaidOf(order)).toBe(usd('12060'));
  expect(filledValueOf(order)).toBe(usd('9000'));
});

it('what was paid is rounded up to 1e-8', () => {
  expect(cadPaidOf(after(conversionFill('e.1.01', '0.0001', '1.000001')))).toBe(10_001n);
});
