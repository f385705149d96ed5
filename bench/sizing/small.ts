/*
 * Small accounts, of one to four ETFs and a few shares each, where every choice of buys can be
 * tried. Half of them have no buffer that could pay the costs, and some may borrow.
 */
import type { Example } from '../../src/core/testing/example-account.ts';
import { planIfAny } from '../../src/core/testing/example-plan.ts';
import { asRatio, bps, ONE } from '../../src/core/units/ratio.ts';
import { usd } from '../../src/core/units/usd.ts';
import { randomOf } from '../input-fuzz/random.ts';
import { leastDriftByTrying } from './brute-force.ts';
import { buyProblem, driftLeft } from './buy-problem.ts';
import { symbolAt } from './corpus.ts';

/** What trying everything said about the small accounts. */
export interface Tried {
  readonly accounts: number;
  readonly cut: number;
  /** Plans that leave more drift than their certificate allows. */
  readonly broken: number;
  /** Plans that leave more drift than the best by more than the bar. */
  readonly beyondBar: number;
}

export function smallAccount(seed: number, number: number): Example {
  const random = randomOf(seed, number);
  const count = 1 + random.below(4);
  const draws = Array.from({ length: count }, () => 1 + random.below(100));
  const sum = draws.reduce((a, b) => a + b, 0);
  const cashWeight = random.oneIn(5) ? -20 : 0;
  const size = 500 + random.below(4_000);
  return {
    etfs: draws.map((draw, at) => {
      const cents = 3_000 + random.below(50_000);
      const percent = Math.floor((draw * (100 - cashWeight) * 10_000) / sum) / 10_000;
      const held = Math.floor((size * percent * (20 + random.below(90))) / 100 / cents);
      return {
        symbol: symbolAt(at),
        weight: percent.toFixed(4),
        held: String(held),
        price: (cents / 100).toFixed(2),
      };
    }),
    cash: String(Math.floor((size * (10 + random.below(50))) / 100)),
    rebalance: {
      minOrder: usd(random.pick(['0', '0', '100', '300'])),
      cashBuffer: { kind: 'abs', amount: usd(random.pick(['0', '1', '5', '200'])) },
      maxLeverage: asRatio(random.oneIn(3) ? (ONE * 115n) / 100n : 2n * ONE),
      slippageReserve: random.pick([bps('0'), bps('20')]),
    },
  };
}

export function measureSmall(seed: number, accounts: number): Tried {
  let [cut, broken, beyondBar, planned] = [0, 0, 0, 0];
  for (let number = 0; number < accounts; number += 1) {
    const example = smallAccount(seed, number);
    const plan = planIfAny(example);
    if (plan === undefined) continue;
    planned += 1;
    const { gap } = plan.certificate;
    if (gap === undefined) {
      cut += 1;
      continue;
    }
    const problem = buyProblem(plan, example);
    const ours = driftLeft(
      problem,
      problem.lines.map((line) => line.planned),
    );
    const best = leastDriftByTrying(problem);
    if (ours - best > gap || ours < best) broken += 1;
    if ((ours - best) * 1_000_000n > plan.base.netLiq) beyondBar += 1;
  }
  return { accounts: planned, cut, broken, beyondBar };
}
