import type { Position, Snapshot } from '../core/account/snapshot.ts';
import { shortDigest } from '../core/approval/plan-bytes.ts';
import { countOrders, type PlanLine, type TradePlan } from '../core/plan/trade-plan.ts';
import type { Algo, Trigger } from '../core/settings.ts';
import { formatPrice } from '../core/units/price.ts';
import { formatBps, formatPercent, ratioOf } from '../core/units/ratio.ts';
import { formatRate } from '../core/units/rate.ts';
import { formatShares } from '../core/units/shares.ts';
import { asUsd, formatUsd } from '../core/units/usd.ts';
import { describeFx, fxReasons } from './describe-fx.ts';
import { describeOtherCash, describeSizing } from './describe-plan.ts';
import { describeReasons } from './describe-reason.ts';
import { formatLeverage, inCentsTogether, percentOfNetLiq, sumColumn } from './figures.ts';
import { PRE_COLUMNS, type Cells } from './report-columns.ts';
import type { ReportHead, ReportRow, RunReport } from './run-report.ts';

/**
 * The pre-trade report: every managed holding, what is not managed, the conversion, then cash.
 * Weights and drift are of the investable base; the cash row leaves the buffer out and says so.
 */
export function gatherPreTrade(
  plan: TradePlan,
  head: ReportHead,
  seen: {
    readonly trigger: Trigger;
    readonly otherCash: Snapshot['account']['otherCash'];
    /** Of every order for shares; undefined for plain ones. */
    readonly algo?: Algo | undefined;
  },
): RunReport {
  const rows: ReportRow[] = [
    ...plan.lines.map((line) => ({
      kind: 'holding' as const,
      cells: { ...holdingCells(line, plan, seen.algo), ...bandOf(seen.trigger) },
    })),
    ...plan.unmanaged.map((position) => unmanagedRow(position, plan, 'held_shares')),
    ...conversionRows(plan),
    { kind: 'cash', cells: cashCells(plan) },
  ];
  return {
    kind: 'pre',
    head,
    headline: describeOrders(plan),
    remarks: remarksOn(plan, seen.otherCash),
    columns: PRE_COLUMNS,
    shared: {
      ...identityOf(head),
      pre_gross_exposure: formatUsd(plan.before.gross),
      post_gross_exposure: formatUsd(plan.after.gross),
      pre_leverage: formatLeverage(plan.before.leverage),
      post_leverage: formatLeverage(plan.after.leverage),
      ...baseOf(plan),
      pre_total_drift_bps: totalDriftOf(plan, 'totalDrift'),
      post_total_drift_bps: totalDriftOf(plan, 'totalDriftAfter'),
    },
    rows,
    trades: tradesOf(plan),
    totals: totalsOf(rows),
    orders: [],
  };
}

/** The symbols of what is traded, in the order of sending. */
export function tradesOf({ fx, sells, buys }: TradePlan): readonly string[] {
  return [
    ...(fx.kind === 'convert' ? [CONVERSION.symbol] : []),
    ...[...sells, ...buys].map(({ holding }) => holding.contract.symbol),
  ];
}

/** What stands on every row of a run's reports. */
export function identityOf({ startedAt, accountId, digest, runId }: ReportHead): Cells {
  return {
    timestamp_run: new Date(startedAt).toISOString(),
    account_id: accountId,
    plan_digest: shortDigest(digest),
    run_id: runId,
  };
}

/** What the weights of a plan are weights of. */
export function baseOf({ base }: TradePlan): Cells {
  return {
    netliq_usd: formatUsd(base.netLiq),
    investable_usd: formatUsd(base.investable),
    buffer_usd: formatUsd(base.buffer),
  };
}

/** A total drift in basis points of the investable base. */
export function totalDriftOf(plan: TradePlan, which: 'totalDrift' | 'totalDriftAfter'): string {
  return formatBps(ratioOf(plan[which], plan.base.investable, 'halfAway'));
}

