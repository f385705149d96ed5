import type { Settings } from '../settings.ts';
import { greater, lesser } from '../units/bounds.ts';
import type { TradePlan } from './trade-plan.ts';

/*
 * The laws of a conversion, written out again from PLANNING A.9-29, A.9-30 and A.10, without the
 * planner's code. 1 dollar is 100,000,000, a rate of 1 is 1,000,000.
 */

/** What the trades of a plan do to its cash: at plan prices, and what they cost beyond. */
export interface TradeSums {
  readonly cash: bigint;
  readonly costs: bigint;
}

/** Every rule that the plan's conversion breaks, in words. */
export function checkFx(
  plan: TradePlan,
  { cash, costs }: TradeSums,
  { fx }: Settings,
): readonly string[] {
  const broken: string[] = [];
  const must = (holds: boolean, rule: string): void => {
    if (!holds) broken.push(`USD.CAD: ${rule}`);
  };
  const { base } = plan;
  must(fx.enabled === (plan.fx.kind !== 'off'), 'planned if and only if fx is enabled');
  if (plan.fx.kind !== 'convert') {
    must(base.convertible === 0n && plan.cash.fx === 0n, 'no dollars that are not converted');
    return broken;
  }
  const { trade } = plan.fx;
  const { quantity, execRate, limit } = trade;
  must(quantity > 0n && quantity % 100_000_000n === 0n, 'whole dollars, more than none');
  must(quantity >= fx.minOrder, 'at least min_fx_order_usd');
  must(fx.maxOrder === undefined || quantity <= fx.maxOrder, 'at most max_fx_order_usd');
  must(quantity <= base.convertible, 'no more than was counted as cash');
  must(plan.cash.fx === quantity, 'what is converted is what the cash counts');

  // In 1e-14 CAD: dollars and rate multiplied.
  const paid = (quantity + commissionOf(quantity)) * execRate;
  must(paid <= trade.cad * 1_000_000n, 'paid for by the Canadian dollars, commission included');
  must(trade.commission === commissionOf(quantity), 'its commission');
  must(fx.orderType === 'LMT' ? limit === execRate : limit === undefined, 'its order type');
  must(limit === undefined || (limit > 0n && limit % 50n === 0n), 'a limit on the grid of rates');

  // The shortfall is that of the plan, which was made with the commission of all of X.
  const allCosts = costs + commissionOf(base.convertible);
  const fromBuffer = lesser(allCosts, base.buffer);
  const lacksTarget = base.cashTarget - cash;
  const lacksFloor = base.cashTarget - fromBuffer - (cash - allCosts);
  const buys = plan.buys.length > 0;
  const lacking = buys ? greater(lacksFloor, lacksTarget) : lacksTarget;
  must(lacking > 0n && lacking === trade.shortfall, 'for what is lacking');
  must(trade.shortfall >= fx.minOrder, 'for a shortfall of at least min_fx_order_usd');
  must(buys || fx.convertMode === 'always_top_up', 'just in time for buys');
  // Less than a dollar above the shortfall and its buffer.
  const most = trade.shortfall * (100_000_000n + fx.buffer);
  must(
    (quantity - 100_000_000n) * 100_000_000n < most,
    'no more than the shortfall and its buffer',
  );
  return broken;
}

/** 0.2 basis points, at least 2 dollars; rounded up. */
function commissionOf(quantity: bigint): bigint {
  const share = (quantity * 2n + 99_999n) / 100_000n;
  if (quantity === 0n) return 0n;
  return greater(share, 200_000_000n);
}
