import type { Trigger } from '../core/settings.ts';
import { exceedsBand } from '../core/plan/select-candidates.ts';
import type { PlanLine, TradePlan } from '../core/plan/trade-plan.ts';
import { formatBps, formatPercent, type Ratio } from '../core/units/ratio.ts';
import { formatShares } from '../core/units/shares.ts';
import { absUsd, formatUsd } from '../core/units/usd.ts';
import { describeReasons } from './describe-reason.ts';
import { describeTotalDrift } from './describe-plan.ts';

/** What is off its target, for people and for programs. */
export interface DriftReport {
  /** A holding, or with total_drift their sum, is outside its band; or the plan has an order. */
  readonly drifted: boolean;
  readonly text: string;
  /** Figures are texts, so that no reader turns them into binary fractions. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A line is out of its own band; with total_drift none has one. */
function isOut(line: PlanLine, { base }: TradePlan, trigger: Trigger): boolean {
  return trigger.kind === 'per_holding' && exceedsBand(line.driftUsd, trigger.band, base);
}

/**
 * Says how far the account is from its targets. A line that is outside its band counts although it
 * cannot be traded now, with the reason beside it; one inside counts when the plan trades it anyway,
 * because of idle cash.
 */
export function reportDrift(plan: TradePlan, trigger: Trigger): DriftReport {
  const lines = [...plan.lines].sort(
    (a, b) =>
      Number(absUsd(b.driftUsd) - absUsd(a.driftUsd)) || (symbolOf(a) < symbolOf(b) ? -1 : 1),
  );
  const told = lines.filter((line) => isOut(line, plan, trigger) || line.trade !== undefined);
  const totalIsOut =
    trigger.kind === 'total_drift' && exceedsBand(plan.totalDrift, trigger.band, plan.base);
  const drifted = told.length > 0 || totalIsOut;
  return {
    drifted,
    text: describe(plan, { told, drifted, inside: lines.length - told.length }),
    json: {
      account: plan.accountId,
      drifted,
      trigger: trigger.kind,
      band_bps: formatBps(trigger.band),
      total_drift_usd: formatUsd(plan.totalDrift),
      cash: {
        weight_pct: formatPercent(plan.cashWeight),
        target_pct: formatPercent(plan.cashTargetWeight),
        drift_pct: formatPercent(plan.cashDrift),
        drift_usd: formatUsd(plan.cashDriftUsd),
      },
      lines: lines.map((line) => ({
        symbol: symbolOf(line),
        weight_pct: formatPercent(line.weight),
        target_pct: formatPercent(line.holding.targetWeight),
        drift_pct: formatPercent(line.drift),
        drift_usd: formatUsd(line.driftUsd),
        out_of_band: isOut(line, plan, trigger),
        action: line.trade?.side ?? null,
        shares: line.trade === undefined ? null : formatShares(line.trade.quantity),
        reasons: describeReasons(line),
      })),
    },
  };
}

function symbolOf({ holding }: PlanLine): string {
  return holding.contract.symbol;
}

function describe(
  plan: TradePlan,
  seen: {
    readonly told: readonly PlanLine[];
    readonly drifted: boolean;
    readonly inside: number;
  },
): string {
  const rows = [
    ['Symbol', 'Target %', 'Now %', 'Drift %', 'Drift $', ''],
    ...seen.told.map((line) => [
      symbolOf(line),
      formatPercent(line.holding.targetWeight),
      formatPercent(line.weight),
      signed(line.drift),
      formatUsd(line.driftUsd, { grouped: true, decimals: 0 }),
      line.trade === undefined
        ? describeReasons(line)
        : `${line.trade.side} ${formatShares(line.trade.quantity)}`,
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const { inside } = seen;
  return [
    `${plan.accountId} ${seen.drifted ? 'has drifted' : 'is in band'}.`,
    ...(seen.told.length === 0 ? [] : ['', ...table, '']),
    ...(inside === 0
      ? []
      : [`${inside} ${inside === 1 ? 'holding needs' : 'holdings need'} no trade.`]),
    describeTotalDrift(plan),
  ].join('\n');
}

function signed(value: Ratio): string {
  return `${value > 0n ? '+' : ''}${formatPercent(value)}`;
}