/** The band of a holding, where holdings have bands of their own. */
export function bandOf(trigger: Trigger): Cells {
  return trigger.kind === 'per_holding' ? { band_pct: formatPercent(trigger.band, 4) } : {};
}

/** What the plan does with its Canadian dollars, how good it is, and what it leaves out. */
export function remarksOn(
  plan: TradePlan,
  otherCash: Snapshot['account']['otherCash'],
): readonly string[] {
  const conversion = describeFx(plan.fx);
  return [
    ...(conversion === undefined ? [] : [conversion]),
    ...describeSizing(plan).map((line) => line.trim()),
    ...describeOtherCash(otherCash, plan),
  ];
}

/** A position that is never traded; it counts in the value of the account. */
export function unmanagedRow(
  position: Position,
  { base }: TradePlan,
  held: 'held_shares' | 'new_qty_shares',
): ReportRow {
  const { marketValue: value } = position;
  return {
    kind: 'unmanaged',
    cells: {
      symbol: position.symbol,
      is_cash: 'false',
      action: 'NONE',
      [held]: formatShares(position.quantity),
      ...(value !== undefined && {
        value_usd: formatUsd(value),
        netliq_wt_pct: percentOfNetLiq(value, base.netLiq),
      }),
      [held === 'held_shares' ? 'reasons' : 'notes']:
        `not managed (${position.secType}): never traded`,
    },
  };
}

/** The dollars that Canadian ones can be converted to count as cash, so they have a value. */
export function convertibleCells({ base }: TradePlan): Cells {
  return {
    value_usd: formatUsd(base.convertible),
    netliq_wt_pct: percentOfNetLiq(base.convertible, base.netLiq),
  };
}

export const CONVERSION = {
  symbol: 'USD.CAD',
  is_cash: 'false',
  name: 'US dollars for Canadian dollars',
};

function describeOrders(plan: TradePlan): string {
  const count = countOrders(plan);
  if (count === 0) return 'Nothing to trade';
  const { sells, buys, fx } = plan;
  const parts = [
    ...(fx.kind === 'convert' ? ['1 conversion'] : []),
    ...(sells.length > 0 ? [`${sells.length} to sell`] : []),
    ...(buys.length > 0 ? [`${buys.length} to buy`] : []),
  ];
  return `${count} ${count === 1 ? 'order' : 'orders'} planned: ${parts.join(', ')}`;
}

function holdingCells(line: PlanLine, plan: TradePlan, algo: Algo | undefined): Cells {
  const { holding, trade } = line;
  const { contract, valuation } = holding;
  const order = trade?.order;
  const price = trade?.price ?? valuation?.price;
  return {
    symbol: contract.symbol,
    is_cash: 'false',
    target_wt_pct: formatPercent(holding.targetWeight, 4),
    current_wt_pct: formatPercent(line.weight, 4),
    drift_pct: formatPercent(line.drift, 4),
    drift_usd: formatUsd(line.driftUsd),
    action: trade?.side ?? 'NONE',
    qty_shares: trade === undefined ? '0' : formatShares(trade.quantity),
    ...(price !== undefined && { est_price: formatPrice(price) }),
    ...(order !== undefined && {
      order_type: algo?.kind === 'midprice' ? 'MIDPRICE' : order.kind === 'limit' ? 'LMT' : 'MKT',
      algo: algo?.kind ?? 'none',
    }),
    est_value_usd: trade === undefined ? '0.00' : formatUsd(trade.value),
    ...(order?.kind === 'limit' && { limit_price: formatPrice(order.limit) }),
    held_shares: formatShares(holding.held),
    value_usd: formatUsd(holding.value),
    netliq_wt_pct: percentOfNetLiq(holding.value, plan.base.netLiq),
    wt_after_pct: formatPercent(line.weightAfter, 4),
    ...(valuation !== undefined && { price_source: valuation.source }),
    reasons: describeReasons(line),
    name: contract.name,
  };
}

