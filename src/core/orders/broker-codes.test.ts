import { expect, it } from 'vitest';
import { fixForRefusal, isForLater, meaningOf } from './broker-codes.ts';

it.each([
  [201, 'rejection'],
  [110, 'rejection'],
  [202, 'cancelled'],
  [399, 'warning'],
  [10349, 'warning'],
  [99999, 'warning'],
] as const)('code %i is a %s', (code, meaning) => {
  expect(meaningOf(code)).toBe(meaning);
});

it.each([
  [399, 'Your order will not be placed at the exchange until 2026-03-02 09:30:00.', true],
  [399, 'Order size does not conform to market rule.', false],
  [201, 'Your order will not be placed at the exchange until later.', false],
])('%i "%s" waits for a later session: %s', (code, text, later) => {
  expect(isForLater(code, text)).toBe(later);
});

it('a refusal because of the Read-Only API says where it is turned off, another one does not', () => {
  const words = '321: Error validating request: The API interface is currently in Read-Only mode.';
  expect(fixForRefusal(words)).toContain('Turn off "Read-Only API"');
  expect(fixForRefusal('201: Order rejected - reason:margin')).toBeUndefined();
});
