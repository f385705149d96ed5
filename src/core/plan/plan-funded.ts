import type { Snapshot } from '../account/snapshot.ts';
import type { FxSettings, Settings } from '../settings.ts';
import { assert } from '../units/assert.ts';
import { lesser } from '../units/bounds.ts';
import { failure, success, type Result } from '../units/result.ts';
import { asUsd, ZERO_USD, type Usd } from '../units/usd.ts';
import { fxDenied } from './fx-denial.ts';
import { fundFx, type FxNeed, type FxPlan, type FxTrade } from './fund-fx.ts';
import { fxCommission, fxTerms, type FxTerms } from './fx-terms.ts';
import type { CashWalk, TradePlan } from './trade-plan.ts';

/** Dollars that the plan counts as cash although they are still Canadian. */
export interface Convertible {
  /** X, in whole dollars. */
  readonly amount: Usd;
  /** The commission of converting all of it. */
  readonly commission: Usd;
}

/** Plans the account with so many dollars on top of its cash. */
type Planner = (convertible: Convertible) => Result<TradePlan>;

const NOTHING: Convertible = { amount: ZERO_USD, commission: ZERO_USD };

/**
 * The plan, and what it converts (PLANNING A.3, A.10). It is made with all convertible dollars as
 * cash; what it then lacks of real ones is converted. When nothing is converted it is made anew
 * without them, for then they are no cash.
 */
export function planFunded(
  snapshot: Snapshot,
  { fx: settings, limits }: Settings,
  plan: Planner,
): Result<TradePlan> {
  const { fx: market, account, takenAt } = snapshot;
  if (!settings.enabled) return plan(NOTHING);
  const cad = account.otherCash.find(({ currency }) => currency === 'CAD')?.amount ?? 0n;
  const now = { takenAt, staleAfterMs: limits.staleQuoteSeconds * 1000 };
  const without = (fx: FxPlan): Result<TradePlan> => {
    const planned = plan(NOTHING);
    if (planned.ok) return success({ ...planned.value, fx });
    // Where nothing else is there to invest, the plan fails for want of the dollars.
    return fx.kind === 'denied' && fx.leavesBuysShort
      ? failure([fxDenied(account.accountId, fx.why), ...planned.problems])
      : planned;
  };
  if (cad <= 0n) return without({ kind: 'none', reason: { kind: 'no-cad' } });

  const { quote, open } = market ?? { quote: undefined, open: true };
  const terms = fxTerms({ quote, open }, cad, now, settings);
  if (typeof terms !== 'string') return convertFor(terms, settings, { plan, without });
  // The conversion that there would be in an open market tells whether buys go without it.
  const wouldBe = fxTerms({ quote, open: true }, cad, now, settings);
  const missed =
    typeof wouldBe === 'string' ? undefined : convertFor(wouldBe, settings, { plan, without });
  if (missed?.ok === true && missed.value.fx.kind === 'none') return missed;
  const leavesBuysShort = missed === undefined || (missed.ok && isFundedBuying(missed.value));
  return without({ kind: 'denied', why: terms, leavesBuysShort });
}

function isFundedBuying({ fx, buys }: TradePlan): boolean {
  return fx.kind === 'convert' && buys.length > 0;
}

function convertFor(
  terms: FxTerms,
  settings: FxSettings,
  {
    plan,
    without,
  }: { readonly plan: Planner; readonly without: (fx: FxPlan) => Result<TradePlan> },
): Result<TradePlan> {
  const amount = terms.convertible;
  if (amount === 0n) {
    const minimum = settings.minOrder;
    return without({ kind: 'none', reason: { kind: 'convertible-below-minimum', minimum } });
  }
  const planned = plan({ amount, commission: fxCommission(amount) });
  if (!planned.ok) return planned;
  const funding = fundFx(needOf(planned.value), terms, settings);
  if (funding.kind === 'none') return without(funding);
  return success(withConversion(planned.value, funding.trade));
}

/** What the two cash rows lack when the convertible dollars are left out. */
function needOf({ base, cash, buys }: TradePlan): FxNeed {
  const atPlanPrices = cash.before + cash.sells - cash.buys;
  const costs = cash.commissions + cash.reserve;
  return {
    hasBuys: buys.length > 0,
    belowTarget: base.cashTarget - atPlanPrices,
    belowFloor: cash.floor - (atPlanPrices - costs),
  };
}

/** The plan with the dollars that are really converted, in place of all that could be. */
function withConversion(plan: TradePlan, trade: FxTrade): TradePlan {
  const { base } = plan;
  const { fx: assumed, commissions, ...cash } = plan.cash;
  assert(assumed === base.convertible, 'the plan was made with all convertible dollars');
  const tradeCommissions = asUsd(commissions - fxCommission(assumed));
  const walk = closeWalk(
    { ...cash, fx: trade.quantity, commissions: asUsd(tradeCommissions + trade.commission) },
    base,
  );
  return { ...plan, fx: { kind: 'convert', trade }, cash: walk };
}

/** The walk with its end, and with the floor that the end has to respect. */
export function closeWalk(
  walk: Omit<CashWalk, 'after' | 'floor'>,
  { buffer, cashTarget }: TradePlan['base'],
): CashWalk {
  const { before, fx, sells, buys, commissions, reserve } = walk;
  const costs = asUsd(commissions + reserve);
  return {
    before,
    fx,
    sells,
    buys,
    commissions,
    reserve,
    after: asUsd(before + fx + sells - buys - costs),
    floor: asUsd(cashTarget - lesser(buffer, costs)),
  };
}
