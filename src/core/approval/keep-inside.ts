/*
 * How an approval stays inside an earlier one. Whatever a person says yes to now, the run that goes
 * on with an interrupted one may never buy or sell more, at a worse price, or with less cash left
 * over, than the yes to that one allowed.
 */
import type { TradePlan } from '../plan/trade-plan.ts';
import type { Price } from '../units/price.ts';
import type { ApprovedFacts, Ceiling } from './ceiling.ts';

/** Every line of a plan that what is left of an approval does not cover, in words. */
export function checkInside(plan: TradePlan, left: ApprovedFacts): readonly string[] {
  const ceilings = ceilingsOf(left);
  const broken = [...plan.sells, ...plan.buys].flatMap(({ holding, trade }) => {
    const ceiling = ceilings.get(holding.contract.conId);
    const covered =
      ceiling?.side === trade.side && trade.quantity > 0n && trade.quantity <= ceiling.quantity;
    const held = trade.side === 'BUY' || trade.quantity <= holding.held;
    const inside = covered && held && holding.freeze === undefined;
    return inside ? [] : [`${holding.contract.symbol}: inside what is left of the approval`];
  });
  if (plan.accountId !== left.accountId) broken.push('the account that was approved');
  if (plan.fx.kind === 'convert') broken.push('no conversion');
  return broken;
}

/** The stricter of two approvals in everything: what the plan of now gives, inside what is left. */
export function boundBy(left: ApprovedFacts, now: ApprovedFacts): ApprovedFacts {
  const ceilings = ceilingsOf(left);
  const bound = (each: Ceiling): Ceiling => {
    const before = ceilings.get(each.contract.conId);
    return {
      ...each,
      worstPrice: stricter(each, before?.worstPrice),
      mayEndAtMarket: each.mayEndAtMarket && before !== undefined && atMarket(before),
    };
  };
  return {
    ...now,
    fx: undefined,
    sells: now.sells.map(bound),
    buys: now.buys.map(bound),
    // Not the floor of now: what the buffer has paid of the costs so far is not to be saved again.
    cashFloor: left.cashFloor,
    cashTarget: left.cashTarget,
    maxLeverage: now.maxLeverage < left.maxLeverage ? now.maxLeverage : left.maxLeverage,
    slippageReserve:
      now.slippageReserve > left.slippageReserve ? now.slippageReserve : left.slippageReserve,
    orderUnit: left.orderUnit,
    maintenanceFloor: higher(now.maintenanceFloor, left.maintenanceFloor),
  };
}

function ceilingsOf({ sells, buys }: ApprovedFacts): ReadonlyMap<number, Ceiling> {
  return new Map([...sells, ...buys].map((ceiling) => [ceiling.contract.conId, ceiling]));
}

/** Whether a market order was approved for the line, from the start or for its end. */
function atMarket({ worstPrice, mayEndAtMarket }: Ceiling): boolean {
  return worstPrice === undefined || mayEndAtMarket;
}

/** The better of two worst prices; one that is not there allows any. */
function stricter({ side, worstPrice }: Ceiling, other: Price | undefined): Price | undefined {
  if (worstPrice === undefined || other === undefined) return worstPrice ?? other;
  const isStricter = side === 'BUY' ? worstPrice < other : worstPrice > other;
  return isStricter ? worstPrice : other;
}

function higher<Value extends bigint>(one: Value | undefined, other: Value | undefined) {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}
