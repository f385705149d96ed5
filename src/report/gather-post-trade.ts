import type { Snapshot } from '../core/account/snapshot.ts';
import type { ConversionReport } from '../core/approval/execution-report.ts';
import {
  cadPaidOf,
  commissionsOf,
  filledValueOf,
  isShareOrder,
  rejectionOf,
  type ConversionOrder,
  type TrackedOrder,
} from '../core/orders/tracked-order.ts';
import type { OrderTicket } from '../core/orders/ticket.ts';
import { countOrders, type TradePlan } from '../core/plan/trade-plan.ts';
import type { Trigger } from '../core/settings.ts';
import { formatDecimal } from '../core/units/decimal.ts';
import { formatPrice } from '../core/units/price.ts';
import { formatBps, formatPercent } from '../core/units/ratio.ts';
import { formatShares } from '../core/units/shares.ts';
import { asUsd, formatUsd, sumUsd, USD_DECIMALS, ZERO_USD } from '../core/units/usd.ts';
import { averageOf } from './describe-fill.ts';
import { formatLeverage, inCentsTogether, percentOfNetLiq, sumColumn } from './figures.ts';
import {
  bandOf,
  baseOf,
  CONVERSION,
  convertibleCells,
  identityOf,
  plannedCashWeight,
  remarksOn,
  totalDriftOf,
  tradesOf,
  unmanagedRow,
  negated,
  withoutGaps,
} from './gather-pre-trade.ts';
import { formatArrivalMid, slippageOf, slippageShare } from './measure-slippage.ts';
import { limitOf, orderLives, type TimedEvent } from './order-life.ts';
import {
  countFilled,
  explainLine,
  filledTogether,
  isInBand,
  statusOf,
  type PostTrade,
  type PostTradeLine,
} from './post-trade.ts';
import { POST_COLUMNS, type Cells } from './report-columns.ts';
import type { ReportHead, ReportRow, RunReport } from './run-report.ts';

/**
 * The post-trade report: every managed holding as it is held now and what was executed in it, then
 * what is not managed, then the conversion, then cash. Every holding is inside its band or its notes
 * say why not.
 */
export function gatherPostReport(
  report: PostTrade,
  head: ReportHead,
  seen: {
    readonly trigger: Trigger;
    readonly otherCash: Snapshot['account']['otherCash'];
    readonly story: readonly TimedEvent[];
  },
): RunReport {
  const { plan, after } = report;
  const rows: ReportRow[] = [
    ...report.lines.map((line) => ({
      kind: 'holding' as const,
      cells: { ...lineCells(line, after), ...bandOf(seen.trigger) },
    })),
    ...(after?.unmanaged ?? []).map((position) =>
      unmanagedRow(position, after ?? plan, 'new_qty_shares'),
    ),
    ...conversionRows(report),
    { kind: 'cash', cells: cashCells(report) },
  ];
  return {
    kind: 'post',
    head,
    headline: describeOutcome(report),
    remarks: remarksOn(plan, seen.otherCash),
    columns: POST_COLUMNS,
    shared: {
      ...identityOf(head),
      pre_total_drift_bps: totalDriftOf(plan, 'totalDrift'),
      ...(after !== undefined && {
        post_gross_exposure: formatUsd(after.before.gross),
        post_leverage: formatLeverage(after.before.leverage),
        ...baseOf(after),
        post_total_drift_bps: totalDriftOf(after, 'totalDrift'),
      }),
    },
    rows,
    trades: tradesOf(plan),
    totals: totalsOf(rows, ordersByLine(report)),
    orders: orderLives(seen.story),
  };
}

/** The orders of each line, and of the conversion by itself. */
function ordersByLine({ lines, conversion }: PostTrade): readonly (readonly TrackedOrder[])[] {
  return [[conversion?.order ?? []].flat(), ...lines.map(({ orders }) => orders)];
}

function describeOutcome(report: PostTrade): string {
  const { plan, lines, after } = report;
  const filled = countFilled(report);
  const orders = `${filled} of ${countOrders(plan)} orders filled`;
  if (after === undefined) return `${orders}; the account could not be read again`;
  const inside = lines.filter(isInBand).length;
  return `${orders}; ${inside} of ${lines.length} holdings inside their band`;
}

