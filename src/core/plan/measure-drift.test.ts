import { expect, it } from 'vitest';
import { lineOf, planOf, tradesOf } from '../testing/example-plan.ts';
import { ratio } from '../units/ratio.ts';
import { usd } from '../units/usd.ts';

it('where nothing is wanted every target is nothing, and all of the base belongs into cash', () => {
  const plan = planOf({
    cash: '1000',
    etfs: [
      { symbol: 'AAA', weight: '0', held: '20' },
      { symbol: 'BBB', weight: '0', held: '10' },
    ],
  });
  expect(lineOf(plan, 'AAA')).toMatchObject({ target: usd('0'), drift: ratio('0.5') });
  expect(lineOf(plan, 'BBB')).toMatchObject({ target: usd('0'), drift: ratio('0.25') });
  expect(plan.cashDrift).toBe(ratio('-0.75'));
  expect(tradesOf(plan)).toEqual(['SELL 20 AAA', 'SELL 10 BBB']);
});
