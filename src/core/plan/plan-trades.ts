import type { Snapshot } from '../account/snapshot.ts';
import type { RebalanceMode, RebalanceSettings, Settings } from '../settings.ts';
import { greater } from '../units/bounds.ts';
import { bps, partOf, ratioOf, ZERO_RATIO } from '../units/ratio.ts';
import { failure, success, type Result } from '../units/result.ts';
import { asShares, valueOf } from '../units/shares.ts';
import { asUsd, sumUsd, ZERO_USD, type Usd } from '../units/usd.ts';
import type { TargetWeights } from './blend-targets.ts';
import { buildBase, type InvestableBase } from './build-base.ts';
import { certify } from './certificate.ts';
import { commissionOf } from './costs.ts';
import { gatherHoldings } from './gather-holdings.ts';
import { measureDrift, type Drift, type DriftReport } from './measure-drift.ts';
import type { Reason } from './reason.ts';
import { closeWalk, planFunded, type Convertible } from './plan-funded.ts';
import { reasonsOf, type TriggerFacts } from './reasons-of.ts';
import { standingOf, type Limits, type Standing } from './rooms.ts';
import {
  selectCandidates,
  totalDrift,
  type DriftLeft,
  type Selection,
} from './select-candidates.ts';
import type { Polish } from './size-buys.ts';
import { driftAfter, sizeTrades, type Sizing } from './size-trades.ts';
import type { Sized, Trade } from './trade.ts';
import type { CashWalk, Exposure, PlanLine, TradeLine, TradePlan } from './trade-plan.ts';

/** Less than this part of the account's value is not searched for (PLANNING B.7). */
const POLISH_TOLERANCE = bps('0.01');

/**
 * Plans one account: drift, trigger, sells, then buys by priority inside cash, leverage and
 * maintenance margin (PLANNING A.3 to A.8). Pure: the same targets, snapshot and settings give the same
 * plan. Refuses when the account cannot be valued or nothing is left to invest.
 */
export function planTrades(
  targets: TargetWeights,
  snapshot: Snapshot,
  settings: Settings,
): Result<TradePlan> {
  return planFunded(snapshot, settings, (convertible) =>
    planWith(targets, { snapshot, convertible }, settings),
  );
}

/** The plan that takes these convertible dollars for cash. */
function planWith(
  targets: TargetWeights,
  { snapshot, convertible }: { readonly snapshot: Snapshot; readonly convertible: Convertible },
  settings: Settings,
): Result<TradePlan> {
  const gathered = gatherHoldings(targets, snapshot, settings);
  if (!gathered.ok) return gathered;
  const holdings = gathered.value;
  const funds = { account: snapshot.account, convertible: convertible.amount };
  const built = buildBase(holdings, targets, funds, settings.rebalance);
  if (!built.ok) return failure(built.problems);
  const base = built.value;

  const report = measureDrift(holdings.managed, base);
  const limits = limitsOf(base, snapshot, settings.rebalance);
  const { selection, sizing, otherSide } = chooseAndSize(
    { report, base, before: standingBefore(base, convertible) },
    limits,
    settings.rebalance,
  );
  const { sized, standing } = sizing;

  const total = totalDrift(report);
  const { candidates, idleCash } = selection;
  const facts: TriggerFacts = { base, total, idleCash, sized, otherSide };
  const planned = report.lines.map((line) => {
    const reasons = reasonsOf(line, facts, settings.rebalance);
    return planLine(line, sized.get(line)?.trade, reasons, base);
  });
  const byHolding = new Map(planned.map((line) => [line.holding, line]));
  const prioritized = candidates.flatMap(({ holding }) => byHolding.get(holding) ?? []);
  const tradeLines = prioritized.filter((line): line is TradeLine => line.trade !== undefined);
  const afterCosts = asUsd(base.guardValue - standing.costs - standing.spread);
  return success({
    accountId: snapshot.account.accountId,
    quotedAt: snapshot.takenAt,
    base,
    lines: planned,
    sells: tradeLines.filter(({ trade }) => trade.side === 'SELL'),
    buys: tradeLines.filter(({ trade }) => trade.side === 'BUY'),
    cashDriftUsd: report.cashDriftUsd,
    cashDrift: report.cashDrift,
    cashWeight: ratioOf(
      asUsd(base.cash + base.convertible - base.buffer),
      base.investable,
      'halfAway',
    ),
    cashTargetWeight: targets.cash,
    totalDrift: total,
    totalDriftAfter: driftAfter(report, sizing, base.cashTarget),
    certificate: certify(planned, prioritized, { search: sizing.search, value: valueFor(base) }),
    cash: walkCash(tradeLines, standing, base, convertible),
    fx: { kind: 'off' },
    before: exposureOf(base.gross, base.guardValue),
    after: exposureOf(standing.gross, afterCosts),
    maintenance: limits.maintenance,
    leverageUnresolved: sizing.leverageUnresolved,
    unmanaged: holdings.unmanaged,
    unlisted: holdings.unlisted,
  });
}

