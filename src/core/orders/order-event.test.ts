import { expect, it } from 'vitest';
import { ACCOUNT_ID } from '../testing/example-account.ts';
import { commission, execution, message, status } from '../testing/example-order.ts';
import { concerns } from './order-event.ts';

it('an execution concerns its own account alone', () => {
  expect(concerns(execution('e1', '10'), ACCOUNT_ID)).toBe(true);
  expect(concerns(execution('e1', '10', { accountId: 'DU7654321' }), ACCOUNT_ID)).toBe(false);
});

it.each([
  status('Filled'),
  message(201),
  commission('e1', '1'),
  { kind: 'lost', reason: '' } as const,
])('what names no account may concern any: $kind', (event) => {
  expect(concerns(event, ACCOUNT_ID)).toBe(true);
});
