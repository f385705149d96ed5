import { blendTargets, type TargetWeights } from '../../src/core/plan/blend-targets.ts';
import { checkPlan } from '../../src/core/plan/check-plan.ts';
import { planTrades } from '../../src/core/plan/plan-trades.ts';
import {
  exampleContract,
  exampleQuote,
  examplePosition,
  NOW,
} from '../../src/core/testing/example-account.ts';
import type { Snapshot } from '../../src/core/account/snapshot.ts';
import type { Problem } from '../../src/core/units/problem.ts';
import { shares } from '../../src/core/units/shares.ts';
import { usd } from '../../src/core/units/usd.ts';
import { readInputs } from '../../src/inputs/read-inputs.ts';
import type { FuzzCase } from './mutate.ts';

/** What became of a case: a plan, or problems. Anything else is thrown. */
export type FuzzOutcome =
  | { readonly kind: 'plan'; readonly trades: number }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Reads the files of a case as a run does and, when they are right, plans with them. */
export function runCase({ settings, portfolios, environment, flags }: FuzzCase): FuzzOutcome {
  const inputs = readInputs(
    { settingsPath: 'settings.ini', portfoliosPath: 'portfolios.csv', flags },
    { read: (path) => (path === 'settings.ini' ? settings : portfolios), environment },
  );
  if (!inputs.ok) return { kind: 'problems', problems: whole(inputs.problems) };
  let trades = 0;
  for (const { settings: own, portfolios: models } of inputs.value.accounts) {
    const targets = blendTargets(models, own.modelMix);
    const planned = planTrades(targets, snapshotFor(targets), own);
    if (!planned.ok) return { kind: 'problems', problems: whole(planned.problems) };
    const broken = checkPlan(planned.value, own);
    if (broken.length > 0) throw new Error(`the plan breaks its rules: ${broken.join('; ')}`);
    trades += planned.value.sells.length + planned.value.buys.length;
  }
  return { kind: 'plan', trades };
}

/** Every problem says what, where, what else and what next, in characters that a terminal takes. */
function whole(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length === 0) throw new Error('refused without a problem');
  for (const { code, where, found, expected, fix } of problems) {
    for (const words of [where, found, expected, fix]) {
      if (words.trim() === '' || /\p{Cc}/u.test(words)) {
        throw new Error(
          `a problem with unclear words: ${JSON.stringify([code, where, found, expected, fix])}`,
        );
      }
    }
  }
  return problems;
}

/** An account that holds a little of the first ETF and of one that is not listed, and cash. */
function snapshotFor({ weights }: TargetWeights): Snapshot {
  const symbols = [...weights.keys()];
  const listed = new Map(
    symbols.map((symbol, at) => [symbol, exampleContract(symbol, { conId: at + 1 })]),
  );
  const held = symbols
    .slice(0, 1)
    .map((symbol) => examplePosition(symbol, { conId: 1, quantity: shares('40') }));
  return {
    takenAt: NOW,
    account: {
      accountId: 'DU1234567',
      cash: usd('50000'),
      otherCash: [],
      brokerNetLiq: undefined,
      netLiquidation: undefined,
      excessLiquidity: undefined,
      availableFunds: undefined,
      positions: held,
    },
    openOrders: [],
    fx: undefined,
    listed,
    unlisted: new Map(),
    quotes: new Map([...listed.values()].map(({ conId }) => [conId, exampleQuote('100')])),
  };
}
