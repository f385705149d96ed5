/*
 * The laws of a plan (PLANNING A.9) on random accounts: a slice of what `npm run fuzz:plan` does.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyExample } from '../testing/any-account.ts';
import { examplePosition } from '../testing/example-account.ts';
import { planIfAny } from '../testing/example-plan.ts';
import { caseOf, LAWS } from '../testing/laws.ts';
import { after, ordersOf, tradesIn } from '../testing/plan-laws.ts';
import { asRatio, ONE } from '../units/ratio.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';

const seed = 7_301;

describe('every plan, on 500 random accounts', () => {
  const examples = fc.sample(anyExample, { seed, numRuns: 500 });
  const cases = examples.flatMap((each) => caseOf(each) ?? []);

  it('is of an account that trades on both sides, as a rule', () => {
    expect(cases.length / examples.length).toBeGreaterThan(0.8);
    expect(cases.flatMap(({ plan }) => plan.sells).length / cases.length).toBeGreaterThan(0.6);
    expect(cases.flatMap(({ plan }) => plan.buys).length / cases.length).toBeGreaterThan(0.6);
  });

  it.each(LAWS.map((law) => [law.name, law] as const))('%s', (_, law) => {
    const broken = cases.filter((each) => !law.holds(each));
    expect(broken.slice(0, 1).map(({ example }) => example)).toEqual([]);
  });

  it('24: does not depend on the price of what is unmanaged, where buffer and leverage do not see it', () => {
    for (const { example } of cases.slice(0, 200)) {
      const plain = {
        ...example.rebalance,
        cashBuffer: { kind: 'abs' as const, amount: usd('100') },
        maxLeverage: asRatio(100n * ONE),
      };
      const [cheap, dear] = ['1', '1000'].map((worth) =>
        planIfAny({
          ...example,
          rebalance: plain,
          positions: [
            examplePosition('BOND', {
              conId: 3,
              secType: 'BOND',
              quantity: shares('1'),
              marketValue: usd(worth),
            }),
          ],
        }),
      );
      expect(cheap && ordersOf(cheap)).toEqual(dear && ordersOf(dear));
    }
  });

  it('7, 22: comes to rest when it is made again and again', () => {
    for (const { plan, example } of cases.slice(0, 150)) {
      let [now, then] = [plan, example];
      let rounds = 0;
      while (tradesIn(now).length > 0 && rounds < 20) {
        then = after(then, now);
        now = planIfAny(then) ?? now;
        rounds += 1;
      }
      expect(rounds).toBeLessThan(20);
    }
  });
});
