import { describe, expect, it } from 'vitest';
import { exampleConversion } from '../testing/example-conversion.ts';
import { exampleTicket, execution, ORDER_ID, status } from '../testing/example-order.ts';
import { exampleFacts } from '../testing/example-run.ts';
import { filledOf, stateOf } from '../orders/tracked-order.ts';
import { price } from '../units/price.ts';
import { formatShares, shares } from '../units/shares.ts';
import type { JournalEvent } from './journal-event.ts';
import { highestOrderId, isInterrupted, recordOf } from './run-record.ts';

const started: JournalEvent = { kind: 'started', facts: exampleFacts() };
const intent: JournalEvent = {
  kind: 'intent',
  orderId: ORDER_ID,
  line: 1,
  ticket: exampleTicket(),
};
const ended: JournalEvent = { kind: 'ended' };
const told = (event: Extract<JournalEvent, { kind: 'told' }>['event']): JournalEvent => ({
  kind: 'told',
  event,
});
const submitted = told(status('Submitted'));
const filled = told(execution('e.01', '10'));

function standing(...events: readonly JournalEvent[]): string {
  const record = recordOf(events);
  const orders = record.book.orders.map(
    (order) => `${stateOf(order)} ${formatShares(filledOf(order))}`,
  );
  return [...orders, isInterrupted(record) ? 'interrupted' : 'settled'].join(', ');
}

describe('what the entries of a journal add up to', () => {
  it.each<[string, readonly JournalEvent[], string]>([
    ['nothing was begun', [], 'settled'],
    ['it began', [started], 'interrupted'],
    ['it ended without an order', [started, ended], 'settled'],
    ['an order was about to be sent', [started, intent], 'sent 0, interrupted'],
    [
      'it was never sent',
      [started, intent, { kind: 'not-sent', orderId: ORDER_ID }, ended],
      'settled',
    ],
    ['it worked when the run died', [started, intent, submitted], 'working 0, interrupted'],
    ['it filled when the run died', [started, intent, filled], 'filled 10, interrupted'],
    [
      'it filled and the run ended',
      [started, intent, submitted, filled, ended],
      'filled 10, settled',
    ],
    [
      'it was given up',
      [started, intent, submitted, { kind: 'abandoned', orderId: ORDER_ID }, ended],
      'unknown 0, interrupted',
    ],
    [
      'it was given up, and later found cancelled',
      [started, intent, { kind: 'abandoned', orderId: ORDER_ID }, ended, told(status('Cancelled'))],
      'cancelled 0, settled',
    ],
    [
      'no list knows it',
      [started, intent, { kind: 'concluded', orderId: ORDER_ID, refused: false }, ended],
      'cancelled 0, settled',
    ],
    [
      'it was refused',
      [started, intent, { kind: 'concluded', orderId: ORDER_ID, refused: true }, ended],
      'cancelled 0, settled',
    ],
    [
      'a person confirmed a part',
      [
        started,
        intent,
        told(execution('e.01', '4')),
        { kind: 'settled', orderId: ORDER_ID, filled: shares('3') },
        ended,
      ],
      'cancelled 7, settled',
    ],
    [
      'a person confirmed all of it',
      [started, intent, { kind: 'settled', orderId: ORDER_ID, filled: shares('10') }, ended],
      'filled 10, settled',
    ],
  ])('when %s', (_what, events, expected) => {
    expect(standing(...events)).toBe(expected);
  });

  it('an entry about an order that is not there changes nothing', () => {
    for (const kind of ['abandoned', 'not-sent', 'cancel'] as const) {
      expect(standing(started, intent, { kind, orderId: 99 })).toBe('sent 0, interrupted');
    }
    expect(standing(started, intent, { kind: 'concluded', orderId: 99, refused: false })).toBe(
      'sent 0, interrupted',
    );
    expect(standing(started, intent, { kind: 'settled', orderId: 99, filled: shares('1') })).toBe(
      'sent 0, interrupted',
    );
  });

  it('order ids go on above the highest that may have been used, sent or not', () => {
    expect(highestOrderId(recordOf([]))).toBe(0);
    expect(highestOrderId(recordOf([started]))).toBe(5);
    expect(highestOrderId(recordOf([started, intent, { kind: 'not-sent', orderId: 7 }]))).toBe(7);
  });

  it('the first reason to stop is kept, and that a later run looked into it', () => {
    const stop = (found: string): JournalEvent => ({
      kind: 'stopped',
      problem: { code: 'safety.kill-switch', where: '', found, expected: '', fix: '' },
    });
    const record = recordOf([started, stop('one'), stop('two'), { kind: 'recovering', at: 1 }]);
    expect([record.stopped?.found, record.recovered]).toEqual(['one', true]);
  });
});

describe('an order that got another limit', () => {
  const reprice = (limit: string, orderId = ORDER_ID): JournalEvent => ({
    kind: 'reprice',
    orderId,
    limit: price(limit),
  });
  const ticketAfter = (...events: readonly JournalEvent[]) =>
    recordOf([started, intent, ...events]).book.orders[0]?.ticket;

  // It was sent at 100 and is counted at 100.
  it.each([
    ['a higher one, at which it may fill now', ['100.50'], '100.50', '100.50'],
    ['a lower one: it may still have filled at 100', ['99.50'], '99.50', '100'],
    ['a higher one and a lower one', ['100.50', '100.20'], '100.20', '100.50'],
  ])('is counted with the dearer: %s', (_, limits, limit, countedAt) => {
    expect(ticketAfter(...limits.map((each) => reprice(each)))).toEqual(
      exampleTicket({ limit: price(limit), countedAt: price(countedAt) }),
    );
  });

  it('is that order and no other', () => {
    expect(ticketAfter(reprice('105', ORDER_ID + 1))).toEqual(exampleTicket());
  });

  it('is not a conversion: those keep their limit', () => {
    const conversion: JournalEvent = { ...intent, ticket: exampleConversion };
    const record = recordOf([started, conversion, reprice('105')]);
    expect(record.book.orders[0]?.ticket).toEqual(exampleConversion);
  });
});
