import { describe, expect, it } from 'vitest';
import type { FxMarket, RateQuote } from '../account/fx-market.ts';
import type { FxSettings } from '../settings.ts';
import { EXAMPLE_FX, NOW } from '../testing/example-account.ts';
import { bps } from '../units/ratio.ts';
import { formatRate, rate } from '../units/rate.ts';
import { usd } from '../units/usd.ts';
import { affordable, costInCad, fxCommission, fxTerms } from './fx-terms.ts';

const quote: RateQuote = { bid: rate('1.3499'), ask: rate('1.3501'), aliveAt: NOW };

function terms(
  cad: string,
  settings: Partial<FxSettings> = {},
  market: Partial<FxMarket> = {},
  takenAt = NOW,
) {
  return fxTerms(
    { quote, open: true, ...market },
    usd(cad),
    { takenAt, staleAfterMs: 10_000 },
    { ...EXAMPLE_FX, enabled: true, ...settings },
  );
}

describe('the commission is 0.2 basis points, at least 2 dollars, rounded up', () => {
  it.each([
    ['0', '0'],
    ['1', '2'],
    ['100000', '2'],
    ['100001', '2.00002'],
    ['1000000', '20'],
  ])('%s dollars: %s', (quantity, commission) => {
    expect(fxCommission(usd(quantity))).toBe(usd(commission));
  });

  it('a fraction of 1e-8 counts as a whole one', () => {
    expect(fxCommission(usd('100000.00000001'))).toBe(usd('2.00000001'));
  });
});

describe('what the Canadian dollars pay for, with the commission, in whole dollars rounded down', () => {
  it.each([
    ['1352.70', '1.35', '1000', 'exactly 1,000 and the commission of 2'],
    ['1352.69999999', '1.35', '999', 'a hundred-millionth less'],
    ['2.70', '1.35', '0', 'the commission alone'],
    ['2', '1.35', '0', 'not even that'],
    ['0', '1.35', '0', 'nothing'],
    ['1350027', '1.35', '1000000', '0.2 basis points of a million are 20 dollars'],
    ['1350026.99999999', '1.35', '999999', 'a hundred-millionth less'],
  ])('%s CAD at %s: %s (%s)', (cad, at, dollars) => {
    expect(affordable(usd(cad), rate(at))).toBe(usd(dollars));
    expect(costInCad(usd(dollars), rate(at)) <= usd(cad)).toBe(true);
  });

  it('the cost is rounded up', () => {
    // (1 + 2) dollars at 1.333333: 3.999999 CAD, exactly.
    expect(costInCad(usd('1'), rate('1.333333'))).toBe(usd('3.999999'));
    expect(costInCad(usd('0.00000001'), rate('1.333333'))).toBe(usd('2.66666602'));
  });
});

describe('the rates', () => {
  const ratesOf = (cad: string, settings: Partial<FxSettings> = {}, market = {}) => {
    const found = terms(cad, settings, market);
    if (typeof found === 'string') return found;
    const { planRate, execRate, limit } = found;
    return [planRate, execRate, limit].map((each) => each && formatRate(each));
  };

  it.each([
    ['a market order counts 10 bps more', '100000', {}, ['1.35000', '1.35135', undefined]],
    ['and 20 bps as an odd lot', '20000', {}, ['1.35000', '1.35270', undefined]],
    [
      'planned with the ask',
      '100000',
      { useMidForPlanning: false },
      ['1.35010', '1.35145', undefined],
    ],
    [
      'a limit of 5 bps more, down to 0.00005',
      '100000',
      { orderType: 'LMT' },
      ['1.35000', '1.35065', '1.35065'],
    ],
    [
      'a limit is a limit for odd lots too',
      '20000',
      { orderType: 'LMT' },
      ['1.35000', '1.35065', '1.35065'],
    ],
    [
      'from the ask: 1.350775 is 1.35075',
      '100000',
      { orderType: 'LMT', useMidForPlanning: false },
      ['1.35010', '1.35075', '1.35075'],
    ],
    [
      'without slippage the limit is the middle',
      '100000',
      { orderType: 'LMT', limitSlippage: bps('0') },
      ['1.35000', '1.35000', '1.35000'],
    ],
  ] as const)('%s', (_, cad, settings, rates) => {
    expect(ratesOf(cad, settings)).toEqual(rates);
  });

  it('the middle of two rates is rounded up, a market order counts the exact one up', () => {
    const odd = { quote: { ...quote, bid: rate('1.349999'), ask: rate('1.350000') } };
    const found = terms('100000', {}, odd);
    // 1.3499995 is 1.350000; 1.3499995 * 1.001 = 1.3513494995 is 1.351350.
    expect(found).toMatchObject({ planRate: rate('1.350000'), execRate: rate('1.351350') });
  });
});

