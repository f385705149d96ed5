import { describe, expect, it } from 'vitest';
import { bps, ratio } from '../core/units/ratio.ts';
import { usd } from '../core/units/usd.ts';
import {
  basisPoints,
  dollars,
  fraction,
  leverage,
  mixShare,
  reserveShare,
  signedPercent,
} from './number-kinds.ts';
import { readPercent } from './percent.ts';

const yes = (value: unknown) => ({ ok: true, value });
const kinds = { dollars, basisPoints, fraction, leverage, reserveShare, signedPercent, mixShare };
const noNumbers = ['', ' ', 'nan', 'NaN', 'inf', '-inf', 'Infinity', '1e5', '0x10', '1,5', '1_0'];
const moreNoNumbers = ['one', '--1', '+', '-', '.', '1.2.3', '1 0', '١', '%', '1%%', 'NaN%'];

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  it.each([...noNumbers, ...moreNoNumbers])('refuses "%s"', (written) => {
    expect(kind.read(written).ok).toBe(false);
  });
  it('refuses a negative number', () => {
    expect(kind.read('-1').ok).toBe(false);
    expect(kind.read('-1%').ok).toBe(false);
  });
});

it.each([
  ['500', usd('500')],
  ['0', usd('0')],
  ['0.00000001', usd('0.00000001')],
])('%s dollars are exact', (written, value) => {
  expect(dollars.read(written)).toEqual(yes(value));
});

it.each(['1,500', '$500'])('%s is answered with how to write dollars', (written) => {
  const fix = 'Write 1500 or 1500.50: no dollar sign, nothing between the thousands.';
  expect(dollars.read(written)).toEqual({ ok: false, fix });
});

it.each([
  ['50', bps('50')],
  ['0', bps('0')],
  ['2.5', bps('2.5')],
  ['0.0001', ratio('0.00000001')],
  ['10000', ratio('1')],
])('%s basis points are exact', (written, value) => {
  expect(basisPoints.read(written)).toEqual(yes(value));
});

it('basis points end at all of it, take no percent sign, and are never rounded', () => {
  expect(basisPoints.read('10000.0001').ok).toBe(false);
  expect(basisPoints.read('1%').ok).toBe(false);
  expect(basisPoints.read('0.00001')).toEqual({ ok: false, expected: 'at most 4 decimals' });
});

it('a fraction is between 0 and 1', () => {
  expect(fraction.read('0.25')).toEqual(yes(ratio('0.25')));
  expect(fraction.read('0')).toEqual(yes(ratio('0')));
  expect(fraction.read('1')).toEqual(yes(ratio('1')));
  expect(fraction.read('1.01').ok).toBe(false);
});

it('leverage is a multiple from 1 to 10, so that 150 is not taken for 150%', () => {
  expect(leverage.read('1.50')).toEqual(yes(ratio('1.5')));
  expect(leverage.read('1')).toEqual(yes(ratio('1')));
  expect(leverage.read('0.99').ok).toBe(false);
  expect(leverage.read('150').ok).toBe(false);
});

describe('a part that is set aside', () => {
  it.each([
    ['0.01', ratio('0.01')],
    ['1%', ratio('0.01')],
    ['1 %', ratio('0.01')],
    ['0', ratio('0')],
    ['0.1999', ratio('0.1999')],
    ['20%', ratio('0.20')],
    ['99.99%', ratio('0.9999')],
  ])('%s is read', (written, value) => {
    expect(reserveShare.read(written)).toEqual(yes(value));
  });

  it.each([
    ['0.20', '0.20% or 20%'],
    ['1', '1% or 100%'],
    ['1.0', '1.0% or 100%'],
    ['5', '5% or 500%'],
  ])('%s without a sign may mean %s', (written, both) => {
    expect(reserveShare.read(written)).toEqual({
      ok: false,
      fix: `${written} may mean ${both}: write the one that is meant with its percent sign.`,
    });
  });

  it('is never all of it', () => {
    expect(reserveShare.read('100%').ok).toBe(false);
  });
});

it('a signed percentage needs its sign', () => {
  expect(signedPercent.read('20%')).toEqual(yes(ratio('0.2')));
  expect(signedPercent.read('250 %')).toEqual(yes(ratio('2.5')));
  expect(signedPercent.read('20')).toEqual({ ok: false, fix: 'Write it with the percent sign.' });
  expect(signedPercent.read('0.2').ok).toBe(false);
});

it.each([
  ['0.50', ratio('0.5')],
  ['50%', ratio('0.5')],
  ['33.333333%', ratio('0.33333333')],
  ['0', ratio('0')],
  ['1.001', ratio('1.001')],
])('a weight of %s in the model mix', (written, value) => {
  expect(mixShare.read(written)).toEqual(yes(value));
});

it.each(['50', '1.002', '100.2%'])('%s is too much for a weight', (written) => {
  expect(mixShare.read(written)).toEqual({ ok: false });
});

describe('a percentage', () => {
  it.each([
    ['33%', ratio('0.33')],
    ['33', ratio('0.33')],
    ['33.33 %', ratio('0.3333')],
    ['33.33\u00a0%', ratio('0.3333')],
    ['.5', ratio('0.005')],
    ['5.', ratio('0.05')],
    ['+5', ratio('0.05')],
    ['-5%', ratio('-0.05')],
    ['0%', ratio('0')],
    ['33.333333%', ratio('0.33333333')],
    ['33.33333300', ratio('0.33333333')],
  ])('reads %s', (written, value) => {
    expect(readPercent(written)).toEqual(yes(value));
  });

  it.each(['33.3333333', '0.0000001%'])('does not round %s', (written) => {
    const reading = readPercent(written);
    expect(reading).toMatchObject({ ok: false, expected: 'at most 6 decimals of a percent' });
  });

  it('knows a decimal comma', () => {
    expect(readPercent('33,5%')).toMatchObject({
      ok: false,
      fix: 'Write the decimals behind a point: 12.5, not 12,5.',
    });
  });

  it.each([...noNumbers, ...moreNoNumbers, '%5', '5 % %', '5 5'])('refuses "%s"', (written) => {
    expect(readPercent(written).ok).toBe(false);
  });
});
