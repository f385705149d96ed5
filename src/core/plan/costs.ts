import type { PricedOrder, Side } from '../prices/limit-price.ts';
import { greater, lesser } from '../units/bounds.ts';
import { asPrice, price, type Price } from '../units/price.ts';
import { ONE, ratio, partOf, type Ratio } from '../units/ratio.ts';
import { divide } from '../units/rounding.ts';
import { ONE_SHARE, valueOf, type Shares } from '../units/shares.ts';
import { absUsd, asUsd, usd, type Usd } from '../units/usd.ts';

/** The broker's fixed price schedule for US stocks (PLANNING A.7): per share, at least, at most. */
const PER_SHARE = price('0.005');
const MINIMUM = usd('1.00');
const MAXIMUM_SHARE = ratio('0.01');

/** The most that the commission of such an order can be, at a price per share. Rounded up. */
export function commissionOf(quantity: Shares, at: Price): Usd {
  const atLeast = greater(valueOf(quantity, PER_SHARE), MINIMUM);
  return lesser(atLeast, partOf(valueOf(quantity, at), MAXIMUM_SHARE, 'ceil'));
}

/**
 * What one share is counted with where costs are counted: at least the first limit, and at least
 * the valuation price moved by the slippage reserve. Buys round up, sells down (PLANNING A.7).
 */
export function reservePrice(side: Side, at: Price, order: PricedOrder, slippage: Ratio): Price {
  if (side === 'BUY') {
    const worse = asPrice(divide(at * (ONE + slippage), ONE, 'ceil'));
    return order.kind === 'limit' ? greater(worse, order.limit) : worse;
  }
  const worse = asPrice(divide(at * (ONE - slippage), ONE, 'floor'));
  return order.kind === 'limit' ? lesser(worse, order.limit) : worse;
}

/** Commission and slippage reserve of a trade that is valued at `at` and reserved at `reserved`. */
export function costOf(quantity: Shares, at: Price, reserved: Price): Usd {
  const slippage = absUsd(valueOf(quantity, asPrice(reserved - at)));
  // The commission's own ceiling depends on the price, so it is taken at the dearer of the two.
  return asUsd(slippage + commissionOf(quantity, greater(at, reserved)));
}

/** The most that the costs of an order can fall when it is smaller by one share. Rounded up. */
export function mostSavedByOneShareLess(at: Price, reserved: Price): Usd {
  const slippage = absUsd(valueOf(ONE_SHARE, asPrice(reserved - at)));
  // One more share adds a hundredth of its price, or half a cent where that is more.
  const hundredth = partOf(valueOf(ONE_SHARE, greater(at, reserved)), MAXIMUM_SHARE, 'ceil');
  return asUsd(slippage + greater(hundredth, valueOf(ONE_SHARE, PER_SHARE)));
}
