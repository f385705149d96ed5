import { isOnTick } from '../prices/ticks.ts';
import type { Settings } from '../settings.ts';
import { absolute, greater, lesser } from '../units/bounds.ts';
import { isUsdEtf } from '../account/contract.ts';
import { checkFx } from './check-fx.ts';
import type { PlanLine, TradeLine, TradePlan } from './trade-plan.ts';

/*
 * The last look at a plan. It shares no code with the planner, so that one mistake cannot hide in
 * both: every rule is written out again from PLANNING A.7 and A.9, in the plainest arithmetic.
 * 1 share is 10,000 units, 1 dollar of price 10,000, 1 dollar of money 100,000,000.
 */

/** Every rule that the plan breaks, in words; empty for a plan that may be shown and sent. */
export function checkPlan(plan: TradePlan, settings: Settings): readonly string[] {
  const lines = [...plan.sells, ...plan.buys];
  return [
    ...lines.flatMap((line) => checkLine(line, plan, settings)),
    ...checkTrigger(plan, settings),
    ...checkWhole(plan, settings),
  ];
}

function checkLine(line: TradeLine, plan: TradePlan, settings: Settings): readonly string[] {
  const { holding, trade, driftUsd } = line;
  const { symbol, ticks } = holding.contract;
  const { quantity, order } = trade;
  const broken: string[] = [];
  const must = (holds: boolean, rule: string): void => {
    if (!holds) broken.push(`${symbol}: ${rule}`);
  };
  const { orderUnit, minOrder, mode, trigger } = settings.rebalance;
  must(orderUnit === 1n || orderUnit === 10_000n, 'shares, or 1e-4 of one');
  must(quantity > 0n && quantity % orderUnit === 0n, 'whole shares, more than none');
  must(isUsdEtf(holding.contract), 'an ETF in US dollars');
  must(holding.freeze === undefined, 'a line that may be traded');
  must(trade.side === 'SELL' ? driftUsd > 0n : driftUsd < 0n, 'sells overweight, buys underweight');
  must(trade.side === 'BUY' || quantity <= holding.held, 'never sells more than is held');
  must(trade.value === quantity * trade.price, 'value is quantity times price');
  must(trade.value >= minOrder, 'at least min_order_usd');
  const { price: worth, source } = holding.valuation ?? {};
  const side = trade.side === 'BUY' ? holding.quote?.ask : holding.quote?.bid;
  must(trade.valuedAt === worth, 'sized with what a share is worth');
  must(trade.price === (source === 'bidask' ? side : worth), 'counted at the price it would meet');
  const change = quantity * trade.valuedAt;
  const signed = trade.side === 'BUY' ? change : 0n - change;
  const drifted = absolute(driftUsd);
  must(absolute(driftUsd + signed) <= drifted, 'comes closer to its target');
  must(mode !== 'buy_only' || trade.side === 'BUY', 'no sell with mode = buy_only');
  must(mode !== 'sell_only' || trade.side === 'SELL', 'no buy with mode = sell_only');
  if (trigger.kind === 'per_holding') {
    const { investable } = plan.base;
    const idle = trigger.idleCashBand;
    const idleCash = plan.base.cash + plan.cash.sells - plan.base.cashTarget;
    const investsCash =
      idle !== undefined &&
      trade.side === 'BUY' &&
      idleCash > 0n &&
      idleCash * 100_000_000n > idle * investable;
    const isOut = drifted * 100_000_000n > trigger.band * investable;
    must(isOut || investsCash, 'out of its band');
  }
  if (order.kind === 'limit') {
    must(order.limit > 0n && isOnTick(ticks, order.limit), 'a limit on the price grid');
    const { bid, ask } = holding.quote ?? {};
    if (bid !== undefined && ask !== undefined) {
      // On the near side of the middle the grid alone may put it further away: 0.10 x 0.11.
      const twicePast = (2n * order.limit - (bid + ask)) * (trade.side === 'BUY' ? 1n : -1n);
      const most = settings.safety.collar * (bid + ask);
      must(twicePast * 100_000_000n <= most, 'a limit inside the collar');
    }
  }
  return broken;
}

