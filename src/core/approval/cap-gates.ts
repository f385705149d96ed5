import type { TradePlan } from '../plan/trade-plan.ts';
import { countOrders } from '../plan/trade-plan.ts';
import type { Settings } from '../settings.ts';
import type { Problem } from '../units/problem.ts';
import { formatPercent, ratioOf } from '../units/ratio.ts';
import { asUsd, formatUsd, type Usd } from '../units/usd.ts';

/**
 * The caps of the settings that the plan would pass. A plan is refused and never cut to fit: what
 * is so large is more likely a mistake than a wish. Orders are counted at the prices of the plan;
 * a conversion is an order, but no trade of the account's turnover.
 */
export function passedCaps(
  plan: TradePlan,
  { safety }: Settings,
  tradedToday: Usd,
): readonly Problem[] {
  const { accountId, cash, base } = plan;
  const problems: Problem[] = [];
  const pass = (key: string, found: string, cap: string, where = accountId): void => {
    problems.push({
      code: 'safety.cap',
      where,
      found,
      expected: `at most ${cap} (${key})`,
      fix: `Look for the reason. If the plan is right, change ${key} under [safety].`,
    });
  };

  const { maxOrder, maxTurnover, maxOrders, maxDaily } = safety;
  for (const { name, value } of ordersOf(plan)) {
    if (maxOrder === undefined || value <= maxOrder) continue;
    pass(
      'max_order_usd',
      `an order of ${dollars(value)}`,
      dollars(maxOrder),
      `${accountId} ${name}`,
    );
  }
  const count = countOrders(plan);
  if (maxOrders !== undefined && count > maxOrders) {
    pass('max_orders', `${count} orders`, String(maxOrders));
  }
  const turnover = asUsd(cash.buys + cash.sells);
  if (maxTurnover !== undefined) {
    const share = ratioOf(turnover, base.netLiq, 'ceil');
    const found = `a turnover of ${formatPercent(share)}% of NetLiquidation`;
    if (share > maxTurnover) pass('max_turnover_pct', found, `${formatPercent(maxTurnover)}%`);
  }
  const today = asUsd(tradedToday + turnover);
  if (maxDaily !== undefined && today > maxDaily) {
    const found = `${dollars(today)} in one day, ${dollars(tradedToday)} of it by earlier runs`;
    pass('max_daily_usd', found, dollars(maxDaily));
  }
  return problems;
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
