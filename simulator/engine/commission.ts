import { ONE_SHARE, type Shares } from '../../src/core/units/shares.ts';
import { divide } from '../../src/core/units/rounding.ts';
import { asMoney, money, worth, type Money } from './money.ts';
import type { Price } from '../../src/core/units/price.ts';

const PER_SHARE = money('0.005');
const LEAST = money('1.00');

/**
 * What an order's executions cost altogether, by the broker's fixed plan for US shares: half a cent
 * a share, at least 1 dollar an order, at most 1% of what was traded; cut off below 1e-8 dollar.
 */
export function commissionFor(quantity: Shares, traded: Money): Money {
  const byShares = divide(quantity * PER_SHARE, ONE_SHARE, 'floor');
  const atLeast = byShares < LEAST ? LEAST : byShares;
  const cap = divide(traded, 100n, 'floor');
  return asMoney(cap < atLeast ? cap : atLeast);
}

/** The commission of an order that would trade at one price. */
export function estimateCommission(quantity: Shares, at: Price): Money {
  return commissionFor(quantity, worth(quantity, at));
}