/** With total_drift nothing is traded inside the band, and what is left is what the lines say. */
function checkTrigger(plan: TradePlan, settings: Settings): readonly string[] {
  const { trigger } = settings.rebalance;
  const { cashTarget, investable } = plan.base;
  const cash = plan.base.cash + plan.base.convertible;
  let before = absolute(cash - cashTarget);
  let cashAfter = cash - cashTarget;
  let after = 0n;
  for (const { driftUsd, trade, target, valueAfter } of plan.lines) {
    before += absolute(driftUsd);
    after += absolute(valueAfter - target);
    if (trade !== undefined) cashAfter -= trade.side === 'BUY' ? trade.value : 0n - trade.value;
  }
  after += absolute(cashAfter);
  const broken: string[] = [];
  if (before !== plan.totalDrift) broken.push('the total drift is not that of the lines');
  if (after !== plan.totalDriftAfter)
    broken.push('the drift that is left is not that of the lines');
  const trades = plan.sells.length + plan.buys.length;
  if (trigger.kind === 'total_drift' && trades > 0) {
    if (before * 100_000_000n <= trigger.band * investable)
      broken.push('total drift out of its band');
  }
  return broken;
}

function checkWhole(plan: TradePlan, settings: Settings): readonly string[] {
  const broken: string[] = [];
  const { base } = plan;
  const traded = [...plan.sells, ...plan.buys].map(({ holding }) => holding.contract.conId);
  if (new Set(traded).size !== traded.length) broken.push('a contract is traded twice');
  const told = plan.lines.flatMap(orderOf);
  const sent = [...plan.sells, ...plan.buys].flatMap(orderOf);
  if (told.sort().join() !== sent.sort().join())
    broken.push('the orders are not those of the lines');
  const targets = plan.lines.reduce((sum, { target }) => sum + target, 0n);
  if (targets + base.cashTarget !== base.managed) broken.push('targets and cash are not the base');
  const drifts = plan.lines.reduce((sum, { driftUsd }) => sum + driftUsd, 0n) + plan.cashDriftUsd;
  if (drifts !== 0n) broken.push('the drifts do not cancel out');

  let cash: bigint = base.cash;
  let costs = 0n;
  // To the sides of the market, against what the shares are worth.
  let lost = 0n;
  let gross: bigint = base.gross;
  let margin = 0n;
  for (const { trade } of [...plan.sells, ...plan.buys]) {
    const sign = trade.side === 'BUY' ? -1n : 1n;
    cash += sign * trade.quantity * trade.price;
    gross -= sign * trade.quantity * trade.valuedAt;
    lost += sign * trade.quantity * (trade.valuedAt - trade.price);
    margin -= sign * trade.maintenance;
    costs += trade.quantity * absolute(trade.reserved - trade.price);
    costs += mostCommission(trade.quantity, greater(trade.reserved, trade.price));
  }
  broken.push(...checkFx(plan, { cash, costs }, settings));
  if (plan.buys.length === 0) return broken;

  if (plan.fx.kind === 'convert') {
    cash += plan.fx.trade.quantity;
    costs += plan.fx.trade.commission;
  }
  const fromBuffer = lesser(costs, base.buffer);
  if (cash < base.cashTarget) broken.push('cash at plan prices falls below its target');
  if (cash - costs < base.cashTarget - fromBuffer)
    broken.push('cash after costs falls below its floor');
  if (gross * 100_000_000n > settings.rebalance.maxLeverage * (base.guardValue - costs - lost)) {
    broken.push('exposure rises above max_leverage');
  }
  const { maintenanceBuffer } = settings.rebalance;
  if (maintenanceBuffer !== undefined) {
    const excess = plan.maintenance?.excessLiquidity;
    const floor = plan.maintenance?.floor;
    const holds =
      excess !== undefined && floor !== undefined && excess - margin - costs - lost >= floor;
    if (!holds) broken.push('excess liquidity falls below maintenance_buffer_pct');
  }
  return broken;
}

/** What would be sent for a line, as text. */
function orderOf({ holding, trade }: PlanLine): string[] {
  if (trade === undefined) return [];
  return [`${trade.side} ${trade.quantity} of ${holding.contract.conId} at ${trade.price}`];
}

/** Half a cent a share, at least a dollar, at most one percent (rounded up). */
function mostCommission(quantity: bigint, at: bigint): bigint {
  const byShare = quantity * 50n;
  const dollar = 100_000_000n;
  const percent = (quantity * at + 99n) / 100n;
  return lesser(greater(byShare, dollar), percent);
}
