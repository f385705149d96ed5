import { twiceMiddle, marketOf } from '../account/quote.ts';
import type { Snapshot } from '../account/snapshot.ts';
import { checkPlan } from '../plan/check-plan.ts';
import type { FxTrade } from '../plan/fund-fx.ts';
import type { TradeLine, TradePlan } from '../plan/trade-plan.ts';
import type { ExecutionSettings, Settings } from '../settings.ts';
import { assert } from '../units/assert.ts';
import { asPrice } from '../units/price.ts';
import type { Problem } from '../units/problem.ts';
import { ONE } from '../units/ratio.ts';
import { failure, success, type Result } from '../units/result.ts';
import { divide } from '../units/rounding.ts';
import { endsAtMarket, type ApprovedFacts, type Ceiling, type FxCeiling } from './ceiling.ts';
import { boundBy, checkInside } from './keep-inside.ts';
import { planBytes, type ShownPlan } from './plan-bytes.ts';

/** Not exported, and lost by a copy: nothing outside this file can make or change an approved plan. */
class Seal {
  protected readonly approved = true;
}

/** A plan that passed every gate and that a person said yes to. Only `approvePlan` makes one. */
export type ApprovedPlan = ApprovedFacts & Seal;

/** Quotes older than this at the moment of approval make the plan void. */
export const APPROVAL_EXPIRES_MS = 5 * 60 * 1000;

/**
 * Turns a plan into an approved one: the answer was yes, the plan is to the byte the one that was shown, `gates` found nothing in the way, the plan
 * keeps its rules when they are checked once more, the quotes are younger than five minutes and the account is as it was when the plan was made.
 */
export function approvePlan(
  plan: TradePlan,
  evidence: {
    readonly shown: ShownPlan;
    readonly gates: readonly Problem[];
    readonly approvedAt: number;
    readonly planned: Snapshot;
    /** The account as read after the answer. */
    readonly now: Pick<Snapshot, 'account' | 'openOrders'>;
    /** What is left of an earlier approval, when the plan is the rest of that one. */
    readonly left?: ApprovedFacts | undefined;
  },
  settings: Settings,
): Result<ApprovedPlan> {
  assert(planBytes(plan) === evidence.shown.bytes, 'the plan approved is the plan shown');
  const { left } = evidence;
  // The rest of a plan need not pay off by itself: what keeps it inside its bounds is the approval.
  const broken = left === undefined ? checkPlan(plan, settings) : checkInside(plan, left);
  assert(broken.length === 0, `an approved plan keeps its own rules: ${broken.join('; ')}`);
  const problems = [...evidence.gates, ...changesSince(evidence.planned, evidence.now)];
  const age = evidence.approvedAt - plan.quotedAt;
  // An answer before its quotes means that a clock has jumped: nobody knows how old they are.
  if (age < 0 || age > APPROVAL_EXPIRES_MS) problems.push(expired(plan, age));
  if (problems.length > 0) return failure(problems);
  const ceilings = [...plan.sells, ...plan.buys].map((line, at) =>
    ceilingOf(line, at + 1, settings.execution),
  );
  const facts: ApprovedFacts = {
    accountId: plan.accountId,
    digest: evidence.shown.digest,
    sells: ceilings.filter(({ side }) => side === 'SELL'),
    buys: ceilings.filter(({ side }) => side === 'BUY'),
    fx: plan.fx.kind === 'convert' ? fxCeilingOf(plan.fx.trade) : undefined,
    cash: plan.base.cash,
    cashFloor: plan.cash.floor,
    cashTarget: plan.base.cashTarget,
    gross: plan.base.gross,
    guardValue: plan.base.guardValue,
    maxLeverage: settings.rebalance.maxLeverage,
    slippageReserve: settings.rebalance.slippageReserve,
    orderUnit: settings.rebalance.orderUnit,
    maintenanceFloor: plan.maintenance?.floor,
  };
  return success(Object.assign(new Seal(), left === undefined ? facts : boundBy(left, facts)));
}

function fxCeilingOf({ quantity, limit }: FxTrade): FxCeiling {
  return { quantity, limit };
}

function ceilingOf(
  { holding, trade }: TradeLine,
  line: number,
  execution: ExecutionSettings,
): Ceiling {
  const { contract, quote } = holding;
  const market = quote && marketOf(quote);
  const { side, quantity, order } = trade;
  const mayEndAtMarket = endsAtMarket(execution);
  if (order.kind === 'market' || market === undefined) {
    return { line, contract, side, quantity, worstPrice: undefined, mayEndAtMarket };
  }
  const { maxMove } = execution;
  const factor = side === 'BUY' ? ONE + maxMove : ONE - maxMove;
  const rounding = side === 'BUY' ? 'floor' : 'ceil';
  const worst = divide(twiceMiddle(market) * factor, 2n * ONE, rounding);
  return { line, contract, side, quantity, worstPrice: asPrice(worst), mayEndAtMarket };
}

/** Positions, cash and open orders that are not what the plan was made with. */
function changesSince(
  planned: Snapshot,
  now: Pick<Snapshot, 'account' | 'openOrders'>,
): readonly Problem[] {
  // Canadian dollars that the plan does not know of may come and go.
  const withCad = planned.fx !== undefined;
  const before = fingerprint(planned, withCad);
  const after = fingerprint(now, withCad);
  const changes = [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => before.get(key) !== after.get(key),
  );
  if (changes.length === 0) return [];
  return [
    {
      code: 'safety.changed',
      where: planned.account.accountId,
      found: `${changes.join(', ')} changed while the plan was shown`,
      expected: 'the account that the plan was made for',
      fix: 'Run again: the new plan starts from the account as it is now.',
    },
  ];
}

function fingerprint(
  read: Pick<Snapshot, 'account' | 'openOrders'>,
  withCad: boolean,
): Map<string, bigint> {
  const { cash, otherCash, positions } = read.account;
  const facts = new Map<string, bigint>([['cash', cash]]);
  const cad = otherCash.find(({ currency }) => currency === 'CAD')?.amount;
  if (withCad && cad !== undefined) facts.set('CAD cash', cad);
  for (const { symbol, conId, quantity } of positions) {
    if (quantity !== 0n) facts.set(`position ${symbol} (${conId})`, quantity);
  }
  for (const { permId, symbol, quantity, accountId } of read.openOrders) {
    // Orders of other accounts of the same login change nothing in this one.
    if (accountId !== read.account.accountId) continue;
    facts.set(`open order ${permId} on ${symbol}`, quantity);
  }
  return facts;
}

function expired(plan: TradePlan, age: number): Problem {
  return {
    code: 'safety.expired',
    where: plan.accountId,
    found:
      age < 0
        ? 'an answer from before the quotes: the clock has jumped'
        : 'an answer more than five minutes after the quotes',
    expected: 'an answer while the prices on the screen still mean something',
    fix: 'Run again.',
  };
}