/** The conversion in US dollars, with the rate where others have their price; none without one. */
function conversionRows(plan: TradePlan): readonly ReportRow[] {
  const { fx } = plan;
  if (fx.kind === 'off') return [];
  const shared = { ...CONVERSION, ...convertibleCells(plan) };
  if (fx.kind !== 'convert') {
    const idle = { action: 'NONE', qty_shares: '0', est_value_usd: '0.00' };
    return [{ kind: 'conversion', cells: { ...shared, ...idle, reasons: describeFx(fx) ?? '' } }];
  }
  const { quantity, planRate, limit } = fx.trade;
  const cells: Cells = {
    ...shared,
    action: 'BUY',
    qty_shares: formatUsd(quantity, { decimals: 0 }),
    est_price: formatRate(planRate),
    order_type: limit === undefined ? 'MKT' : 'LMT',
    algo: 'none',
    est_value_usd: formatUsd(quantity),
    ...(limit !== undefined && { limit_price: formatRate(limit) }),
    reasons: fxReasons(fx.trade),
  };
  return [{ kind: 'conversion', cells }];
}

function cashCells(plan: TradePlan): Cells {
  const { base, cash } = plan;
  const counted =
    base.convertible === 0n
      ? ''
      : `, and count $${formatUsd(base.convertible)} that CAD can be converted to`;
  const less = (amount: bigint): ReturnType<typeof asUsd> => asUsd(0n - amount);
  const [before, fx, sells, buys, fees, reserve] = inCentsTogether([
    cash.before,
    cash.fx,
    cash.sells,
    less(cash.buys),
    less(cash.commissions),
    less(cash.reserve),
  ]);
  return {
    symbol: 'CASH',
    is_cash: 'true',
    target_wt_pct: formatPercent(plan.cashTargetWeight, 4),
    current_wt_pct: formatPercent(plan.cashWeight, 4),
    drift_pct: formatPercent(plan.cashDrift, 4),
    drift_usd: formatUsd(plan.cashDriftUsd),
    wt_after_pct: plannedCashWeight(plan),
    action: 'NONE',
    value_usd: formatUsd(base.cash),
    netliq_wt_pct: percentOfNetLiq(base.cash, base.netLiq),
    reasons: `weights leave out the cash buffer of $${formatUsd(base.buffer)}${counted}; after costs $${formatUsd(cash.after)}`,
    name: 'Cash in US dollars',
    cash_before_usd: before ?? '',
    cash_fx_usd: fx ?? '',
    cash_sells_usd: sells ?? '',
    cash_buys_usd: negated(buys),
    cash_fees_usd: negated(fees),
    cash_reserve_usd: negated(reserve),
    cash_after_usd: formatUsd(cash.after),
    cash_floor_usd: formatUsd(cash.floor),
  };
}

/** The weight of cash after the plan, at plan prices, without the buffer. */
export function plannedCashWeight({ base, cash }: TradePlan): string {
  const left = asUsd(cash.after + base.convertible - cash.fx - base.buffer);
  return formatPercent(ratioOf(left, base.investable, 'halfAway'), 4);
}

/** An amount that was counted below zero so that the walk adds up. */
export function negated(amount: string | undefined): string {
  if (amount === undefined) return '';
  return amount.startsWith('-') ? amount.slice(1) : amount.replace(/^(?=.*[1-9])/, '-');
}

function totalsOf(rows: readonly ReportRow[]): Cells {
  return withoutGaps({
    target_wt_pct: sumColumn(rows, 'target_wt_pct', 4),
    current_wt_pct: sumColumn(rows, 'current_wt_pct', 4),
    drift_pct: sumColumn(rows, 'drift_pct', 4),
    drift_usd: sumColumn(rows, 'drift_usd', 2),
    value_usd: sumColumn(rows, 'value_usd', 2),
    netliq_wt_pct: sumColumn(rows, 'netliq_wt_pct', 4),
    est_value_usd: sumColumn(rows, 'est_value_usd', 2),
  });
}

/** Cells without those that nothing is known of. */
export function withoutGaps(cells: {
  readonly [Name in keyof Cells]: string | undefined;
}): Cells {
  return Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== undefined));
}
