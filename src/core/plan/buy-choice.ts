import type { RebalanceSettings } from '../settings.ts';
import type { Price } from '../units/price.ts';
import { partOf, type Ratio } from '../units/ratio.ts';
import { divide } from '../units/rounding.ts';
import { asShares, valueOf, type Shares } from '../units/shares.ts';
import { absUsd, asUsd, type Usd } from '../units/usd.ts';
import { reservePrice } from './costs.ts';
import type { Drift } from './measure-drift.ts';
import type { Freeze } from './reason.ts';
import { afterTrade, beforeTrade, maintenanceRate, type Standing } from './rooms.ts';
import type { SendableOrder, Trade } from './trade.ts';

/** What one buy may become: no order, or any whole number of units from `fewest` to `nearest`. */
export interface BuyChoice {
  readonly line: Drift;
  /** What one share costs. */
  readonly price: Price;
  /** What one share is worth: drift is measured with it. */
  readonly valuedAt: Price;
  readonly reserved: Price;
  readonly order: SendableOrder;
  /** Every quantity is a multiple of it. */
  readonly unit: Shares;
  readonly marginRate: Ratio;
  /** What the holding lacks: more than nothing. */
  readonly lacking: Usd;
  /** The whole units in what it lacks. */
  readonly full: Shares;
  /** `full`, or one unit more where more than half of it is lacking too. */
  readonly nearest: Shares;
  /** The smallest order that reaches min_order_usd, at least one unit. */
  readonly fewest: Shares;
}

/** A choice and what it is now; no shares is no order. */
export interface Bought {
  readonly choice: BuyChoice;
  readonly quantity: Shares;
}

/** The choice that an underweight line has, or why it cannot be bought. */
export function choiceOf(line: Drift, settings: RebalanceSettings): BuyChoice | Freeze {
  const { valuation, buyOrder } = line.holding;
  if (buyOrder.kind === 'denied') return buyOrder.reason;
  if (valuation === undefined) return 'no-price';
  const { price: valuedAt, buyAt: price } = valuation;
  const lacking = asUsd(0n - line.driftUsd);
  const { orderUnit: unit } = settings;
  const oneUnit = valueOf(unit, valuedAt);
  const full = asShares((lacking / oneUnit) * unit);
  const isMoreThanHalf = 2n * (lacking % oneUnit) > oneUnit;
  const fewest = asShares(divide(settings.minOrder, valueOf(unit, price), 'ceil') * unit);
  return {
    line,
    price,
    valuedAt,
    reserved: reservePrice('BUY', price, buyOrder, settings.slippageReserve),
    order: buyOrder,
    unit,
    marginRate: maintenanceRate(line.holding.contract),
    lacking,
    full,
    nearest: isMoreThanHalf ? asShares(full + unit) : full,
    fewest: fewest > unit ? fewest : unit,
  };
}

/** The trade that buys so many shares: more than none. */
export function buyOf(choice: BuyChoice, quantity: Shares): Trade {
  const { price, valuedAt, reserved, order, marginRate } = choice;
  const value = valueOf(quantity, price);
  const maintenance = partOf(value, marginRate, 'ceil');
  return { side: 'BUY', quantity, price, valuedAt, reserved, order, value, maintenance };
}

/** How far from its target the holding is with so many shares more. */
export function distanceLeft({ lacking, valuedAt }: BuyChoice, quantity: Shares): Usd {
  return absUsd(asUsd(lacking - valueOf(quantity, valuedAt)));
}

/** Where everything stands when this buy is of `to` shares and no longer of `quantity`. */
export function afterStep({ choice, quantity }: Bought, to: Shares, standing: Standing): Standing {
  const without = quantity === 0n ? standing : beforeTrade(standing, buyOf(choice, quantity));
  return to === 0n ? without : afterTrade(without, buyOf(choice, to));
}
