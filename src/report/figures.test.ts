import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asUsd, sumUsd, usd } from '../core/units/usd.ts';
import { dollarText, groupThousands, percentText, signed } from './figure-text.ts';
import { inCentsTogether, sumColumn, unitsOf } from './figures.ts';
import { html } from './testing/html-of.ts';
import { STYLE } from './html-style.ts';

describe('amounts in cents that add up', () => {
  it.each([
    [
      ['0.335', '0.335'],
      ['0.34', '0.33'],
    ],
    [
      ['10', '-3.333', '-6.667'],
      ['10.00', '-3.33', '-6.67'],
    ],
    [
      ['1.001', '1.001', '1.001'],
      ['1.00', '1.00', '1.00'],
    ],
    [['5.25'], ['5.25']],
  ])('%j are %j', (amounts, cents) => {
    expect(inCentsTogether(amounts.map(usd))).toEqual(cents);
  });

  it('are the sum in cents, each within a cent of its amount', () => {
    const amount = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }).map(asUsd);
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1, maxLength: 8 }), (amounts) => {
        const cents = inCentsTogether(amounts).map((text) => unitsOf(text, 2));
        const sum = cents.reduce((total, each) => total + each, 0n);
        const exact = sumUsd(amounts);
        const off = sum * 1_000_000n - exact;
        expect(off <= 500_000n && off >= -500_000n).toBe(true);
        for (const [at, each] of cents.entries()) {
          const from = each * 1_000_000n - (amounts[at] ?? 0n);
          expect(from < 1_000_000n && from > -1_000_000n).toBe(true);
        }
      }),
    );
  });
});

it('a total is what somebody gets who adds the rows up', () => {
  const rows = ['0.01', '-2.50', undefined, '100.00'].map((value) => ({
    kind: 'holding' as const,
    cells: value === undefined ? {} : { value_usd: value },
  }));
  expect(sumColumn(rows, 'value_usd', 2)).toBe('97.51');
  expect(sumColumn(rows, 'drift_usd', 2)).toBeUndefined();
});

it('figures are shown with commas, signs and two decimals of percent', () => {
  expect(['1234567.50', '-1234.50', '999', '1000'].map(groupThousands)).toEqual([
    '1,234,567.50',
    '-1,234.50',
    '999',
    '1,000',
  ]);
  expect(['1.00', '-1.00', '0.00'].map(signed)).toEqual(['+1.00', '-1.00', '0.00']);
  expect(['12.3450', '-0.0050', '0.0049', '100.0000'].map(percentText)).toEqual([
    '12.35',
    '-0.01',
    '0.00',
    '100.00',
  ]);
  expect(['-1234.50', '0.10'].map(dollarText)).toEqual(['-$1,234.50', '$0.10']);
});

it('the style sheet goes through the escape unchanged, or the policy would not know it', () => {
  expect(html(STYLE)).toBe(STYLE);
});
