import { commissionOf } from '../core/plan/costs.ts';
import type { Reason, Row } from '../core/plan/reason.ts';
import { roleOf } from '../core/plan/reason-role.ts';
import type { PlanLine, TradeLine, TradePlan } from '../core/plan/trade-plan.ts';
import type { Valuation } from '../core/prices/valuation.ts';
import type { Settings } from '../core/settings.ts';
import { formatDecimal, formatExact } from '../core/units/decimal.ts';
import { formatPrice } from '../core/units/price.ts';
import {
  formatBps,
  formatPercent,
  partOf,
  RATIO_DECIMALS,
  ratioOf,
  type Ratio,
} from '../core/units/ratio.ts';
import { divide } from '../core/units/rounding.ts';
import { formatShares, ONE_SHARE, valueOf } from '../core/units/shares.ts';
import { absUsd, asUsd, formatUsd, type Usd } from '../core/units/usd.ts';
import { describeReason, describeReasons } from './describe-reason.ts';
import { explainLimit, explainQuote } from './explain-limit.ts';
import { entry } from './lay-out.ts';

/** Why one line of a plan is as it is: each step of the decision with its numbers filled in. */
export function explainLine(line: PlanLine, plan: TradePlan, settings: Settings): string {
  const { holding, trade } = line;
  const { base } = plan;
  const parts = [
    headline(line),
    '',
    entry('Why', describeReasons(line)),
    entry(
      'Target',
      `${formatPercent(holding.targetWeight, 4)}% of the investable base of ${money(base.investable)} = ${money(line.target)}`,
    ),
    entry('Now', describeHolding(line)),
    entry('Drift', `${signed(line.drift)}%, ${dollars(line.driftUsd)}${sideOf(line)}`),
    ...explainTrigger(plan, settings),
  ];
  const wants = trade !== undefined || line.reasons.some((reason) => roleOf(reason) === 'cut');
  if (wants) parts.push(...explainSize(line, plan, settings));
  parts.push(entry('Price', describeSource(holding.valuation, settings)));
  parts.push(explainQuote(holding.quote, plan.quotedAt));
  if (isTraded(line))
    parts.push(...explainLimit(line, settings), explainCosts(line), explainAfter(line));
  return parts.join('\n');
}

export function money(amount: Usd): string {
  const text = formatUsd(amount, { grouped: true });
  return text.startsWith('-') ? `-$${text.slice(1)}` : `$${text}`;
}

/** With a plus where it is above zero. */
export function dollars(amount: Usd): string {
  return amount > 0n ? `+${money(amount)}` : money(amount);
}

export function signed(value: Ratio): string {
  return value > 0n ? `+${formatPercent(value, 4)}` : formatPercent(value, 4);
}

function isTraded(line: PlanLine): line is TradeLine {
  return line.trade !== undefined;
}

function headline({ trade, reasons }: PlanLine): string {
  if (trade === undefined) {
    const stopped = reasons.find((reason) => roleOf(reason) === 'stop' || roleOf(reason) === 'cut');
    const why = stopped === undefined ? 'no reason' : describeReason(stopped);
    return `Not traded: ${why.replace(/^not traded: /, '')}.`;
  }
  const { side, quantity, order, value } = trade;
  const how =
    order.kind === 'limit' ? `at a limit of ${formatPrice(order.limit)}` : 'at the market';
  return `${side} ${formatShares(quantity)} ${how}, about ${money(value)}.`;
}

function describeHolding({ holding, weight }: PlanLine): string {
  const { held, value, valuation } = holding;
  if (held === 0n) return 'none held';
  const at = valuation === undefined ? '' : ` at ${formatPrice(valuation.price)}`;
  return `${shareCount(held)}${at} = ${money(value)}, which is ${formatPercent(weight, 4)}%`;
}

function shareCount(held: Parameters<typeof formatShares>[0]): string {
  return `${formatShares(held)} ${held === ONE_SHARE ? 'share' : 'shares'}`;
}

function sideOf({ driftUsd }: PlanLine): string {
  if (driftUsd === 0n) return ': on its target';
  return driftUsd > 0n ? ': too much' : ': too little';
}

/** The band in percent and dollars, and what is measured against it. */
function explainTrigger(
  { base, totalDrift }: TradePlan,
  { rebalance }: Settings,
): readonly string[] {
  const { trigger } = rebalance;
  const inDollars = (band: Ratio): string =>
    `${formatBps(band, 0)} bps of the base = ${money(partOf(base.investable, band, 'floor'))}`;
  if (trigger.kind === 'total_drift') {
    const total = ratioOf(totalDrift, base.investable, 'halfAway');
    return [
      entry(
        'Band',
        `${inDollars(trigger.band)} for all drifts together, cash included; they come to ${formatBps(total, 0)} bps = ${money(totalDrift)}`,
      ),
    ];
  }
  const idle =
    trigger.idleCashBand === undefined
      ? ''
      : `; ${formatBps(trigger.idleCashBand, 0)} bps for idle cash`;
  return [entry('Band', `${inDollars(trigger.band)} on each side of the target${idle}`)];
}

