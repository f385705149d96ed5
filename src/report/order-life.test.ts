import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../core/journal/journal-event.ts';
import type { OrderEvent } from '../core/orders/order-event.ts';
import {
  commission,
  exampleTicket,
  execution,
  message,
  ORDER_ID,
  status,
} from '../core/testing/example-order.ts';
import { price } from '../core/units/price.ts';
import { lifeChart } from './html-life-chart.ts';
import { orderLives, type OrderLife, type TimedEvent } from './order-life.ts';
import { stepsTable } from './report-tables.ts';

const market = { bid: price('99.98'), ask: price('100.02') };
const intent: JournalEvent = {
  kind: 'intent',
  orderId: ORDER_ID,
  line: 1,
  ticket: exampleTicket(),
};
const told = (event: OrderEvent): JournalEvent => ({ kind: 'told', event });

/** The life of the example order; each event comes 250 ms after the one before it. */
function lifeOf(...events: readonly JournalEvent[]): OrderLife {
  const story = [intent, ...events].map((event, at): TimedEvent => ({
    at: 1_700_000_000_000 + at * 250,
    event,
    market,
  }));
  const [life] = orderLives(story);
  return life!;
}

function stepsOf(...events: readonly JournalEvent[]): readonly string[] {
  return lifeOf(...events).steps.map(({ what }) => what);
}

describe('the life of an order', () => {
  it('is told step by step, each with its time, its limit and the market then', () => {
    const life = lifeOf(
      told(status('Submitted')),
      told(execution('e.1.01', '4', { at: '99.99' })),
      told(commission('e.1.01', '1')),
      told(execution('e.2.01', '6')),
    );
    expect(life).toMatchObject({ symbol: 'VTI', side: 'BUY', quantity: '10', status: 'Filled' });
    expect(stepsTable(life).rows).toEqual([
      ['0.000 s', 'sent', '100.00', '99.98 / 100.02'],
      ['0.250 s', 'acknowledged', '100.00', '99.98 / 100.02'],
      ['0.500 s', 'filled in part: 4 at 99.99', '100.00', '99.98 / 100.02'],
      ['1.000 s', 'filled: 6 at 100.00', '100.00', '99.98 / 100.02'],
    ]);
  });

  it('has a step for each limit that it was given', () => {
    const reprice: JournalEvent = { kind: 'reprice', orderId: ORDER_ID, limit: price('100.01') };
    const life = lifeOf(told(status('Submitted')), reprice, told(execution('e.1.01', '10')));
    expect(life.steps.map(({ what, limit }) => `${what} ${limit ?? ''}`)).toEqual([
      'sent 100.00',
      'acknowledged 100.00',
      'modified 100.01',
      'filled 100.01',
    ]);
    // Two limits are two lines.
    expect(
      lifeChart(life)
        .toString()
        .match(/class="limit"/g)?.length,
    ).toBe(2);
  });

  it('says what the broker said, and that it was refused', () => {
    expect(stepsOf(told(message(201)), told(status('Inactive')))).toEqual([
      'sent',
      'message',
      'rejected',
    ]);
  });

  it('says that a fill was corrected', () => {
    const first = told(execution('e.1.01', '10'));
    expect(stepsOf(first, told(execution('e.1.02', '10', { at: '99.97' })))).toEqual([
      'sent',
      'filled',
      'corrected',
    ]);
  });

  it('ends with a cancel, or in the dark', () => {
    const cancel: JournalEvent = { kind: 'cancel', orderId: ORDER_ID };
    expect(stepsOf(cancel, told(status('Cancelled')))).toEqual([
      'sent',
      'cancel asked',
      'cancelled',
    ]);
    expect(stepsOf(cancel, { kind: 'abandoned', orderId: ORDER_ID })).toEqual([
      'sent',
      'cancel asked',
      'unknown',
    ]);
  });

  it('is no life when it never left', () => {
    const story = [intent, { kind: 'not-sent', orderId: ORDER_ID } as const];
    expect(orderLives(story.map((event) => ({ at: 0, event, market: undefined })))).toEqual([]);
  });

  it('leaves other orders out of it', () => {
    const other: JournalEvent = { kind: 'cancel', orderId: ORDER_ID + 1 };
    expect(stepsOf(other, told(status('Submitted', '0', ORDER_ID + 1)))).toEqual(['sent']);
  });
});

it('a market order whose market is not known has nothing to draw', () => {
  const ticket = exampleTicket({ limit: undefined });
  const [life] = orderLives([{ at: 0, event: { ...intent, ticket }, market: undefined }]);
  expect(lifeChart(life!).toString()).toBe('');
});
