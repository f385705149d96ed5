import { shortDigest } from '../core/approval/plan-bytes.ts';
import type { PlanLine, TradePlan } from '../core/plan/trade-plan.ts';
import { formatDecimal } from '../core/units/decimal.ts';
import { formatPrice } from '../core/units/price.ts';
import { formatPercent, RATIO_DECIMALS, ratioOf, type Ratio } from '../core/units/ratio.ts';
import { formatRate } from '../core/units/rate.ts';
import { formatShares } from '../core/units/shares.ts';
import { formatUsd, type Usd } from '../core/units/usd.ts';
import { safeText, writeCsv, type CsvRow } from './csv.ts';
import { describeFx, fxReasons } from './describe-fx.ts';
import { describeReasons } from './describe-reason.ts';

/** The columns of the requirement text first, in its order, then ours. */
const COLUMNS = [
  'timestamp_run',
  'account_id',
  'symbol',
  'is_cash',
  'target_wt_pct',
  'current_wt_pct',
  'drift_pct',
  'drift_usd',
  'action',
  'qty_shares',
  'est_price',
  'order_type',
  'algo',
  'est_value_usd',
  'pre_gross_exposure',
  'post_gross_exposure',
  'pre_leverage',
  'post_leverage',
  'limit_price',
  'held_shares',
  'value_usd',
  'netliq_wt_pct',
  'wt_after_pct',
  'price_source',
  'reasons',
  'name',
  'plan_digest',
] as const;

/**
 * The pre-trade report: every managed holding, then cash. Weights and drift are of the investable
 * base; the cash row leaves the buffer out and says so.
 */
export function writePreTradeCsv(plan: TradePlan, digest: string, runStartedAt: number): string {
  const shared = {
    timestamp_run: new Date(runStartedAt).toISOString(),
    account_id: plan.accountId,
    plan_digest: shortDigest(digest),
    pre_gross_exposure: formatUsd(plan.before.gross),
    post_gross_exposure: formatUsd(plan.after.gross),
    pre_leverage: formatLeverage(plan.before.leverage),
    post_leverage: formatLeverage(plan.after.leverage),
  };
  const rows = plan.lines.map((line) => ({ ...shared, ...holdingRow(line, plan) }));
  const conversion = fxRow(plan).map((row) => ({ ...shared, ...row }));
  return writeCsv(COLUMNS, [...rows, ...conversion, { ...shared, ...cashRow(plan) }]);
}

/** A ratio such as leverage: 1.0000. */
export function formatLeverage(value: Ratio): string {
  return formatDecimal(value, { scale: RATIO_DECIMALS, decimals: 4 });
}

/** An amount as percent of NetLiq, with the four decimals of all percent columns. */
export function percentOfNetLiq(amount: Usd, netLiq: Usd): string {
  return formatPercent(ratioOf(amount, netLiq, 'halfAway'), 4);
}

function holdingRow(line: PlanLine, plan: TradePlan): CsvRow {
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
    est_price: price === undefined ? '' : formatPrice(price),
    order_type: order === undefined ? '' : order.kind === 'limit' ? 'LMT' : 'MKT',
    algo: trade === undefined ? '' : 'none',
    est_value_usd: trade === undefined ? '0.00' : formatUsd(trade.value),
    limit_price: order?.kind === 'limit' ? formatPrice(order.limit) : '',
    held_shares: formatShares(holding.held),
    value_usd: formatUsd(holding.value),
    netliq_wt_pct: percentOfNetLiq(holding.value, plan.base.netLiq),
    wt_after_pct: formatPercent(line.weightAfter, 4),
    price_source: valuation?.source ?? '',
    reasons: safeText(describeReasons(line)),
    name: safeText(contract.name),
  };
}

/** The conversion in US dollars, with the rate where others have their price; none without one. */
function fxRow({ fx }: TradePlan): readonly CsvRow[] {
  if (fx.kind === 'off') return [];
  const row = { symbol: 'USD.CAD', is_cash: 'false', name: 'US dollars for Canadian dollars' };
  if (fx.kind !== 'convert') {
    const reasons = safeText(describeFx(fx) ?? '');
    return [{ ...row, action: 'NONE', qty_shares: '0', est_value_usd: '0.00', reasons }];
  }
  const { quantity, planRate, limit } = fx.trade;
  return [
    {
      ...row,
      action: 'BUY',
      qty_shares: formatUsd(quantity, { decimals: 0 }),
      est_price: formatRate(planRate),
      order_type: limit === undefined ? 'MKT' : 'LMT',
      algo: 'none',
      est_value_usd: formatUsd(quantity),
      limit_price: limit === undefined ? '' : formatRate(limit),
      reasons: safeText(fxReasons(fx.trade)),
    },
  ];
}

function cashRow(plan: TradePlan): CsvRow {
  const { base, cash } = plan;
  const counted =
    base.convertible === 0n
      ? ''
      : `, and count $${formatUsd(base.convertible)} that CAD can be converted to`;
  return {
    symbol: 'CASH',
    is_cash: 'true',
    target_wt_pct: formatPercent(plan.cashTargetWeight, 4),
    current_wt_pct: formatPercent(plan.cashWeight, 4),
    drift_pct: formatPercent(plan.cashDrift, 4),
    drift_usd: formatUsd(plan.cashDriftUsd),
    action: 'NONE',
    qty_shares: '',
    est_price: '',
    est_value_usd: '',
    held_shares: '',
    value_usd: formatUsd(base.cash),
    netliq_wt_pct: percentOfNetLiq(base.cash, base.netLiq),
    reasons: `weights leave out the cash buffer of $${formatUsd(base.buffer)}${counted}; after costs $${formatUsd(cash.after)}`,
    name: 'Cash in US dollars',
  };
}