function limitsOf(
  base: InvestableBase,
  { account }: Snapshot,
  { maxLeverage, maintenanceBuffer }: RebalanceSettings,
): Limits {
  const { netLiquidation } = account;
  return {
    cashTarget: base.cashTarget,
    buffer: base.buffer,
    maxLeverage,
    guardValue: base.guardValue,
    maintenance:
      maintenanceBuffer === undefined
        ? undefined
        : {
            // A floor that is not known cannot be kept: nothing is bought then.
            excessLiquidity: netLiquidation === undefined ? undefined : account.excessLiquidity,
            floor: partOf(netLiquidation ?? ZERO_USD, maintenanceBuffer, 'ceil'),
          },
  };
}

/** Who trades and how much; and what the side would have traded that `mode` leaves out. */
function chooseAndSize(
  {
    report,
    base,
    before,
  }: {
    readonly report: DriftReport;
    readonly base: InvestableBase;
    readonly before: Standing;
  },
  limits: Limits,
  settings: RebalanceSettings,
): {
  readonly selection: Selection;
  readonly sizing: Sizing;
  readonly otherSide: ReadonlyMap<Drift, Sized>;
} {
  const tolerance = partOf(valueFor(base), POLISH_TOLERANCE, 'floor');
  const size = (candidates: readonly Drift[], polish: Polish): Sizing =>
    sizeTrades(candidates, { before, limits, settings, polish });
  const driftLeft: DriftLeft = (candidates) => {
    const left = size(candidates, false);
    return {
      totalDrift: driftAfter(report, left, base.cashTarget),
      cashDriftUsd: asUsd(left.standing.cash - base.cashTarget),
    };
  };
  const choose = (mode: RebalanceMode): Selection =>
    selectCandidates(report, base, { ...settings, mode }, driftLeft);
  const selection = choose(settings.mode);
  // The polish looks at the holdings alone. What the total trigger was shown counts cash too: a
  // polish that leaves more of it than before would send the next plan after it.
  const polished = size(selection.candidates, { tolerance });
  const plain =
    settings.trigger.kind === 'total_drift' ? size(selection.candidates, false) : polished;
  const left = (each: Sizing): Usd => driftAfter(report, each, base.cashTarget);
  const sizing = left(polished) <= left(plain) ? polished : plain;
  if (settings.mode === 'rebalance') return { selection, sizing, otherSide: new Map() };
  const { sized } = size(choose('rebalance').candidates, false);
  const otherSide = new Map(
    [...sized].filter(([{ driftUsd }]) => driftUsd > 0n === (settings.mode === 'buy_only')),
  );
  return { selection, sizing, otherSide };
}

/** What is converted counts as cash, and its commission as a cost that is spent already. */
function standingBefore(base: InvestableBase, { commission }: Convertible): Standing {
  const cash = asUsd(base.cash + base.convertible);
  return { ...standingOf(cash, base.gross), costs: commission };
}

/** The account's value; the managed part of it where debts are larger than that. Never nothing. */
function valueFor({ netLiq, managed }: InvestableBase): Usd {
  return netLiq > 0n ? netLiq : managed;
}

/** A line with its trade, or without one. */
export function planLine(
  line: Drift,
  trade: Trade | undefined,
  reasons: readonly Reason[],
  base: InvestableBase,
): PlanLine {
  const { holding, target, driftUsd, drift } = line;
  const change =
    trade === undefined ? 0n : trade.side === 'BUY' ? trade.quantity : 0n - trade.quantity;
  const heldAfter = asShares(holding.held + change);
  const valueAfter =
    holding.valuation === undefined ? ZERO_USD : valueOf(heldAfter, holding.valuation.price);
  return {
    holding,
    target,
    driftUsd,
    drift,
    trade,
    reasons,
    heldAfter,
    valueAfter,
    weight: ratioOf(holding.value, base.investable, 'halfAway'),
    weightAfter: ratioOf(valueAfter, base.investable, 'halfAway'),
  };
}

/** Gross exposure against the value that it is measured on. */
export function exposureOf(gross: Usd, guardValue: Usd): Exposure {
  return { gross, leverage: guardValue > 0n ? ratioOf(gross, guardValue, 'ceil') : ZERO_RATIO };
}

/** The plan's cash in one line that adds up, against the floor that it may not go below. */
export function walkCash(
  lines: readonly TradeLine[],
  standing: Standing,
  base: InvestableBase,
  convertible: Convertible,
): CashWalk {
  const valueOfSide = (side: 'BUY' | 'SELL'): Usd =>
    sumUsd(lines.filter(({ trade }) => trade.side === side).map(({ trade }) => trade.value));
  const commissions = sumUsd([
    convertible.commission,
    ...lines.map(({ trade }) => commissionOf(trade.quantity, greater(trade.price, trade.reserved))),
  ]);
  return closeWalk(
    {
      before: base.cash,
      fx: convertible.amount,
      sells: valueOfSide('SELL'),
      buys: valueOfSide('BUY'),
      commissions,
      reserve: asUsd(standing.costs - commissions),
    },
    base,
  );
}
