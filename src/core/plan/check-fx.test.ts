import { describe, expect, it } from 'vitest';
import { exampleSettings, type Example } from '../testing/example-account.ts';
import { planOf } from '../testing/example-plan.ts';
import { rate } from '../units/rate.ts';
import { asUsd, usd } from '../units/usd.ts';
import { checkPlan } from './check-plan.ts';
import type { FxTrade } from './fund-fx.ts';
import type { TradePlan } from './trade-plan.ts';

/** 20,000 CAD and nothing else, for one ETF at 100 dollars; USD.CAD at 1.3499 x 1.3501. */
const funded: Example = {
  cash: '0',
  cad: '20000',
  etfs: [{ symbol: 'VTI', weight: '100', price: '100' }],
  fx: { enabled: true, maxOrder: usd('20000') },
};

function conversionOf({ fx }: TradePlan): FxTrade {
  if (fx.kind !== 'convert') throw new Error('nothing is converted');
  return fx.trade;
}

describe('a conversion that breaks a law is found out', () => {
  const plan = planOf(funded);
  const conversion = conversionOf(plan);
  const changed = (trade: Partial<FxTrade>, different: Partial<TradePlan> = {}): TradePlan => ({
    ...plan,
    ...different,
    fx: { kind: 'convert', trade: { ...conversion, ...trade } },
  });
  const broken = (each: TradePlan, fx: Partial<Example['fx']> = {}) =>
    checkPlan(each, exampleSettings({ ...funded, fx: { ...funded.fx, ...fx } }));

  it.each([
    ['a fraction of a dollar', { quantity: usd('14733.5') }, 'whole dollars, more than none'],
    ['nothing', { quantity: usd('0') }, 'whole dollars, more than none'],
    ['below the minimum', { quantity: usd('999') }, 'at least min_fx_order_usd'],
    ['above the maximum', { quantity: usd('20001') }, 'at most max_fx_order_usd'],
    [
      'more than is there',
      { cad: usd('19933.38719999') },
      'paid for by the Canadian dollars, commission included',
    ],
    ['another commission', { commission: usd('1.99') }, 'its commission'],
    ['a limit of a market order', { limit: rate('1.35') }, 'its order type'],
    ['a limit off the grid', { limit: rate('1.350001') }, 'a limit on the grid of rates'],
    ['a limit below the grid', { limit: rate('-0.00005') }, 'a limit on the grid of rates'],
    ['another shortfall', { shortfall: usd('14704') }, 'for what is lacking'],
    [
      'more than is lacking',
      { quantity: usd('14735') },
      'no more than the shortfall and its buffer',
    ],
    ['more than was counted', { quantity: usd('14784') }, 'no more than was counted as cash'],
  ])('%s', (_, trade, rule) => {
    expect(broken(changed(trade))).toContain(`USD.CAD: ${rule}`);
  });

  it('with fx off, or just in time for nothing', () => {
    expect(broken(plan, { enabled: false })).toContain(
      'USD.CAD: planned if and only if fx is enabled',
    );
    expect(broken(changed({}, { buys: [] }))).toContain('USD.CAD: just in time for buys');
    expect(broken(plan, { minOrder: usd('14705') })).toContain(
      'USD.CAD: for a shortfall of at least min_fx_order_usd',
    );
  });

  it('dollars that are counted and not converted', () => {
    const none = { kind: 'none', reason: { kind: 'no-buys' } } as const;
    expect(broken({ ...plan, fx: none })).toContain('USD.CAD: no dollars that are not converted');
    for (const left of [
      { base: { ...plan.base, convertible: usd('0') } },
      { cash: { ...plan.cash, fx: usd('0') } },
    ]) {
      const rule = 'USD.CAD: no dollars that are not converted';
      expect(broken({ ...plan, ...left, fx: none })).toContain(rule);
    }
    const cash = { ...plan.cash, fx: asUsd(plan.cash.fx + 1n) };
    expect(broken({ ...plan, cash })).toContain(
      'USD.CAD: what is converted is what the cash counts',
    );
  });

  it('at the very edge of each law it is not', () => {
    const edge = { minOrder: conversion.quantity, maxOrder: conversion.quantity };
    const only = 'USD.CAD: for a shortfall of at least min_fx_order_usd';
    expect(broken(plan, edge)).toEqual([only]);
    expect(broken(plan, { ...edge, minOrder: conversion.shortfall })).toEqual([]);
    const spent = { cad: conversion.mostCad };
    expect(broken(changed(spent))).toEqual([]);
  });

  it('with a limit that is not what it is counted at', () => {
    const limited = planOf({ ...funded, fx: { ...funded.fx, orderType: 'LMT' } });
    const { limit } = conversionOf(limited);
    expect(broken(limited, { orderType: 'LMT' })).toEqual([]);
    const other = { ...conversionOf(limited), limit: rate('1.36') };
    expect(limit).not.toBe(other.limit);
    expect(
      broken({ ...limited, fx: { kind: 'convert', trade: other } }, { orderType: 'LMT' }),
    ).toEqual(['USD.CAD: its order type']);
  });

  it('for nothing that is lacking', () => {
    const rich = { base: { ...plan.base, cashTarget: usd('-90000') } };
    expect(broken(changed({ shortfall: usd('-75295.53') }, rich))).toContain(
      'USD.CAD: for what is lacking',
    );
  });
});
