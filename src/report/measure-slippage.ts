import {
  cadPaidOf,
  filledOf,
  filledValueOf,
  isConversion,
  isShareOrder,
  type ConversionOrder,
  type ShareOrder,
  type TrackedOrder,
} from '../core/orders/tracked-order.ts';
import { dollarsOf } from '../core/orders/ticket.ts';
import { formatDecimal } from '../core/units/decimal.ts';
import { PRICE_DECIMALS } from '../core/units/price.ts';
import { ONE_RATE, RATE_DECIMALS } from '../core/units/rate.ts';
import { ONE, asRatio, type Ratio } from '../core/units/ratio.ts';
import { divide } from '../core/units/rounding.ts';
import { filledTogether } from './post-trade.ts';
import { asUsd, sumUsd, type Usd } from '../core/units/usd.ts';

/** How the fills of an order compare with the market that it was decided on. */
export interface Slippage {
  /** Above zero: worse than the middle of that market; rounded to 1e-8 dollar, ties away from zero. */
  readonly cost: Usd;
  /** What was filled, at that middle. */
  readonly atMid: Usd;
}

/**
 * The slippage of what the orders of a line filled against the arrival mid, which is that of the
 * first of them; undefined when nothing was filled or the market is not known. What a person confirmed without an execution has no price and no slippage.
 *
 * Example: 10 shares bought at 100.03 on a market of 99.98 x 100.04. The mid is 100.01, the cost
 * 10 x 0.02 = 0.20 dollars, or 2.00 bps of 1,000.10.
 */
export function slippageOf(orders: readonly TrackedOrder[]): Slippage | undefined {
  const [first] = orders;
  if (first === undefined || orders.every(({ executions }) => executions.size === 0))
    return undefined;
  if (orders.some(({ settled }) => settled !== undefined)) return undefined;
  return isConversion(first) ? ofConversion(first) : ofShares(orders.filter(isShareOrder));
}

/** A cost as a part of what it is a cost of; undefined of nothing. */
export function slippageShare({ cost, atMid }: Slippage): Ratio | undefined {
  return atMid === 0n ? undefined : asRatio(divide(cost * ONE, atMid, 'halfAway'));
}

/** The middle of the market that an order was decided on; undefined when it is not known. */
export function formatArrivalMid({ ticket }: TrackedOrder): string | undefined {
  const { arrival } = ticket;
  if (arrival === undefined) return undefined;
  const twice = arrival.bid + arrival.ask;
  return ticket.kind === 'conversion'
    ? formatDecimal(twice * 5n, { scale: RATE_DECIMALS + 1, decimals: RATE_DECIMALS })
    : formatMiddle(twice);
}

/** A middle of prices from twice of it: at least two decimals, and no zeros beyond. */
export function formatMiddle(twice: bigint): string {
  const decimals = PRICE_DECIMALS + 1;
  const text = formatDecimal(twice * 5n, { scale: decimals, decimals });
  return text.replace(/(\.\d\d\d*?)0+$/, '$1');
}

function ofShares(orders: readonly ShareOrder[]): Slippage | undefined {
  const { arrival, side } = orders[0]?.ticket ?? {};
  if (arrival === undefined) return undefined;
  const twiceAtMid = filledTogether(orders) * (arrival.bid + arrival.ask);
  const twiceWorse = 2n * sumUsd(orders.map(filledValueOf)) - twiceAtMid;
  return {
    cost: asUsd(divide(side === 'BUY' ? twiceWorse : -twiceWorse, 2n, 'halfAway')),
    atMid: asUsd(divide(twiceAtMid, 2n, 'halfAway')),
  };
}

/** What the dollars cost above the middle, in Canadian dollars, counted back at the middle. */
function ofConversion(order: ConversionOrder): Slippage | undefined {
  const { arrival } = order.ticket;
  if (arrival === undefined) return undefined;
  const dollars = dollarsOf(filledOf(order));
  const paid = divide(2n * cadPaidOf(order) * ONE_RATE, arrival.bid + arrival.ask, 'halfAway');
  return { cost: asUsd(paid - dollars), atMid: dollars };
}
