import type { TradePlan } from '../plan/trade-plan.ts';
import { countOrders } from '../plan/trade-plan.ts';
import type { SafetySettings, Settings } from '../settings.ts';
import type { Problem } from '../units/problem.ts';
import { formatPercent, ratioOf } from '../units/ratio.ts';
import { asUsd, formatUsd, sumUsd, type Usd } from '../units/usd.ts';

/** A plan, and what earlier runs have bought and sold today in its account. */
export interface CappedPlan {
  readonly plan: TradePlan;
  readonly tradedToday: Usd;
}

/**
 * The caps of the settings that the plan would pass. A plan is refused and never cut to fit: what
 * is so large is more likely a mistake than a wish. Orders are counted at the prices of the plan;
 * a conversion is an order, but no trade of the account's turnover.
 */
export function passedCaps(
  plan: TradePlan,
  { safety }: Pick<Settings, 'safety'>,
  tradedToday: Usd,
): readonly Problem[] {
  const { accountId } = plan;
  const { maxOrder } = safety;
  const large = ordersOf(plan).flatMap(({ name, value }): Problem[] => {
    if (maxOrder === undefined || value <= maxOrder) return [];
    const cap = { key: 'max_order_usd', text: dollars(maxOrder) };
    return [passed(`${accountId} ${name}`, `an order of ${dollars(value)}`, cap)];
  });
  return [...large, ...passedSums([{ plan, tradedToday }], safety, accountId)];
}

/** The same for all accounts of a run taken together, where a cap is about a sum. */
export function passedCapsTogether(
  plans: readonly CappedPlan[],
  { safety }: Pick<Settings, 'safety'>,
): readonly Problem[] {
  return passedSums(plans, safety, `all ${plans.length} accounts together`);
}

function passedSums(
  plans: readonly CappedPlan[],
  { maxTurnover, maxOrders, maxDaily }: SafetySettings,
  where: string,
): readonly Problem[] {
  const problems: Problem[] = [];
  const count = plans.reduce((sum, { plan }) => sum + countOrders(plan), 0);
  if (maxOrders !== undefined && count > maxOrders) {
    problems.push(passed(where, `${count} orders`, { key: 'max_orders', text: String(maxOrders) }));
  }
  const turnover = sumUsd(plans.flatMap(({ plan: { cash } }) => [cash.buys, cash.sells]));
  if (maxTurnover !== undefined) {
    const netLiq = sumUsd(plans.map(({ plan }) => plan.base.netLiq));
    const share = netLiq > 0n ? ratioOf(turnover, netLiq, 'ceil') : undefined;
    const found =
      share === undefined
        ? `a turnover of ${dollars(turnover)} with a NetLiquidation of ${dollars(netLiq)}`
        : `a turnover of ${formatPercent(share)}% of NetLiquidation`;
    const cap = { key: 'max_turnover_pct', text: `${formatPercent(maxTurnover)}%` };
    if (share === undefined ? turnover > 0n : share > maxTurnover) {
      problems.push(passed(where, found, cap));
    }
  }
  const earlier = sumUsd(plans.map(({ tradedToday }) => tradedToday));
  const today = asUsd(earlier + turnover);
  if (maxDaily !== undefined && today > maxDaily) {
    const found = `${dollars(today)} in one day, ${dollars(earlier)} of it by earlier runs`;
    problems.push(passed(where, found, { key: 'max_daily_usd', text: dollars(maxDaily) }));
  }
  return problems;
}

function passed(
  where: string,
  found: string,
  cap: { readonly key: string; readonly text: string },
): Problem {
  return {
    code: 'safety.cap',
    where,
    found,
    expected: `at most ${cap.text} (${cap.key})`,
    fix: `Look for the reason. If the plan is right, change ${cap.key} under [safety].`,
  };
}

function ordersOf({ fx, sells, buys }: TradePlan): readonly { name: string; value: Usd }[] {
  const conversion = fx.kind === 'convert' ? [{ name: 'USD.CAD', value: fx.trade.quantity }] : [];
  const trades = [...sells, ...buys].map(({ holding, trade }) => ({
    name: `${trade.side} ${holding.contract.symbol}`,
    value: trade.value,
  }));
  return [...conversion, ...trades];
}

function dollars(amount: Usd): string {
  return `$${formatUsd(amount, { grouped: true })}`;
}
