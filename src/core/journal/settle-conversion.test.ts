import { expect, it } from 'vitest';
import { conversionFill, exampleConversion } from '../testing/example-conversion.ts';
import { ORDER_ID, status } from '../testing/example-order.ts';
import type { OrderEvent } from '../orders/order-event.ts';
import type { JournalEvent } from './journal-event.ts';
import { recordOf } from './run-record.ts';
import { judgeOrders } from './settle-orders.ts';

/** What one look at an account without open orders says about an interrupted conversion. */
function judge(told: readonly OrderEvent[], remembers: boolean) {
  const events: readonly JournalEvent[] = [
    { kind: 'intent', orderId: ORDER_ID, line: 0, ticket: exampleConversion },
    ...told.map((event) => ({ kind: 'told', event }) as const),
  ];
  const sighting = { linked: true, open: [], positions: new Map() };
  return judgeOrders(recordOf(events), sighting, remembers).map((finding) =>
    finding.kind === 'unclear' ? finding.why : finding.kind,
  );
}

it('that is in no list is gone, with what its executions say', () => {
  expect(judge([conversionFill('e.1.01', '4000')], true)).toEqual(['gone']);
});

it('whose executions are missing is not gone', () => {
  expect(judge([status('Submitted', '4000')], true)).toEqual([
    expect.stringContaining('more fills'),
  ]);
});

it('that the gateway may have forgotten is told by no position', () => {
  expect(judge([], false)).toEqual([expect.stringContaining('no position')]);
});

it('that is filled needs no look', () => {
  expect(judge([conversionFill('e.1.01', '9000')], false)).toEqual([]);
});
