import { describe, expect, test } from 'vitest';
import { price } from './price.ts';
import { builtInListings, builtInMarketRules, SUB_DOLLAR_RULE } from '../scenario/catalogue.ts';
import { anyContract } from '../testing/engine-trial.ts';
import { findContracts, finestIncrement, incrementAt } from './contract.ts';

const contracts = builtInListings().map(({ contract }) => contract);

describe('contracts are found', () => {
  const cases = [
    ['by symbol', { symbol: 'SPY' }, 1],
    ['by conId alone', { conId: 756733, secType: '', exchange: '', currency: '' }, 1],
    ['by local symbol', { localSymbol: 'SPY' }, 1],
    ['in any case of letters', { symbol: 'spy' }, 1],
    ['on their own exchange', { symbol: 'SPY', exchange: 'ARCA' }, 1],
    ['on NASDAQ by its older name', { symbol: 'QQQ', primaryExchange: 'ISLAND' }, 1],
    ['not on another exchange', { symbol: 'SPY', primaryExchange: 'NASDAQ' }, 0],
    ['not in another currency', { symbol: 'SPY', currency: 'CAD' }, 0],
    ['not as another kind', { symbol: 'SPY', secType: 'OPT' }, 0],
    ['not without a kind', { symbol: 'SPY', secType: '' }, 0],
    ['not by a conId that contradicts the symbol', { symbol: 'VTI', conId: 756733 }, 0],
    ['not when nothing is asked', {}, 0],
    ['not by a conId that is no number', { conId: Number.NaN }, 0],
  ] as const;
  test.each(cases)('%s', (_, search, count) => {
    expect(findContracts(contracts, { ...anyContract, ...search })).toHaveLength(count);
  });
});

test('the catalogue lists each contract once, with a two-sided quote on its grid', () => {
  expect(contracts.length).toBeGreaterThanOrEqual(42);
  expect(new Set(contracts.map(({ conId }) => conId)).size).toBe(contracts.length);
  expect(new Set(contracts.map(({ symbol }) => symbol)).size).toBe(contracts.length);
  for (const { quote } of builtInListings()) {
    expect(quote.ask! - quote.bid!).toBeGreaterThanOrEqual(price('0.01'));
    expect([quote.bid! % price('0.01'), quote.ask! % price('0.01')]).toEqual([0n, 0n]);
  }
});

test('a ladder has its own step on either side of its edge', () => {
  const ladder = builtInMarketRules.get(SUB_DOLLAR_RULE)!;
  const steps = ['0.5', '0.9999', '1', '30'].map((text) => incrementAt(ladder, price(text)));
  expect(steps).toEqual([price('0.0001'), price('0.0001'), price('0.01'), price('0.01')]);
  expect(finestIncrement(ladder)).toBe(price('0.0001'));
});
