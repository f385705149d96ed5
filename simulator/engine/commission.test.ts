import { expect, test } from 'vitest';
import { price } from './price.ts';
import { shares } from '../../src/core/units/shares.ts';
import { commissionFor } from './commission.ts';
import { money, worth } from './money.ts';

test.each([
  ['1 dollar at least', '10', '500.00', '1.00'],
  ['half a cent a share', '1000', '20.00', '5.00'],
  ['exactly at the minimum', '200', '20.00', '1.00'],
  ['one share above the minimum', '201', '20.00', '1.005'],
  ['never more than 1% of the trade', '3', '20.00', '0.60'],
  ['1% of penny shares', '10000', '0.05', '5.00'],
])('%s', (_, quantity, at, expected) => {
  const bought = shares(quantity);
  expect(commissionFor(bought, worth(bought, price(at)))).toBe(money(expected));
});

test('pieces of an order pay together what the whole order pays', () => {
  const at = price('20.00');
  let charged = 0n;
  for (let filled = 1n; filled <= 400n; filled += 1n) {
    const quantity = shares(String(filled));
    const due = commissionFor(quantity, worth(quantity, at));
    expect(due).toBeGreaterThanOrEqual(charged);
    charged = due;
  }
  expect(charged).toBe(money('2.00'));
});
