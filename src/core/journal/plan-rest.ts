import type { ApprovedFacts, Ceiling } from '../approval/ceiling.ts';
import { reservePrice } from '../plan/costs.ts';
import { exposureOf, planLine, walkCash } from '../plan/plan-trades.ts';
import { afterTrade, maintenanceRate, standingOf } from '../plan/rooms.ts';
import type { PlanLine, TradeLine, TradePlan } from '../plan/trade-plan.ts';
import type { Trade } from '../plan/trade.ts';
import { toTick } from '../prices/ticks.ts';
import type { RebalanceSettings } from '../settings.ts';
import { partOf, ratioOf } from '../units/ratio.ts';
import { orderablePart, valueOf, ZERO_SHARES } from '../units/shares.ts';
import { absUsd, asUsd, sumUsd, ZERO_USD } from '../units/usd.ts';

/**
 * The plan of now with other trades: what is left of an approval, in its order, at the prices of
 * now. A line that cannot be traded now, or only worse than was approved, is left out; a sell is at
 * most what is held. How much cash the buys leave is looked at when each is sent.
 */
export function planRest(
  plan: TradePlan,
  left: ApprovedFacts,
  settings: RebalanceSettings,
): TradePlan {
  const ceilings = [...left.sells, ...left.buys];
  const lines = plan.lines.map((line): PlanLine => {
    const ceiling = ceilings.find(({ contract }) => contract.conId === line.holding.contract.conId);
    if (ceiling === undefined) return without(line, plan);
    const trade = tradeOf(line, ceiling, { left, settings });
    if (trade === undefined) return without(line, plan);
    const notes = line.reasons.filter(({ kind }) => kind === 'price-note');
    const reasons = [{ kind: 'rest', approved: ceiling.quantity } as const, ...notes];
    return planLine(line, trade, reasons, plan.base);
  });
  const inOrder = ceilings.flatMap(({ contract }) =>
    lines.filter(
      (line): line is TradeLine =>
        line.trade !== undefined && line.holding.contract.conId === contract.conId,
    ),
  );
  const { base } = plan;
  const standing = inOrder
    .map(({ trade }) => trade)
    .reduce(afterTrade, standingOf(base.cash, base.gross));
  const residual = sumUsd(
    lines.map(({ valueAfter, target }) => absUsd(asUsd(valueAfter - target))),
  );
  const spent = asUsd(base.guardValue - standing.costs - standing.spread);
  const walk = walkCash(inOrder, standing, base, { amount: ZERO_USD, commission: ZERO_USD });
  return {
    ...plan,
    lines,
    sells: inOrder.filter(({ trade }) => trade.side === 'SELL'),
    buys: inOrder.filter(({ trade }) => trade.side === 'BUY'),
    totalDriftAfter: sumUsd([residual, absUsd(asUsd(standing.cash - base.cashTarget))]),
    // Nobody looked for anything better: the trades were approved as they are.
    certificate: {
      ...plan.certificate,
      residual,
      residualShare: ratioOf(residual, base.managed, 'halfAway'),
      cut: false,
      gap: undefined,
      gapShare: undefined,
      starved: [],
    },
    cash: { ...walk, floor: left.cashFloor },
    fx: { kind: 'off' },
    after: exposureOf(standing.gross, spent),
    leverageUnresolved: false,
  };
}

function without(line: PlanLine, { base }: TradePlan): PlanLine {
  if (line.trade === undefined) return line;
  return planLine(line, undefined, [{ kind: 'not-in-rest' }], base);
}

/** The trade of a line; none where it cannot be sent now, or only at a price that nobody approved. */
function tradeOf(
  { holding }: PlanLine,
  { contract, side, quantity: most, worstPrice }: Ceiling,
  { left, settings }: { readonly left: ApprovedFacts; readonly settings: RebalanceSettings },
): Trade | undefined {
  const { valuation, freeze, held } = holding;
  const order = side === 'BUY' ? holding.buyOrder : holding.sellOrder;
  if (freeze !== undefined || valuation === undefined || order.kind === 'denied') return undefined;
  const available = held > 0n ? orderablePart(held, left.orderUnit) : ZERO_SHARES;
  const quantity = side === 'SELL' && available < most ? available : most;
  if (quantity === 0n) return undefined;
  if (worstPrice !== undefined && order.kind === 'market') return undefined;
  const price = side === 'BUY' ? valuation.buyAt : valuation.sellAt;
  const bounded =
    order.kind === 'limit' && worstPrice !== undefined
      ? { ...order, limit: inside({ contract, side }, order.limit, worstPrice) }
      : order;
  const value = valueOf(quantity, price);
  const rounding = side === 'BUY' ? 'ceil' : 'floor';
  return {
    side,
    quantity,
    price,
    valuedAt: valuation.price,
    reserved: reservePrice(side, price, bounded, settings.slippageReserve),
    order: bounded,
    value,
    maintenance: partOf(value, maintenanceRate(contract), rounding),
  };
}

/** The limit, or the last price on the grid that is not worse than approved. */
function inside(
  { contract, side }: Pick<Ceiling, 'contract' | 'side'>,
  limit: NonNullable<Ceiling['worstPrice']>,
  worst: NonNullable<Ceiling['worstPrice']>,
): NonNullable<Ceiling['worstPrice']> {
  const exact = { numerator: worst, denominator: 1n };
  const edge = toTick(contract.ticks, exact, side === 'BUY' ? 'floor' : 'ceil');
  const isInside = side === 'BUY' ? limit <= edge : limit >= edge;
  return isInside ? limit : edge;
}
