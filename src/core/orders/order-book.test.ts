import { describe, expect, it } from 'vitest';
import { commission, exampleTicket, execution, status } from '../testing/example-order.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { meaningOf } from './broker-codes.ts';
import { addOrder, applyToBook, EMPTY_BOOK, replaceOrder, withoutOrder } from './order-book.ts';
import type { OrderEvent } from './order-event.ts';
import { orderRefOf } from './ticket.ts';
import { commissionsOf, filledOf, stateOf } from './tracked-order.ts';

const first = exampleTicket({ orderRef: 'rb.RUN.DU1.1.1' });
const second = exampleTicket({ orderRef: 'rb.RUN.DU1.2.1' });
const two = addOrder(addOrder(EMPTY_BOOK, first, 1), second, 2);
const fill = (execId: string, orderRef: string): OrderEvent =>
  execution(execId, '10', { orderRef });

describe('an order book', () => {
  it('gives each event to the order that it is about', () => {
    const book = [status('Cancelled', '0', 1), fill('e.1.01', second.orderRef)].reduce(
      applyToBook,
      two,
    );
    expect(book.orders.map(stateOf)).toEqual(['cancelled', 'filled']);
  });

  it('keeps commissions that come before their executions, each for its own order', () => {
    const book = [
      commission('e.1.01', '1'),
      commission('e.2.01', '2'),
      fill('e.2.01', second.orderRef),
      fill('e.1.01', first.orderRef),
    ].reduce(applyToBook, two);
    expect(book.orders.map((order) => commissionsOf(order).amount)).toEqual([usd('1'), usd('2')]);
  });

  it('leaves an execution of nobody alone', () => {
    const book = applyToBook(two, fill('e.9.01', 'typed by hand'));
    expect(book.orders.map(filledOf)).toEqual([shares('0'), shares('0')]);
  });

  it('replaces and removes by order id', () => {
    const [one] = two.orders;
    const changed = replaceOrder(two, { ...one!, abandoned: true });
    expect(changed.orders.map(({ abandoned }) => abandoned)).toEqual([true, false]);
    expect(withoutOrder(two, 1).orders.map(({ orderId }) => orderId)).toEqual([2]);
  });

  it('is never changed in place', () => {
    const before = structuredClone(two);
    applyToBook(two, fill('e.1.01', first.orderRef));
    expect(two).toEqual(before);
    expect(EMPTY_BOOK.orders).toEqual([]);
  });
});

describe('the reference of an order', () => {
  const identity = { runId: 'LTABCDE1ZZ', accountId: 'DU1234567', line: 100, attempt: 1 };

  it('names run, account, line and attempt, in at most 32 characters', () => {
    expect(orderRefOf(identity)).toBe('rb.LTABCDE1ZZ.DU1234567.100.1');
    expect(orderRefOf(identity).length).toBeLessThanOrEqual(32);
  });

  it('is unique for every line and attempt of two runs and two accounts', () => {
    const refs = ['RUN1', 'RUN11'].flatMap((runId) =>
      ['DU1', 'DU11'].flatMap((accountId) =>
        Array.from({ length: 120 }, (_, line) =>
          [1, 2, 11].map((attempt) => orderRefOf({ runId, accountId, line: line + 1, attempt })),
        ).flat(),
      ),
    );
    expect(new Set(refs).size).toBe(2 * 2 * 120 * 3);
  });

  it.each([
    ['33 characters', { runId: 'LTABCDE1ZZLTABC' }],
    ['a blank', { runId: 'A B' }],
    ['a letter that is not ASCII', { accountId: 'DÜ123' }],
  ])('with %s is a bug', (_, different) => {
    expect(() => orderRefOf({ ...identity, ...different })).toThrow('at most 32');
  });
});

describe('what a code says about the order it names', () => {
  it.each([103, 110, 200, 201, 203, 321, 10243, 10268])('%i: the broker refused it', (code) => {
    expect(meaningOf(code)).toBe('rejection');
  });

  it('202: the broker confirms that it was cancelled', () => {
    expect(meaningOf(202)).toBe('cancelled');
  });

  it.each([
    ['a message about a live order', 399],
    ['time in force by a preset', 10349],
    ['a market data farm', 2104],
    ['the link to the broker', 1100],
    ['a code that nobody knows', 987_654],
  ])('%s (%i) ends nothing', (_, code) => {
    expect(meaningOf(code)).toBe('warning');
  });
});
