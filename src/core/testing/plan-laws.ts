/*
 * What a plan has to obey, written out once more in plain integers of 1e-8 dollar: from the text of
 * PLANNING A.7 and A.8, and not from the planner.
 */
import type { TradePlan } from '../plan/trade-plan.ts';
import { formatExact } from '../units/decimal.ts';
import { ONE } from '../units/ratio.ts';
import { formatShares } from '../units/shares.ts';
import type { Example } from './example-account.ts';

const HUNDRED_MILLION = 100_000_000n;

/** An order of a plan, and nothing else about it. */
export interface Order {
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  readonly quantity: bigint;
}

/** In sending order. */
export const ordersOf = (plan: TradePlan): Order[] =>
  [...plan.sells, ...plan.buys].map(({ trade, holding }) => ({
    symbol: holding.contract.symbol,
    side: trade.side,
    quantity: trade.quantity,
  }));

export const abs = (value: bigint): bigint => (value < 0n ? -value : value);
export const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Commission and reserve of an order, from the price it is valued at and counted at. */
export function costsOf(quantity: bigint, at: bigint, counted: bigint): bigint {
  const commission = least(
    most(HUNDRED_MILLION, quantity * 50n),
    (quantity * most(at, counted) + 99n) / 100n,
  );
  return quantity * abs(counted - at) + commission;
}

/** A fund of the examples has no leverage of its own: a quarter of its value is its margin. */
function marginOf(value: bigint, side: string): bigint {
  return side === 'BUY' ? (value + 3n) / 4n : 0n - value / 4n;
}

/** Whether the two cash rows, the leverage and the maintenance row hold after these trades. */
export function rowsHold(
  plan: TradePlan,
  example: Example,
  trades: readonly { side: string; quantity: bigint; price: bigint; reserved: bigint }[],
): boolean {
  let [cash, gross, costs, margin] = [plan.base.cash as bigint, plan.base.gross as bigint, 0n, 0n];
  for (const { side, quantity, price: at, reserved } of trades) {
    const value = quantity * at * (side === 'BUY' ? 1n : -1n);
    cash -= value;
    gross += value;
    costs += costsOf(quantity, at, reserved);
    margin += marginOf(quantity * at, side);
  }
  const { cashTarget, buffer, guardValue } = plan.base;
  const leverage = example.rebalance?.maxLeverage ?? ONE;
  const guarded = plan.maintenance;
  const liquid =
    guarded === undefined ||
    (guarded.excessLiquidity !== undefined &&
      guarded.excessLiquidity - margin - costs >= guarded.floor);
  return (
    liquid &&
    cash >= cashTarget &&
    cash - costs >= cashTarget - least(buffer, costs) &&
    gross * HUNDRED_MILLION <= leverage * (guardValue - costs)
  );
}

export const tradesIn = (plan: TradePlan) =>
  [...plan.sells, ...plan.buys].map(({ trade }) => trade);

/** The account after the orders, filled at plan prices and without cost. */
export function after(example: Example, plan: TradePlan): Example {
  const line = new Map(plan.lines.map((each) => [each.holding.contract.symbol, each]));
  const spent = plan.cash.buys - plan.cash.sells;
  return {
    ...example,
    cash: formatExact(plan.base.cash - spent, 8),
    etfs: example.etfs.map((etf) => {
      const held = line.get(etf.symbol)?.heldAfter;
      return held === undefined ? etf : { ...etf, held: formatShares(held) };
    }),
  };
}
