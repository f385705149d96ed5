import { describe, expect, it } from 'vitest';
import { price } from '../units/price.ts';
import { ratio } from '../units/ratio.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import {
  afterTrade,
  beforeTrade,
  brokenRow,
  exceedsLeverage,
  maintenanceRate,
  type Limits,
  type Standing,
} from './rooms.ts';
import type { Trade } from './trade.ts';

const limits = (different: Partial<Limits> = {}): Limits => ({
  cashTarget: usd('1000'),
  buffer: usd('50'),
  maxLeverage: ratio('1.5'),
  guardValue: usd('10000'),
  maintenance: undefined,
  ...different,
});

const standing = (cash: string, costs: string, gross = '0', spread = '0'): Standing => ({
  cash: usd(cash),
  costs: usd(costs),
  spread: usd(spread),
  gross: usd(gross),
  maintenance: usd('0'),
});

describe('the two cash rows', () => {
  it.each([
    ['exactly the target, no costs', '1000', '0', undefined],
    ['a hundred-millionth below it', '999.99999999', '0', 'cash'],
    ['the buffer pays all the costs', '1000', '50', undefined],
    ['costs above the buffer come out of cash', '1000', '50.00000001', 'cash'],
    ['and cash may be there for them', '1010', '60', undefined],
    ['but not a hundred-millionth more', '1010', '60.00000001', 'cash'],
    ['the buffer pays costs, never purchases', '960', '10', 'cash'],
  ])('%s', (_, cash, costs, row) => {
    expect(brokenRow(standing(cash, costs), limits())).toBe(row);
  });

  it('without a buffer cash pays every cost', () => {
    const none = limits({ buffer: usd('0') });
    expect(brokenRow(standing('1000', '0.01'), none)).toBe('cash');
    expect(brokenRow(standing('1000.01', '0.01'), none)).toBeUndefined();
  });

  it('a target below zero may be borrowed up to', () => {
    const borrowing = limits({ cashTarget: usd('-5000') });
    expect(brokenRow(standing('-5000', '50'), borrowing)).toBeUndefined();
    expect(brokenRow(standing('-5000.00000001', '0'), borrowing)).toBe('cash');
  });
});

describe('the leverage row', () => {
  it.each([
    ['exactly 1.5 times', '0', '15000', undefined],
    ['a hundred-millionth more', '0', '15000.00000001', 'leverage'],
    ['costs lower the value: 1.5 x 10', '10', '14985', undefined],
    ['and a little more', '10', '14985.00000001', 'leverage'],
  ])('%s', (_, costs, gross, row) => {
    expect(brokenRow(standing('2000', costs, gross), limits())).toBe(row);
    expect(exceedsLeverage(standing('2000', costs, gross), limits())).toBe(row === 'leverage');
  });

  it('what is lost to the sides of the market lowers the value like a cost', () => {
    expect(exceedsLeverage(standing('2000', '0', '14985', '10'), limits())).toBe(false);
    expect(exceedsLeverage(standing('2000', '0', '14985.00000001', '10'), limits())).toBe(true);
  });

  it('an account that is worth nothing after its debts may hold nothing', () => {
    const ruined = limits({ guardValue: usd('-1') });
    expect(brokenRow(standing('2000', '0', '0'), ruined)).toBe('leverage');
  });

  it('cash is named first when both are broken', () => {
    expect(brokenRow(standing('0', '0', '99999'), limits())).toBe('cash');
  });
});

describe('the maintenance row', () => {
  const guarded = (excessLiquidity?: string): Limits =>
    limits({
      maintenance: {
        excessLiquidity: excessLiquidity === undefined ? undefined : usd(excessLiquidity),
        floor: usd('500'),
      },
    });
  const taken = (maintenance: string, costs = '0'): Standing => ({
    ...standing('2000', costs),
    maintenance: usd(maintenance),
  });

  it.each([
    ['exactly the floor', '900', '400', '0', undefined],
    ['a hundred-millionth less', '900', '400.00000001', '0', 'maintenance'],
    ['costs lower it too', '900', '399', '1.00000001', 'maintenance'],
    ['sells set margin free', '100', '-400', '0', undefined],
    ['but not a hundred-millionth more', '100', '-399.99999999', '0', 'maintenance'],
    ['the broker says nothing', undefined, '0', '0', 'maintenance'],
  ])('%s', (_, excess, margin, costs, row) => {
    expect(brokenRow(taken(margin, costs), guarded(excess))).toBe(row);
  });

  it('what is lost to the sides of the market lowers it like a cost', () => {
    const lost = (spread: string): Standing => ({ ...taken('399'), spread: usd(spread) });
    expect(brokenRow(lost('1'), guarded('900'))).toBeUndefined();
    expect(brokenRow(lost('1.00000001'), guarded('900'))).toBe('maintenance');
  });

  it('is not there when maintenance_buffer_pct is not written', () => {
    expect(brokenRow(taken('99999999'), limits())).toBeUndefined();
  });
});

describe('the maintenance margin of a fund, by its name', () => {
  it.each([
    ['VANGUARD TOTAL STOCK MKT ETF', '0.25'],
    ['DIREXION DAILY S&P 500 BULL 2X', '0.50'],
    ['PROSHARES ULTRA S&P500', '0.50'],
    ['PROSHARES ULTRASHORT QQQ', '0.50'],
    ['PROSHARES ULTRAPRO QQQ', '0.75'],
    ['DIREXION DAILY SEMI BULL 3X', '0.75'],
    ['MICROSECTORS FANG+ 3X LEVERAGED', '0.75'],
    ['ISHARES ULTRA SHORT-TERM BOND', '0.25'],
    ['JPMORGAN ULTRA-SHORT INCOME', '0.25'],
    ['SPDR S&P 500 ETF TRUST X', '0.25'],
    ['NOT BY PROSHARES ULTRAPRO', '0.25'],
    ['LIKE PROSHARES ULTRA', '0.25'],
  ])('%s: %s', (name, rate) => {
    expect(maintenanceRate({ name })).toBe(ratio(rate));
  });
});

describe('a trade of 10 shares that are worth 100 each, in a market of 99 x 101', () => {
  const trade = (side: Trade['side'], at: string, value: string): Trade => ({
    side,
    quantity: shares('10'),
    price: price(at),
    valuedAt: price('100'),
    reserved: price(at),
    order: { kind: 'market', notes: [] },
    value: usd(value),
    maintenance: usd('250'),
  });

  // The commission is a dollar, and each side loses a dollar a share to the market.
  it.each([
    ['BUY', '101', '1010', { cash: '990', gross: '6000', maintenance: '250' }],
    ['SELL', '99', '990', { cash: '2990', gross: '4000', maintenance: '-250' }],
  ] as const)('%s', (side, at, value, { cash, gross, maintenance }) => {
    const before = standing('2000', '0', '5000');
    const after = afterTrade(before, trade(side, at, value));
    expect(after).toEqual({
      cash: usd(cash),
      costs: usd('1'),
      spread: usd('10'),
      gross: usd(gross),
      maintenance: usd(maintenance),
    });
    expect(beforeTrade(after, trade(side, at, value))).toEqual(before);
  });
});
