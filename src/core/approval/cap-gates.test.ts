import { describe, expect, it } from 'vitest';
import type { SafetySettings } from '../settings.ts';
import { plannerInput, type Example } from '../testing/example-account.ts';
import { planOf, tradesOf } from '../testing/example-plan.ts';
import { describeProblem } from '../units/problem.ts';
import { ratio } from '../units/ratio.ts';
import { usd } from '../units/usd.ts';
import { passedCaps } from './cap-gates.ts';

/** 10,000 dollars. 20 of VTI are sold, 14 of BND are bought. */
const account: Example = {
  cash: '1000',
  etfs: [
    { symbol: 'VTI', weight: '35', held: '55', price: '100' },
    { symbol: 'BND', weight: '50', held: '35', price: '100' },
  ],
};

function passed(safety: Partial<SafetySettings>, tradedToday = '0', example = account): string[] {
  const { settings } = plannerInput({ ...example, safety });
  return passedCaps(planOf(example), settings, usd(tradedToday)).map(describeProblem);
}

it('the example trades 2,000 and 1,400 dollars', () => {
  expect(tradesOf(planOf(account))).toEqual(['SELL 20 VTI', 'BUY 14 BND']);
});

it('without caps nothing is too much', () => {
  expect(passed({}, '1000000')).toEqual([]);
});

describe('a cap holds what equals it and stops what is a hundred-millionth above', () => {
  it.each<[string, Partial<SafetySettings>, Partial<SafetySettings>]>([
    ['max_order_usd', { maxOrder: usd('2000') }, { maxOrder: usd('1999.99999999') }],
    ['max_turnover_pct', { maxTurnover: ratio('0.34') }, { maxTurnover: ratio('0.33999999') }],
    ['max_orders', { maxOrders: 2 }, { maxOrders: 1 }],
    ['max_daily_usd', { maxDaily: usd('3400') }, { maxDaily: usd('3399.99999999') }],
  ])('%s', (key, holds, stops) => {
    expect(passed(holds)).toEqual([]);
    const problems = passed(stops);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`(${key})`);
  });
});

it.each(['0', '-500'])('any turnover is too much of a NetLiquidation of %s', (netLiq) => {
  // Short options may weigh more than all that is managed.
  const { settings } = plannerInput({ ...account, safety: { maxTurnover: ratio('5') } });
  const plan = planOf(account);
  const indebted = { ...plan, base: { ...plan.base, netLiq: usd(netLiq) } };
  const [problem] = passedCaps(indebted, settings, usd('0')).map(describeProblem);
  expect(problem).toContain('a turnover of $3,400.00 with a NetLiquidation of');
});

it('every order that is too large is named', () => {
  expect(passed({ maxOrder: usd('900') })).toEqual([
    'DU1234567 SELL VTI: an order of $2,000.00; expected at most $900.00 (max_order_usd). Look ' +
      'for the reason. If the plan is right, change max_order_usd under [safety].',
    'DU1234567 BUY BND: an order of $1,400.00; expected at most $900.00 (max_order_usd). Look ' +
      'for the reason. If the plan is right, change max_order_usd under [safety].',
  ]);
});

it('what earlier runs of the day have traded counts for the day and for nothing else', () => {
  expect(passed({ maxDaily: usd('5000') }, '1600')).toEqual([]);
  expect(passed({ maxTurnover: ratio('0.35'), maxOrders: 2 }, '2500')).toEqual([]);
  const [problem] = passed({ maxDaily: usd('5000') }, '1600.01');
  expect(problem).toContain('$5,000.01 in one day, $1,600.01 of it by earlier runs');
});

it('a conversion is an order, and no turnover', () => {
  const funded: Example = {
    cash: '0',
    cad: '13500',
    fx: { enabled: true },
    etfs: [{ symbol: 'VTI', weight: '100', price: '100' }],
  };
  const plan = planOf(funded);
  expect(plan.fx.kind).toBe('convert');
  expect(passed({ maxOrders: 1 }, '0', funded)[0]).toContain('2 orders');
  const [problem] = passed({ maxOrder: usd('100') }, '0', funded);
  expect(problem).toContain('DU1234567 USD.CAD: an order of $');
  expect(passed({ maxDaily: plan.cash.buys }, '0', funded)).toEqual([]);
});
