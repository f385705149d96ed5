import { describe, expect, it } from 'vitest';
import { accountId, fundingCurrency, symbolOverride } from './broker-kinds.ts';
import { readSymbol } from './symbol.ts';

const yes = (value: unknown) => ({ ok: true, value });

describe('an account id', () => {
  it.each(['DU1234567', 'U7654321', 'UXXXXXX', 'DUXXXXXX', 'F1234567'])('may be %s', (written) => {
    expect(accountId.read(written)).toEqual(yes(written));
  });
  it('is in upper case', () => {
    expect(accountId.read('du1234567')).toEqual(yes('DU1234567'));
  });
  it.each(['', '1234567', 'U', 'DU 123', 'DU123;', 'DU-123', 'D'.repeat(21)])(
    'may not be "%s"',
    (written) => {
      expect(accountId.read(written).ok).toBe(false);
    },
  );
});

describe('a symbol override', () => {
  it.each([
    ['SMART', { kind: 'exchange', exchange: 'SMART' }],
    ['arca', { kind: 'exchange', exchange: 'ARCA' }],
    ['conId:756733', { kind: 'conId', conId: 756_733 }],
    ['CONID: 1', { kind: 'conId', conId: 1 }],
  ])('may be %s', (written, value) => {
    expect(symbolOverride.read(written)).toEqual(yes(value));
  });
  it.each([
    '',
    'conId:',
    'conId:0',
    'conId:2147483648',
    'conId:1.5',
    'conId:-1',
    '756733',
    'AR CA',
  ])('may not be "%s"', (written) => {
    expect(symbolOverride.read(written).ok).toBe(false);
  });
});

it('only CAD is converted, and others are refused by name', () => {
  expect(fundingCurrency.read('cad')).toEqual(yes('CAD'));
  expect(fundingCurrency.read('EUR')).toEqual({
    ok: false,
    expected: 'CAD, the only currency that is converted to USD',
    fix: 'Delete EUR from the list.',
  });
});

describe('a symbol', () => {
  it.each([
    ['VTI', 'VTI'],
    ['vti', 'VTI'],
    ['BRK.B', 'BRK.B'],
    ['BRK-B', 'BRK-B'],
    ['BRK B', 'BRK B'],
    ['ABCDEFGHIJKL', 'ABCDEFGHIJKL'],
  ])('may be %s', (written, symbol) => {
    expect(readSymbol(written)).toBe(symbol);
  });
  it.each([
    '',
    ' ',
    'ABCDEFGHIJKLM',
    'BRK  B',
    '.B',
    'B.',
    'A/B',
    'A,B',
    'VTI!',
    '=VTI',
    'ſpy',
    'ß',
  ])('may not be "%s"', (written) => {
    expect(readSymbol(written)).toBeUndefined();
  });
});