describe('the dollars that count as cash', () => {
  const convertible = (cad: string, settings: Partial<FxSettings> = {}) => {
    const found = terms(cad, settings);
    return typeof found === 'string' ? found : found.convertible;
  };

  it.each([
    // At 1.3527: 14,785.24 dollars less 2.
    ['20000', {}, '14783'],
    ['1355.4054', {}, '1000'],
    // A hundred-millionth less than 1,000 and the commission: below the minimum, so none.
    ['1355.40539999', {}, '0'],
    ['20000', { maxOrder: usd('5000.99') }, '5000'],
    ['20000', { maxOrder: usd('999') }, '0'],
    ['1355', { minOrder: usd('0') }, '999'],
  ])('%s CAD', (cad, settings, expected) => {
    expect(convertible(cad, settings)).toBe(usd(expected));
  });

  it('a debt in CAD converts to nothing', () => {
    expect(terms('-5')).toMatchObject({ cad: 0n, convertible: 0n });
  });

  it('from 25,000 dollars on the lot is whole and its rate better', () => {
    // 25,002 dollars at 1.35135 are 33,786.4527 CAD.
    expect(convertible('33786.4527')).toBe(usd('25000'));
    // One hundred-millionth less is an odd lot at 1.3527: 24,977.06 dollars less 2.
    expect(convertible('33786.45269999')).toBe(usd('24975'));
  });
});

describe('there are no terms', () => {
  it.each([
    ['without a quote', { quote: undefined }, 'no-rate'],
    ['without a bid', { quote: { ...quote, bid: undefined } }, 'no-rate'],
    ['without an ask', { quote: { ...quote, ask: undefined } }, 'no-rate'],
    ['with a bid of nothing', { quote: { ...quote, bid: rate('0') } }, 'no-rate'],
    ['in a crossed market', { quote: { ...quote, bid: rate('1.3502') } }, 'no-rate'],
    ['with a quote of 10.001 s ago', { quote: { ...quote, aliveAt: NOW - 10_001 } }, 'stale-rate'],
  ])('%s', (_, market, why) => {
    expect(terms('20000', {}, market)).toBe(why);
  });

  it('a quote of 10 s ago is fresh enough', () => {
    expect(terms('20000', {}, { quote: { ...quote, aliveAt: NOW - 10_000 } })).toBeTypeOf('object');
  });

  it('in a closed market, when prefer_market_hours is set', () => {
    expect(terms('20000', { preferMarketHours: true }, { open: false })).toBe('closed');
    expect(terms('20000', { preferMarketHours: true })).toBeTypeOf('object');
    expect(terms('20000', {}, { open: false })).toBeTypeOf('object');
  });

  it('when a rate is so small that its limit is nothing', () => {
    const tiny = { quote: { ...quote, bid: rate('0.000001'), ask: rate('0.000001') } };
    expect(terms('20000', { orderType: 'LMT' }, tiny)).toBe('no-rate');
  });
});

it('a market order is paid for at the ask of a wide market too, and a pip more as an odd lot', () => {
  const wide = { bid: rate('1.34'), ask: rate('1.36'), aliveAt: NOW };
  const found = terms('2000', { useMidForPlanning: true, minOrder: usd('100') }, { quote: wide });
  if (typeof found === 'string') throw new Error(found);
  expect(formatRate(found.planRate)).toBe('1.35000');
  expect(formatRate(found.execRate)).toBe('1.36010');
  expect(costInCad(found.convertible, rate('1.3601')) <= usd('2000')).toBe(true);
});
