import { expect, it } from 'vitest';
import type { Example } from '../testing/example-account.ts';
import { planOf } from '../testing/example-plan.ts';
import { countOrders } from './trade-plan.ts';

/** Two holdings to sell for one to buy. */
const swap: Example = {
  etfs: [
    { symbol: 'AAA', weight: '0', held: '10' },
    { symbol: 'BBB', weight: '0', held: '10' },
    { symbol: 'CCC', weight: '100' },
  ],
};

it.each([
  ['two sells and a buy', swap, 3],
  ['and a conversion for it', { ...swap, cash: '0', cad: '20000', fx: { enabled: true } }, 4],
  ['nothing', { etfs: [{ symbol: 'CCC', weight: '100', held: '10' }] }, 0],
] as const)('%s', (_, example, orders) => {
  expect(countOrders(planOf(example))).toBe(orders);
});