/** From dollars to shares, what cut them, and the smallest order. */
function explainSize(line: PlanLine, plan: TradePlan, { rebalance }: Settings): readonly string[] {
  const { trade, driftUsd, holding, reasons } = line;
  const price = trade?.price ?? holding.valuation?.price;
  if (price === undefined || price <= 0n) return [];
  const exact = formatDecimal(divide(absUsd(driftUsd), price, 'halfAway'), {
    scale: 4,
    decimals: 4,
  });
  const quantity = trade?.quantity ?? 0n;
  const unit =
    rebalance.orderUnit === ONE_SHARE
      ? 'whole shares'
      : `steps of ${formatShares(rebalance.orderUnit)} shares`;
  const isCut = reasons.some(({ kind }) => kind === 'cut');
  const distance = quantity * price - absUsd(driftUsd);
  const rounded = isCut || distance === 0n ? '' : distance > 0n ? ', rounded up' : ', rounded down';
  const parts = [
    entry(
      'Rounding',
      `${money(absUsd(driftUsd))} / ${formatPrice(price)} = ${exact} shares; in ${unit}: ${formatExact(quantity, 4)}${rounded}`,
    ),
  ];
  for (const reason of reasons) {
    if (reason.kind === 'cut')
      parts.push(entry('Cut', describeCut(reason, line, plan, rebalance.maxLeverage)));
  }
  if (trade !== undefined) {
    parts.push(
      entry(
        'Min order',
        `${money(trade.value)}, and min_order_usd is ${money(rebalance.minOrder)}`,
      ),
    );
  }
  return parts;
}

/** What the row that cut a buy allows, what the plan leaves of it, and who was served before. */
function describeCut(
  { row, wanted }: Extract<Reason, { kind: 'cut' }>,
  line: PlanLine,
  plan: TradePlan,
  maxLeverage: Ratio,
): string {
  const before = plan.buys
    .filter((other) => absUsd(other.driftUsd) > absUsd(line.driftUsd))
    .map(({ holding }) => holding.contract.symbol);
  const served =
    before.length === 0 ? '' : ` Larger drifts are served first: ${before.join(', ')}.`;
  return `${row} is short for the ${formatShares(wanted)} shares that it wants. ${describeRow(row, plan, maxLeverage)}${served}`;
}

function describeRow(
  row: Row,
  { cash, after, maintenance }: TradePlan,
  maxLeverage: Ratio,
): string {
  switch (row) {
    case 'cash':
      return `The plan ends with ${money(cash.after)} of cash, and must keep ${money(cash.floor)}.`;
    case 'leverage': {
      const times = (value: Ratio): string =>
        formatDecimal(value, { scale: RATIO_DECIMALS, decimals: 4 });
      return `The plan ends at ${times(after.leverage)} times the account's value, and max_leverage is ${formatExact(maxLeverage, RATIO_DECIMALS)}.`;
    }
    case 'maintenance': {
      const { excessLiquidity, floor } = maintenance ?? {};
      return excessLiquidity === undefined || floor === undefined
        ? 'The broker does not say what ExcessLiquidity is, so nothing is bought.'
        : `ExcessLiquidity is ${money(excessLiquidity)} before the plan, and must stay at ${money(floor)} or more.`;
    }
  }
}

function describeSource(valuation: Valuation | undefined, { pricing }: Settings): string {
  const chain = `price_source = ${pricing.priceSources.join(', ')}`;
  if (valuation === undefined) return `none (${chain})`;
  const { price, source } = valuation;
  const from = source === 'account' ? "the broker's own valuation" : source;
  return `${formatPrice(price)} from ${from} (${chain})`;
}

function explainCosts({ trade }: TradeLine): string {
  const { quantity, price, reserved } = trade;
  const dearer = reserved > price ? reserved : price;
  const reserve = absUsd(asUsd(valueOf(quantity, reserved) - valueOf(quantity, price)));
  return entry(
    'Costs',
    `commission of at most ${money(commissionOf(quantity, dearer))}; ${money(reserve)} in reserve, because each share is counted with ${formatPrice(reserved)}`,
  );
}

function explainAfter({ heldAfter, valueAfter, weightAfter, target, holding }: TradeLine): string {
  const left = asUsd(valueAfter - target);
  const weight = `${formatPercent(weightAfter, 4)}%, target ${formatPercent(holding.targetWeight, 4)}%`;
  return entry(
    'After',
    `${shareCount(heldAfter)} = ${money(valueAfter)}, ${weight}; ${dollars(left)} from it`,
  );
}
