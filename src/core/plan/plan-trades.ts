import type { Snapshot } from '../account/snapshot.ts';
import type { Settings } from '../settings.ts';
import { ratioOf, ZERO_RATIO } from '../units/ratio.ts';
import { failure, success, type Result } from '../units/result.ts';
import { asShares, valueOf } from '../units/shares.ts';
import { absUsd, asUsd, sumUsd, ZERO_USD, type Usd } from '../units/usd.ts';
import type { TargetWeights } from './blend-targets.ts';
import { buildBase, type InvestableBase } from './build-base.ts';
import { commissionOf } from './costs.ts';
import { gatherHoldings } from './gather-holdings.ts';
import { measureDrift, type Drift } from './measure-drift.ts';
import type { Reason } from './reason.ts';
import { exceedsLeverage, type Limits, type Standing } from './rooms.ts';
import { isOutOfBand, selectCandidates } from './select-candidates.ts';
import { afterTrade, sizeBuys } from './size-buys.ts';
import { sizeSell } from './size-sells.ts';
import type { Sized } from './trade.ts';
import type { CashWalk, Exposure, PlanLine, TradeLine, TradePlan } from './trade-plan.ts';

/**
 * Plans one account: drift, trigger, sells, then buys by priority inside cash and leverage
 * (PLANNING A.3 to A.8, phase 1). Pure: the same targets, snapshot and settings give the same
 * plan. Refuses when the account cannot be valued or nothing is left to invest.
 */
export function planTrades(
  targets: TargetWeights,
  snapshot: Snapshot,
  settings: Settings,
): Result<TradePlan> {
  const gathered = gatherHoldings(targets, snapshot, settings);
  if (!gathered.ok) return gathered;
  const holdings = gathered.value;
  const built = buildBase(holdings, targets, snapshot, settings.rebalance);
  if (!built.ok) return failure(built.problems);
  const base = built.value;

  const { lines, cashDriftUsd, cashDrift } = measureDrift(holdings.managed, base);
  const candidates = selectCandidates(lines, base, settings.rebalance);
  const limits: Limits = {
    cashTarget: base.cashTarget,
    buffer: base.buffer,
    maxLeverage: settings.rebalance.maxLeverage,
    guardValue: base.guardValue,
  };

  const overweight = candidates.filter(({ driftUsd }) => driftUsd > 0n);
  const sizedSells = new Map(
    overweight.map((line) => [line, sizeSell(line, settings.rebalance)] as const),
  );
  const start: Standing = { cash: base.cash, costs: ZERO_USD, gross: base.gross };
  const afterSells = [...sizedSells.values()]
    .flatMap(({ trade }) => trade ?? [])
    .reduce(afterTrade, start);
  const underweight = candidates.filter(({ driftUsd }) => driftUsd < 0n);
  const sizedBuys = sizeBuys(underweight, afterSells, limits, settings.rebalance);

  const sized = new Map([...sizedSells, ...sizedBuys.sized]);
  const planned = lines.map((line) => planLine(line, sized.get(line), base, settings));
  const byHolding = new Map(planned.map((line) => [line.holding, line]));
  const tradeLines = candidates
    .map(({ holding }) => byHolding.get(holding))
    .filter((line): line is TradeLine => line?.trade !== undefined);
  const exposureOf = (gross: Usd, guardValue: Usd): Exposure => ({
    gross,
    leverage: guardValue > 0n ? ratioOf(gross, guardValue, 'ceil') : ZERO_RATIO,
  });
  const { standing } = sizedBuys;
  const afterCosts = asUsd(base.guardValue - standing.costs);
  return success({
    accountId: snapshot.account.accountId,
    quotedAt: snapshot.takenAt,
    base,
    lines: planned,
    sells: tradeLines.filter(({ trade }) => trade.side === 'SELL'),
    buys: tradeLines.filter(({ trade }) => trade.side === 'BUY'),
    cashDriftUsd,
    cashDrift,
    cashWeight: ratioOf(asUsd(base.cash - base.buffer), base.investable, 'halfAway'),
    cashTargetWeight: targets.cash,
    cash: walkCash(tradeLines, standing, base),
    before: exposureOf(base.gross, base.guardValue),
    after: exposureOf(standing.gross, afterCosts),
    leverageUnresolved: exceedsLeverage(afterSells, limits),
    unmanaged: holdings.unmanaged,
    unlisted: holdings.unlisted,
  });
}

function planLine(
  line: Drift,
  sized: Sized | undefined,
  base: InvestableBase,
  settings: Settings,
): PlanLine {
  const { holding } = line;
  const trade = sized?.trade;
  const change =
    trade === undefined ? 0n : trade.side === 'BUY' ? trade.quantity : 0n - trade.quantity;
  const heldAfter = asShares(holding.held + change);
  const valueAfter =
    holding.valuation === undefined ? ZERO_USD : valueOf(heldAfter, holding.valuation.price);
  return {
    ...line,
    trade,
    reasons: explainLine(line, sized, base, settings),
    heldAfter,
    valueAfter,
    weight: ratioOf(holding.value, base.investable, 'halfAway'),
    weightAfter: ratioOf(valueAfter, base.investable, 'halfAway'),
  };
}

function explainLine(
  line: Drift,
  sized: Sized | undefined,
  base: InvestableBase,
  settings: Settings,
): readonly Reason[] {
  const { holding } = line;
  const { perHoldingBand: band, minOrder } = settings.rebalance;
  const reasons: Reason[] = [];
  if (holding.valuation?.source === 'account') reasons.push({ kind: 'valued-by-broker' });
  if (holding.valuation?.clamped === true) reasons.push({ kind: 'last-outside-market' });
  if (!isOutOfBand(line, base, settings.rebalance)) return [...reasons, { kind: 'in-band', band }];

  reasons.push({ kind: 'out-of-band', band });
  if (absUsd(line.driftUsd) < minOrder) {
    return [...reasons, { kind: 'drift-below-min-order', minOrder }];
  }
  if (holding.freeze !== undefined) return [...reasons, { kind: 'frozen', why: holding.freeze }];
  reasons.push(...(sized?.reasons ?? []));
  const notes = sized?.trade?.order.notes ?? [];
  return [...reasons, ...notes.map((note): Reason => ({ kind: 'price-note', note }))];
}

/** The plan's cash in one line that adds up, against the floor that it may not go below. */
function walkCash(lines: readonly TradeLine[], standing: Standing, base: InvestableBase): CashWalk {
  const valueOfSide = (side: 'BUY' | 'SELL'): Usd =>
    sumUsd(lines.filter(({ trade }) => trade.side === side).map(({ trade }) => trade.value));
  const sells = valueOfSide('SELL');
  const buys = valueOfSide('BUY');
  const commissions = sumUsd(
    lines.map(({ trade }) => {
      const dearer = trade.reserved > trade.price ? trade.reserved : trade.price;
      return commissionOf(trade.quantity, dearer);
    }),
  );
  const paidByBuffer = base.buffer < standing.costs ? base.buffer : standing.costs;
  return {
    before: base.cash,
    sells,
    buys,
    commissions,
    reserve: asUsd(standing.costs - commissions),
    after: asUsd(base.cash + sells - buys - standing.costs),
    floor: asUsd(base.cashTarget - paidByBuffer),
  };
}
