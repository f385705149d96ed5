import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asPrice, price } from '../units/price.ts';
import { asRatio, ONE, ratio } from '../units/ratio.ts';
import { asShares, ONE_SHARE, shares, wholeShares, type Shares } from '../units/shares.ts';
import { asUsd, usd } from '../units/usd.ts';
import { allotBuy, type BuyRoom } from './allot-buy.ts';

const plenty = usd('1000000000');

/** Room for anything, but for what the example narrows. */
const room = (narrow: Partial<BuyRoom>): BuyRoom => ({
  cash: plenty,
  cashFloor: usd('0'),
  availableFunds: undefined,
  gross: usd('0'),
  guardValue: plenty,
  maxLeverage: ONE,
  maintenanceRoom: undefined,
  maintenanceRate: ratio('0.25'),
  orderUnit: ONE_SHARE,
  ...narrow,
});

describe('a buy at 100 a share', () => {
  it.each<[string, Partial<BuyRoom>, string]>([
    ['with room for all', {}, '10'],
    ['cash for exactly 10 and their commission', { cash: usd('1001') }, '10'],
    ['a hundred-millionth less', { cash: usd('1000.99999999') }, '9'],
    ['the floor of the cash is not spent', { cash: usd('1501'), cashFloor: usd('500.01') }, '9'],
    ['a floor below zero may be borrowed up to', { cash: usd('0'), cashFloor: usd('-401') }, '4'],
    ['what the broker lets it spend', { availableFunds: usd('501') }, '5'],
    ['a hundred-millionth less than that', { availableFunds: usd('500.99999999') }, '4'],
    ['nothing available', { availableFunds: usd('0') }, '0'],
    ['less than nothing available', { availableFunds: usd('-5') }, '0'],
    ['exposure that is open already', { gross: usd('99000'), guardValue: usd('100001') }, '10'],
    [
      'and a commission that lowers the value',
      { gross: usd('99000'), guardValue: usd('100000') },
      '9',
    ],
    ['leverage of one and a half', { guardValue: usd('401'), maxLeverage: ratio('1.5') }, '6'],
    ['a quarter of it as margin, and the commission', { maintenanceRoom: usd('126') }, '5'],
    ['a hundred-millionth less margin', { maintenanceRoom: usd('125.99999999') }, '4'],
    ['a tenth of a share more cash, in whole shares', { cash: usd('511') }, '5'],
    ['and in fractions', { cash: usd('511'), orderUnit: asShares(1n) }, '5.1'],
    ['no cash', { cash: usd('0') }, '0'],
    ['cash below its floor already', { cash: usd('-10') }, '0'],
  ])('%s: %s', (...row) => {
    const [, narrow, allotted] = row;
    expect(allotBuy(shares('10'), price('100'), room(narrow))).toBe(shares(allotted));
  });
});

const dollars = fc.bigInt(-(10n ** 12n), 10n ** 14n).map(asUsd);
const anyRoom: fc.Arbitrary<BuyRoom> = fc.record({
  cash: dollars,
  cashFloor: fc.bigInt(-(10n ** 13n), 10n ** 13n).map(asUsd),
  availableFunds: fc.option(dollars, { nil: undefined }),
  gross: fc.bigInt(0n, 10n ** 14n).map(asUsd),
  guardValue: fc.bigInt(0n, 2n * 10n ** 14n).map(asUsd),
  maxLeverage: fc.bigInt(ONE, 4n * ONE).map(asRatio),
  maintenanceRoom: fc.option(dollars, { nil: undefined }),
  maintenanceRate: fc.constantFrom(ratio('0.25'), ratio('0.75')),
  orderUnit: fc.constant(ONE_SHARE),
});

/** Whether a quantity fits, in plain words: half a cent a share, at least 1, at most 1%. */
function fits(quantity: bigint, worst: bigint, each: BuyRoom): boolean {
  const value = quantity * worst;
  const wanted = quantity * 50n < 100_000_000n ? 100_000_000n : quantity * 50n;
  const percent = (value + 99n) / 100n;
  const commission = wanted < percent ? wanted : percent;
  return (
    each.cash - value - commission >= each.cashFloor &&
    (each.availableFunds === undefined || value + commission <= each.availableFunds) &&
    (each.maintenanceRoom === undefined ||
      (value * each.maintenanceRate + ONE - 1n) / ONE + commission <= each.maintenanceRoom) &&
    (each.gross + value) * ONE <= each.maxLeverage * (each.guardValue - commission)
  );
}

it('never more than approved, never more than any room holds, and not one share less than fits', () => {
  let [cases, cut] = [0, 0];
  fc.assert(
    fc.property(
      fc.bigInt(0n, 5_000n),
      fc.bigInt(1n, 10_000_000n),
      anyRoom,
      (count, worst, each) => {
        cases += 1;
        const approved: Shares = wholeShares(count);
        const allotted = allotBuy(approved, asPrice(worst), each);
        expect(allotted >= 0n && allotted <= approved && allotted % ONE_SHARE === 0n).toBe(true);
        if (allotted > 0n) expect(fits(allotted, worst, each)).toBe(true);
        if (allotted < approved) {
          cut += 1;
          expect(fits(asShares(allotted + ONE_SHARE), worst, each)).toBe(false);
        }
      },
    ),
    { seed: 7_501, numRuns: 2000 },
  );
  expect(cut / cases).toBeGreaterThan(0.025);
});