function lineCells(line: PostTradeLine, after: TradePlan | undefined): Cells {
  const { orders, before } = line;
  const { trade } = before;
  return withoutGaps({
    symbol: line.symbol,
    is_cash: 'false',
    ...heldNow(line, after),
    ...executed(orders),
    status: line.status,
    error: line.error,
    notes: explainLine(line),
    action: trade?.side ?? 'NONE',
    planned_qty_shares: trade === undefined ? '0' : formatShares(trade.quantity),
    wt_before_pct: formatPercent(before.weight, 4),
    drift_before_pct: formatPercent(before.drift, 4),
    wt_planned_pct: formatPercent(before.weightAfter, 4),
    ...sentAs(orders),
    name: line.name,
  });
}

/** How the first order of a line went out, and who its orders are. */
function sentAs(orders: readonly TrackedOrder[]): Cells {
  const [first] = orders;
  if (first === undefined) return {};
  const { ticket } = first;
  const permIds = orders.flatMap(({ permId }) => (permId === 0 ? [] : [String(permId)]));
  return withoutGaps({
    order_ref: orders.map((order) => order.ticket.orderRef).join(' '),
    order_id: orders.map(({ orderId }) => String(orderId)).join(' '),
    perm_id: permIds.length === 0 ? undefined : permIds.join(' '),
    sent_qty_shares: formatShares(ticket.quantity),
    order_type: orderTypeOf(ticket),
    limit_price: limitOf(ticket),
    arrival_mid: formatArrivalMid(first),
  });
}

function orderTypeOf(ticket: OrderTicket): string {
  if (ticket.kind === 'shares' && ticket.algo?.kind === 'midprice') return 'MIDPRICE';
  return ticket.limit === undefined ? 'MKT' : 'LMT';
}

function executed(orders: readonly TrackedOrder[]): Cells {
  const filled = filledTogether(orders);
  if (orders.length === 0) return { exec_qty_shares: '0' };
  if (filled === 0n) return { exec_qty_shares: '0', exec_value_usd: '0.00' };
  const slippage = slippageOf(orders);
  const share = slippage === undefined ? undefined : slippageShare(slippage);
  return withoutGaps({
    exec_qty_shares: formatShares(filled),
    exec_price: averageOf(orders),
    exec_value_usd: formatUsd(sumUsd(orders.map(filledValueOf))),
    commission_usd: formatUsd(sumUsd(orders.map((order) => commissionsOf(order).amount))),
    slippage_bps: share === undefined ? undefined : formatBps(share, 2),
    slippage_usd: slippage && formatUsd(slippage.cost),
  });
}

/** The conversion in US dollars, with the rate where others have their price. */
function conversionRows({ conversion, after }: PostTrade): readonly ReportRow[] {
  const value = after === undefined ? {} : convertibleCells(after);
  if (conversion === undefined) {
    if (after === undefined || after.fx.kind === 'off') return [];
    const idle = { action: 'NONE', planned_qty_shares: '0', exec_qty_shares: '0' };
    return [{ kind: 'conversion', cells: { ...CONVERSION, ...idle, ...value } }];
  }
  return [{ kind: 'conversion', cells: { ...conversionCells(conversion), ...value } }];
}

function conversionCells({ approved, order, reason }: ConversionReport): Cells {
  const refusal = order && rejectionOf(order);
  const unsent = order === undefined ? (reason ?? 'the run was stopped') : undefined;
  return withoutGaps({
    ...CONVERSION,
    ...executed([order ?? []].flat()),
    status: order === undefined ? 'Skipped' : statusOf(order),
    error: refusal ?? unsent,
    notes: order === undefined ? `not sent: ${unsent ?? ''}` : describePayment(order),
    action: 'BUY',
    planned_qty_shares: formatUsd(approved.quantity, { decimals: 0 }),
    ...sentAs([order ?? []].flat()),
  });
}

/** What the dollars cost, and a commission that was not charged in US dollars. */
function describePayment(order: ConversionOrder): string {
  const { other, complete } = commissionsOf(order);
  return [
    `${inCents(cadPaidOf(order))} CAD paid`,
    ...other.map(({ amount, currency }) => `commission of ${inCents(amount)} ${currency}`),
    ...(complete ? [] : ['commission not reported, estimated']),
  ].join('; ');
}

function inCents(amount: bigint): string {
  return formatDecimal(amount, { scale: USD_DECIMALS, decimals: 2, grouped: true });
}

