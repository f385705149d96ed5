import { describe, expect, it } from 'vitest';
import { execution, exampleTicket, message, ORDER_ID, status } from '../testing/example-order.ts';
import { exampleFacts } from '../testing/example-run.ts';
import { price } from '../units/price.ts';
import { shares } from '../units/shares.ts';
import { formatUsd } from '../units/usd.ts';
import type { JournalEvent } from './journal-event.ts';
import { recordOf } from './run-record.ts';
import { tradedOnDayOf } from './traded-value.ts';

/** 20:00 of a Monday in New York, and in UTC Tuesday already. */
const STARTED = Date.parse('2026-11-24T01:00:00Z');

/** 10 shares, counted at 101, and what was told of them. */
function traded(told: readonly JournalEvent[], now = STARTED): string {
  const ticket = exampleTicket({ countedAt: price('101') });
  const events: readonly JournalEvent[] = [
    { kind: 'started', facts: exampleFacts({ startedAt: STARTED }) },
    { kind: 'intent', orderId: ORDER_ID, line: 1, ticket },
    ...told,
  ];
  return formatUsd(tradedOnDayOf(now, recordOf(events)));
}

const told = (event: Extract<JournalEvent, { kind: 'told' }>['event']): JournalEvent => ({
  kind: 'told',
  event,
});

describe('what a run has traded', () => {
  it.each<[string, readonly JournalEvent[], string]>([
    ['an order that may be filled any moment, as it was counted', [], '1010.00'],
    ['fills at their prices', [told(execution('a.01', '10', { at: '99.50' }))], '995.00'],
    [
      'fills, and the rest that is still open',
      [told(execution('a.01', '4', { at: '100' })), told(status('Submitted', '4'))],
      '1006.00',
    ],
    [
      'the fills alone of an order that was cancelled',
      [told(execution('a.01', '4', { at: '100' })), told(status('Cancelled', '4'))],
      '400.00',
    ],
    [
      'nothing of an order that was refused',
      [told(message(201)), told(status('Inactive'))],
      '0.00',
    ],
    [
      'all of an order of which nobody knows',
      [{ kind: 'abandoned', orderId: ORDER_ID }],
      '1010.00',
    ],
    [
      'what a person confirmed',
      [{ kind: 'settled', orderId: ORDER_ID, filled: shares('3') }],
      '303.00',
    ],
    ['nothing of an order that was never sent', [{ kind: 'not-sent', orderId: ORDER_ID }], '0.00'],
  ])('%s', (_, events, value) => {
    expect(traded(events)).toBe(value);
  });

  it('counts for the day of New York on which it began', () => {
    expect(traded([], Date.parse('2026-11-23T14:30:00Z'))).toBe('1010.00');
    expect(traded([], Date.parse('2026-11-24T04:59:59Z'))).toBe('1010.00');
    expect(traded([], Date.parse('2026-11-24T05:00:00Z'))).toBe('0.00');
    expect(traded([], Date.parse('2026-11-23T04:59:59Z'))).toBe('0.00');
  });

  it('is nothing before it has begun', () => {
    expect(tradedOnDayOf(STARTED, recordOf([]))).toBe(0n);
  });
});
