import { shortDigest } from '../core/approval/plan-bytes.ts';
import type { ConversionReport } from '../core/approval/execution-report.ts';
import {
  cadPaidOf,
  commissionsOf,
  filledOf,
  filledValueOf,
  rejectionOf,
  type ConversionOrder,
  type TrackedOrder,
} from '../core/orders/tracked-order.ts';
import { formatPrice } from '../core/units/price.ts';
import { formatPercent } from '../core/units/ratio.ts';
import { formatShares } from '../core/units/shares.ts';
import { formatDecimal } from '../core/units/decimal.ts';
import { formatUsd, USD_DECIMALS, type Usd } from '../core/units/usd.ts';
import type { Position } from '../core/account/snapshot.ts';
import type { TradePlan } from '../core/plan/trade-plan.ts';
import { safeText, writeCsv, type CsvRow } from './csv.ts';
import { averageOf } from './describe-fill.ts';
import {
  explainLine,
  isInBand,
  statusOf,
  type PostTrade,
  type PostTradeLine,
} from './post-trade.ts';
import { formatLeverage, percentOfNetLiq } from './pre-trade-csv.ts';

/** The columns of the requirement text first, in its order, then ours. */
const COLUMNS = [
  'timestamp_run',
  'account_id',
  'symbol',
  'is_cash',
  'new_qty_shares',
  'new_wt_pct',
  'exec_qty_shares',
  'exec_price',
  'exec_value_usd',
  'post_gross_exposure',
  'post_leverage',
  'status',
  'error',
  'notes',
  'target_wt_pct',
  'drift_pct',
  'drift_usd',
  'in_band',
  'price',
  'value_usd',
  'netliq_wt_pct',
  'commission_usd',
  'action',
  'planned_qty_shares',
  'order_ref',
  'order_id',
  'perm_id',
  'name',
  'plan_digest',
] as const;

/**
 * The post-trade report: every managed holding as it is held now and what was executed in it, then
 * what is not managed, then the conversion, then cash. Every holding is inside its band or its notes say why not.
 */
export function writePostTradeCsv(report: PostTrade, runStartedAt: number): string {
  const { plan, digest, after, account } = report;
  const shared = {
    timestamp_run: new Date(runStartedAt).toISOString(),
    account_id: plan.accountId,
    plan_digest: shortDigest(digest),
    post_gross_exposure: after === undefined ? '' : formatUsd(after.before.gross),
    post_leverage: after === undefined ? '' : formatLeverage(after.before.leverage),
  };
  const rows: CsvRow[] = report.lines.map((line) => ({ ...shared, ...lineRow(line, after) }));
  for (const position of after?.unmanaged ?? [])
    rows.push({ ...shared, ...unmanagedRow(position) });
  if (report.conversion !== undefined) {
    rows.push({ ...shared, ...conversionRow(report.conversion) });
  }
  if (after !== undefined && account !== undefined)
    rows.push({ ...shared, ...cashRow(after, account.cash) });
  return writeCsv(COLUMNS, rows);
}

function lineRow(line: PostTradeLine, after: TradePlan | undefined): CsvRow {
  const { order, planned } = line;
  return {
    symbol: line.symbol,
    is_cash: 'false',
    ...heldNow(line, after),
    ...executed(order),
    status: line.status ?? '',
    error: safeText(line.error ?? ''),
    notes: safeText(explainLine(line)),
    action: planned?.side ?? 'NONE',
    planned_qty_shares: planned === undefined ? '0' : formatShares(planned.quantity),
    ...identified(order),
    name: safeText(line.name),
  };
}

function identified(order: TrackedOrder | undefined): CsvRow {
  return {
    order_ref: order?.ticket.orderRef ?? '',
    order_id: order === undefined ? '' : String(order.orderId),
    perm_id: order === undefined || order.permId === 0 ? '' : String(order.permId),
  };
}

/** The conversion in US dollars, with the rate where others have their price. */
function conversionRow({ approved, order, reason }: ConversionReport): CsvRow {
  const refusal = order && rejectionOf(order);
  const unsent = order === undefined ? (reason ?? 'the run was stopped') : undefined;
  return {
    symbol: 'USD.CAD',
    is_cash: 'false',
    ...executed(order),
    status: order === undefined ? 'Skipped' : statusOf(order),
    error: safeText(refusal ?? unsent ?? ''),
    notes: safeText(order === undefined ? `not sent: ${unsent ?? ''}` : describePayment(order)),
    action: 'BUY',
    planned_qty_shares: formatUsd(approved.quantity, { decimals: 0 }),
    ...identified(order),
    name: 'US dollars for Canadian dollars',
  };
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

function heldNow(line: PostTradeLine, after: TradePlan | undefined): CsvRow {
  const { now } = line;
  if (now.kind === 'unread' || after === undefined) return {};
  const inBand = String(isInBand(line));
  if (now.kind === 'gone') return { new_qty_shares: '0', value_usd: '0.00', in_band: inBand };
  const { holding, weight, drift, driftUsd } = now.line;
  return {
    new_qty_shares: formatShares(holding.held),
    new_wt_pct: formatPercent(weight, 4),
    target_wt_pct: formatPercent(holding.targetWeight, 4),
    drift_pct: formatPercent(drift, 4),
    drift_usd: formatUsd(driftUsd),
    in_band: inBand,
    price: holding.valuation === undefined ? '' : formatPrice(holding.valuation.price),
    value_usd: formatUsd(holding.value),
    netliq_wt_pct: percentOfNetLiq(holding.value, after.base.netLiq),
  };
}

function executed(order: TrackedOrder | undefined): CsvRow {
  if (order === undefined) return { exec_qty_shares: '0' };
  const filled = filledOf(order);
  const value = filledValueOf(order);
  if (filled === 0n) return { exec_qty_shares: '0', exec_value_usd: '0.00' };
  return {
    exec_qty_shares: formatShares(filled),
    exec_price: averageOf(order) ?? '',
    exec_value_usd: formatUsd(value),
    commission_usd: formatUsd(commissionsOf(order).amount),
  };
}

function unmanagedRow(position: Position): CsvRow {
  return {
    symbol: safeText(position.symbol),
    is_cash: 'false',
    new_qty_shares: formatShares(position.quantity),
    value_usd: position.marketValue === undefined ? '' : formatUsd(position.marketValue),
    action: 'NONE',
    notes: `not managed (${safeText(position.secType)}): never traded`,
  };
}

function cashRow(after: TradePlan, cash: Usd): CsvRow {
  return {
    symbol: 'CASH',
    is_cash: 'true',
    new_wt_pct: formatPercent(after.cashWeight, 4),
    target_wt_pct: formatPercent(after.cashTargetWeight, 4),
    drift_pct: formatPercent(after.cashDrift, 4),
    drift_usd: formatUsd(after.cashDriftUsd),
    value_usd: formatUsd(cash),
    netliq_wt_pct: percentOfNetLiq(cash, after.base.netLiq),
    action: 'NONE',
    notes: `weights leave out the cash buffer of $${formatUsd(after.base.buffer)}`,
    name: 'Cash in US dollars',
  };
}
