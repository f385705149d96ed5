import { describe, expect, test } from 'vitest';
import { readWireDecimal, wireDouble } from './wire-number.ts';

describe('decimal fields', () => {
  test.each([
    ['501.25', 5_012_500n],
    ['2', 20_000n],
    ['0.0', 0n],
    ['-1.5', -15_000n],
    ['1.0E7', 100_000_000_000n],
    ['1e-4', 1n],
    ['12.5E-1', 12_500n],
  ])('%s is exact', (text, units) => {
    expect(readWireDecimal(text, 4)).toEqual({ kind: 'exact', units });
  });

  test.each(['', '1.7976931348623157E308', '1.7976931348623157e+308', '2147483647'])(
    '"%s" is unset',
    (text) => {
      expect(readWireDecimal(text, 4)).toEqual({ kind: 'unset' });
    },
  );

  test.each(['0.00001', '100.10000000000001', '1e-7'])('%s is too fine', (text) => {
    expect(readWireDecimal(text, 4)).toEqual({ kind: 'too-fine' });
  });

  test.each(['abc', '1.2.3', '1e99', 'e5', '--1', ' ', '9'.repeat(65)])(
    '"%s" is no number',
    (text) => {
      expect(readWireDecimal(text, 4)).toBeUndefined();
    },
  );

  test('doubles of the server have at least one decimal and no more than they need', () => {
    const texts = [0n, 5_012_000n, 5_010_000n, 1n].map((units) => wireDouble(units, 4));
    expect(texts).toEqual(['0.0', '501.2', '501.0', '0.0001']);
  });
});
