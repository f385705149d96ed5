import { divide } from '../../src/core/units/rounding.ts';
import { asShares, type Shares } from '../../src/core/units/shares.ts';
import { asMoney, worth, type Money } from './money.ts';
import type { Price } from './price.ts';

interface VirtualPosition {
  readonly shares: Shares;
  readonly cost: Money;
  readonly realized: Money;
}

interface VirtualMove {
  readonly position: VirtualPosition;
  /** What the part that went back earned, in the pair's currency; null when nothing did. */
  readonly realized: Money | null;
}

/**
 * The virtual position after a trade of so much, negative for a sale: what goes the same way adds
 * to its cost, what goes back takes the average cost with it (rounded to the nearest 1e-8), and what
 * goes beyond zero begins anew.
 */
export function moveVirtual(before: VirtualPosition, traded: bigint, price: Price): VirtualMove {
  const back = before.shares < 0n !== traded < 0n ? min(abs(before.shares), abs(traded)) : 0n;
  const sign = before.shares < 0n ? -1n : 1n;
  const costBack = back === 0n ? 0n : divide(before.cost * back, abs(before.shares), 'halfAway');
  const realized = sign * worth(asShares(back), price) - costBack;
  const onward = traded + sign * back;
  return {
    position: {
      shares: asShares(before.shares + traded),
      cost: asMoney(before.cost - costBack + worth(asShares(onward), price)),
      realized: asMoney(before.realized + realized),
    },
    realized: back === 0n ? null : asMoney(realized),
  };
}

export function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function min(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}
