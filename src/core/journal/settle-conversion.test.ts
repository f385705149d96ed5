import { expect, it } from 'vitest';
import { conversionFill, exampleConversion } from '../testing/example-conversion.ts';
import { ORDER_ID, status } from '../testing/example-order.ts';
import { exampleFacts } from '../testing/example-run.ts';
import type { Shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import type { OrderEvent } from '../orders/order-event.ts';
import type { JournalEvent } from './journal-event.ts';
import { recordOf } from './run-record.ts';
import { judgeOrders } from './settle-orders.ts';

/** What one look at an account without open orders says about an interrupted conversion. */
function judge(
  told: readonly OrderEvent[],
  remembers: boolean,
  { nextOrderId = ORDER_ID + 1, cash = '5000' } = {},
) {
  const events: readonly JournalEvent[] = [
    // There were 5,000 dollars before it.
    { kind: 'started', facts: exampleFacts() },
    { kind: 'intent', orderId: ORDER_ID, line: 0, ticket: exampleConversion },
    ...told.map((event) => ({ kind: 'told', event }) as const),
  ];
  const seen = { linked: true, open: [], positions: new Map<number, Shares>() };
  const sighting = { ...seen, cash: usd(cash), nextOrderId };
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

it.each([
  ['5000', 'gone', 'it never came there'],
  ['14000', 'do not explain the cash', 'it was filled, and forgotten'],
])('at a gateway that offers its id again, with %s dollars: %s (%s)', (cash, said) => {
  const again = { nextOrderId: ORDER_ID, cash };
  expect(judge([], true, again)).toEqual([expect.stringContaining(said)]);
});

it('at such a gateway is gone when its executions explain the cash', () => {
  const charged = { currency: 'CAD', amount: 200_000_000n };
  const told: readonly OrderEvent[] = [
    conversionFill('e.1.01', '4000'),
    { kind: 'commission', execId: 'e.1.01', commission: charged },
  ];
  expect(judge(told, true, { nextOrderId: ORDER_ID, cash: '9000' })).toEqual(['gone']);
});
