import { expect, it } from 'vitest';
import type { JournalEvent } from '../core/journal/journal-event.ts';
import { conversionFill, exampleConversion } from '../core/testing/example-conversion.ts';
import { commission, execution, exampleTicket } from '../core/testing/example-order.ts';
import { price } from '../core/units/price.ts';
import { rate } from '../core/units/rate.ts';
import { journalForm } from './journal-form.ts';
import { Damage } from './stored-form.ts';

const told = (event: Extract<JournalEvent, { kind: 'told' }>['event']): JournalEvent => ({
  kind: 'told',
  event,
});

it.each<[string, JournalEvent]>([
  ['a conversion', { kind: 'intent', orderId: 1, line: 0, ticket: exampleConversion }],
  [
    'a conversion at the market',
    { kind: 'intent', orderId: 1, line: 0, ticket: { ...exampleConversion, limit: undefined } },
  ],
  ['an order for shares', { kind: 'intent', orderId: 2, line: 1, ticket: exampleTicket() }],
  [
    'a conversion with the market that it was decided on',
    {
      kind: 'intent',
      orderId: 1,
      line: 0,
      ticket: { ...exampleConversion, arrival: { bid: rate('1.3498'), ask: rate('1.35') } },
    },
  ],
  [
    'an order with the market that it was decided on',
    {
      kind: 'intent',
      orderId: 2,
      line: 1,
      ticket: exampleTicket({ arrival: { bid: price('99.98'), ask: price('100') } }),
    },
  ],
  ['a fill of dollars', told(conversionFill('e.1.01', '5000'))],
  ['a fill of shares', told(execution('e.2.01', '5'))],
  ['a commission', told(commission('e.1.01', '2.73972603'))],
])('%s is read back from the journal as it was written', (_, event) => {
  const written = JSON.stringify(journalForm.write(event));
  expect(journalForm.read(JSON.parse(written), '')).toEqual(event);
});

it('a conversion that sells, or costs a price, is damage', () => {
  const intent = { kind: 'intent', orderId: 1, line: 0, ticket: exampleConversion } as const;
  const written = JSON.stringify(journalForm.write(intent));
  for (const [from, to] of [
    ['"BUY"', '"SELL"'],
    ['"1.35 CAD for a US dollar"', '"1.35 USD"'],
  ] as const) {
    expect(written).toContain(from);
    expect(() => journalForm.read(JSON.parse(written.replace(from, to)), '')).toThrow(Damage);
  }
});