function heldNow(line: PostTradeLine, after: TradePlan | undefined): Cells {
  const { now, before } = line;
  if (now.kind === 'unread' || after === undefined) {
    return { target_wt_pct: formatPercent(before.holding.targetWeight, 4) };
  }
  const inBand = String(isInBand(line));
  if (now.kind === 'gone') return { new_qty_shares: '0', value_usd: '0.00', in_band: inBand };
  const { holding, weight, drift, driftUsd } = now.line;
  return withoutGaps({
    new_qty_shares: formatShares(holding.held),
    new_wt_pct: formatPercent(weight, 4),
    target_wt_pct: formatPercent(holding.targetWeight, 4),
    drift_pct: formatPercent(drift, 4),
    drift_usd: formatUsd(driftUsd),
    in_band: inBand,
    price: holding.valuation && formatPrice(holding.valuation.price),
    value_usd: formatUsd(holding.value),
    netliq_wt_pct: percentOfNetLiq(holding.value, after.base.netLiq),
  });
}

function cashCells(report: PostTrade): Cells {
  const { plan, after, account } = report;
  const shared: Cells = {
    symbol: 'CASH',
    is_cash: 'true',
    action: 'NONE',
    name: 'Cash in US dollars',
    wt_before_pct: formatPercent(plan.cashWeight, 4),
    drift_before_pct: formatPercent(plan.cashDrift, 4),
    wt_planned_pct: plannedCashWeight(plan),
    target_wt_pct: formatPercent(plan.cashTargetWeight, 4),
    ...walkOf(report),
  };
  if (after === undefined || account === undefined) return shared;
  return {
    ...shared,
    new_wt_pct: formatPercent(after.cashWeight, 4),
    target_wt_pct: formatPercent(after.cashTargetWeight, 4),
    drift_pct: formatPercent(after.cashDrift, 4),
    drift_usd: formatUsd(after.cashDriftUsd),
    value_usd: formatUsd(account.cash),
    netliq_wt_pct: percentOfNetLiq(account.cash, after.base.netLiq),
    notes: `weights leave out the cash buffer of $${formatUsd(after.base.buffer)}`,
  };
}

/** From the cash before to the cash now; what our own orders do not explain stands by itself. */
function walkOf(report: PostTrade): Cells {
  const { plan, account } = report;
  const orders = ordersByLine(report).flat();
  const values = (side: 'BUY' | 'SELL'): bigint =>
    sumUsd(
      orders
        .filter((order) => isShareOrder(order) && order.ticket.side === side)
        .map(filledValueOf),
    );
  const { order: converted } = report.conversion ?? { order: undefined };
  const known = [
    plan.base.cash,
    converted === undefined ? ZERO_USD : filledValueOf(converted),
    asUsd(values('SELL')),
    asUsd(0n - values('BUY')),
    asUsd(0n - sumUsd(orders.map((order) => commissionsOf(order).amount))),
  ];
  const after = account?.cash;
  const other = after === undefined ? [] : [asUsd(after - sumUsd(known))];
  const [before, fx, sells, buys, fees, rest] = inCentsTogether([...known, ...other]);
  return withoutGaps({
    cash_before_usd: before,
    cash_fx_usd: fx,
    cash_sells_usd: sells,
    cash_buys_usd: negated(buys),
    cash_fees_usd: negated(fees),
    cash_other_usd: rest,
    cash_after_usd: after === undefined ? undefined : formatUsd(after),
  });
}

function totalsOf(rows: readonly ReportRow[], lines: readonly (readonly TrackedOrder[])[]): Cells {
  const slippages = lines.flatMap((orders) => slippageOf(orders) ?? []);
  const share =
    slippages.length === 0
      ? undefined
      : slippageShare({
          cost: sumUsd(slippages.map(({ cost }) => cost)),
          atMid: sumUsd(slippages.map(({ atMid }) => atMid)),
        });
  return withoutGaps({
    target_wt_pct: sumColumn(rows, 'target_wt_pct', 4),
    wt_before_pct: sumColumn(rows, 'wt_before_pct', 4),
    new_wt_pct: sumColumn(rows, 'new_wt_pct', 4),
    drift_pct: sumColumn(rows, 'drift_pct', 4),
    drift_usd: sumColumn(rows, 'drift_usd', 2),
    value_usd: sumColumn(rows, 'value_usd', 2),
    netliq_wt_pct: sumColumn(rows, 'netliq_wt_pct', 4),
    exec_value_usd: sumColumn(rows, 'exec_value_usd', 2),
    commission_usd: sumColumn(rows, 'commission_usd', 2),
    slippage_usd: sumColumn(rows, 'slippage_usd', 2),
    slippage_bps: share === undefined ? undefined : formatBps(share, 2),
  });
}
