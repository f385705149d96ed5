import { planTrades } from '../../src/core/plan/plan-trades.ts';
import { checkPlan } from '../../src/core/plan/check-plan.ts';
import { plannerInput } from '../../src/core/testing/example-account.ts';
import { assert } from '../../src/core/units/assert.ts';
import { buyProblem, driftLeft, fits, type BuyProblem } from './buy-problem.ts';
import type { Instance } from './corpus.ts';
import { greedyBuys } from './greedy.ts';
import type { Oracle } from './highs-oracle.ts';

/** What came of one instance. All drifts in bps of the account's value. */
export interface Measured {
  readonly instance: Instance;
  readonly cut: boolean;
  readonly capped: boolean;
  readonly nodes: number;
  /** All drift that is left by the plan, and by the greedy of the requirements with the same sells. */
  readonly residual: number;
  readonly greedy: number;
  /** What the certificate says; undefined where a row cut a buy. */
  readonly certified: number | undefined;
  /** The plan's drift above that of HiGHS, which stops short of the best at times; undefined when cut, or when HiGHS ran out of time. */
  readonly gap: number | undefined;
  readonly planMs: number;
  readonly oracleMs: number;
  /** What contradicts a promise, in words. */
  readonly broken: readonly string[];
}

/** The tolerance of the bar, in bps. */
export const BAR_BPS = 0.01;

/** Plans an instance and holds the plan against everything that can be known about it. */
export function measure(instance: Instance, oracle: Oracle | undefined): Measured {
  const { targets, snapshot, settings } = plannerInput(instance.example);
  const startedAt = performance.now();
  const planned = planTrades(targets, snapshot, settings);
  const planMs = performance.now() - startedAt;
  assert(planned.ok, 'every account of the corpus can be planned');
  const plan = planned.value;
  const { certificate, base } = plan;
  const bps = (units: bigint): number => (Number(units) / Number(base.netLiq)) * 1e4;

  const problem = buyProblem(plan, instance.example);
  const ours = problem.lines.map(({ planned: shares }) => shares);
  const oursLeft = driftLeft(problem, ours);
  const greedyLeft = driftLeft(problem, greedyBuys(problem, false));
  const broken = [...checkPlan(plan, settings)];
  const spent = problem.lines.reduce((sum, { price, planned: n }) => sum + n * price, 0n);
  const costs = problem.lines.reduce((sum, { cost, planned: n }) => sum + cost(n), 0n);
  if (plan.buys.length > 0 && !fits(problem, spent, costs)) broken.push('a row is broken');
  if (oursLeft > greedyLeft) {
    broken.push(`worse than the greedy by ${bps(oursLeft - greedyLeft).toFixed(4)} bps`);
  }
  if (certificate.cut) broken.push(...priorityBroken(problem));

  const certified = certificate.gap === undefined ? undefined : bps(certificate.gap);
  const oracleStartedAt = performance.now();
  const tolerance = Number(base.netLiq) / 1e8 / 1e6;
  const best = certificate.cut ? undefined : oracle?.(problem, tolerance / 4);
  const oracleMs = performance.now() - oracleStartedAt;
  const perBps = Number(base.netLiq) / 1e8 / 1e4;
  const gap = best === undefined ? undefined : (Number(oursLeft) / 1e8 - best) / perBps;
  if (gap !== undefined && certified !== undefined) {
    if (gap > certified + 1e-4)
      broken.push(`certified ${certified} bps, but ${gap} bps is possible`);
  }
  return {
    instance,
    cut: certificate.cut,
    capped: certificate.capped,
    nodes: certificate.nodes,
    residual: bps(certificate.residual),
    greedy: bps(certificate.residual - oursLeft + greedyLeft),
    certified,
    gap,
    planMs,
    oracleMs,
    broken,
  };
}

/**
 * Where a row cut a buy, everybody has what priority gives, or one share more by rounding up; with
 * the early share for small orders, or for nobody where that leaves more drift.
 */
function priorityBroken(problem: BuyProblem): readonly string[] {
  const early = differences(problem, greedyBuys(problem, true));
  return early.length === 0 ? early : differences(problem, greedyBuys(problem, false));
}

function differences(problem: BuyProblem, law: readonly bigint[]): readonly string[] {
  return problem.lines.flatMap(({ symbol, planned, full, nearest }, at) => {
    const due = law[at] ?? 0n;
    const roundedUp = due === full && planned === nearest;
    return planned === due || roundedUp
      ? []
      : [`${symbol} got ${planned} shares where priority gives ${due}`];
  });
}
