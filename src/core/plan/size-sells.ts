import type { RebalanceSettings } from '../settings.ts';
import { lesser } from '../units/bounds.ts';
import { divide } from '../units/rounding.ts';
import { partOf } from '../units/ratio.ts';
import { asShares, orderablePart, valueOf } from '../units/shares.ts';
import { commissionOf, reservePrice } from './costs.ts';
import type { Drift } from './measure-drift.ts';
import type { Reason } from './reason.ts';
import { maintenanceRate } from './rooms.ts';
import type { Sized, Trade } from './trade.ts';

/**
 * Sizes one sell to the nearest whole share (PLANNING A.6), a tie selling more because that frees
 * cash; at most what is held, and all whole shares when the target is zero. Overshoot is at most
 * half a share. Sells are never cut to make anything else fit.
 */
export function sizeSell(line: Drift, settings: RebalanceSettings): Sized {
  const { contract, held, valuation, sellOrder, targetWeight } = line.holding;
  const { orderUnit: unit } = settings;
  if (sellOrder.kind === 'denied') return refuse({ kind: 'frozen', why: sellOrder.reason });
  if (valuation === undefined) return refuse({ kind: 'frozen', why: 'no-price' });
  const { price: valuedAt, sellAt: price } = valuation;
  const reasons: Reason[] = [];
  const most = orderablePart(held, unit);
  const nearest = asShares(divide(line.driftUsd, valuedAt * unit, 'halfUp') * unit);
  const exit = targetWeight === 0n;
  const quantity = exit ? most : lesser(nearest, most);
  if (quantity === 0n) return refuse({ kind: 'indivisible' });
  if (exit) reasons.push({ kind: 'full-exit' });
  const left = asShares(held - quantity);
  if (exit && left > 0n) reasons.push({ kind: 'dust', left });

  const value = valueOf(quantity, price);
  if (value < settings.minOrder) {
    return refuse({ kind: 'order-below-min-order', minOrder: settings.minOrder });
  }
  const reserved = reservePrice('SELL', price, sellOrder, settings.slippageReserve);
  if (valueOf(quantity, reserved) <= commissionOf(quantity, price)) {
    return refuse({ kind: 'no-proceeds' });
  }
  const maintenance = partOf(value, maintenanceRate(contract), 'floor');
  const order = sellOrder;
  const trade: Trade = {
    side: 'SELL',
    quantity,
    price,
    valuedAt,
    reserved,
    order,
    value,
    maintenance,
  };
  return { trade, reasons };
}

function refuse(reason: Reason): Sized {
  return { trade: undefined, reasons: [reason] };
}
