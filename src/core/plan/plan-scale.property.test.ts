import fc from 'fast-check';
import { expect, it } from 'vitest';
import { symbolAt } from '../testing/drifted-account.ts';
import type { Example } from '../testing/example-account.ts';
import { planIfAny } from '../testing/example-plan.ts';
import { ordersOf } from '../testing/plan-laws.ts';
import { usd } from '../units/usd.ts';

const seed = 7_302;

it('17: the scale: with every price, the cash and the dollars of the settings k times as large', () => {
  // Market orders (ticks do not scale), costs paid from a buffer that is large enough.
  const whole = fc.record({
    rows: fc.array(
      fc.record({
        dollars: fc.integer({ min: 20, max: 400 }),
        held: fc.integer({ min: 0, max: 300 }),
      }),
      { minLength: 4, maxLength: 4 },
    ),
    cash: fc.integer({ min: 5_000, max: 50_000 }),
    k: fc.integer({ min: 2, max: 9 }),
    minOrder: fc.constantFrom(0, 100, 500),
  });
  let [planned, bought] = [0, 0];
  fc.assert(
    fc.property(whole, ({ rows, cash, k, minOrder }) => {
      const scaled = (by: number): Example => ({
        cash: String(cash * by),
        etfs: rows.map(({ dollars, held }, at) => ({
          symbol: symbolAt(at),
          weight: String([40, 30, 20, 10][at]),
          held: String(held),
          price: String(dollars * by),
        })),
        rebalance: {
          minOrder: usd(String(minOrder * by)),
          cashBuffer: { kind: 'abs', amount: usd(String(2_000 * by)) },
        },
        limits: { style: 'off' },
      });
      const one = planIfAny(scaled(1));
      const other = planIfAny(scaled(k));
      if (one === undefined || other === undefined) return;
      planned += 1;
      bought += one.buys.length;
      expect(ordersOf(other)).toEqual(ordersOf(one));
    }),
    { seed, numRuns: 300 },
  );
  expect(bought / planned).toBeGreaterThan(0.3);
});
