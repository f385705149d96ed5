import type { Price } from './price.ts';
import { asShares, type Shares } from '../../src/core/units/shares.ts';
import { divide } from '../../src/core/units/rounding.ts';
import type { Contract, ContractSearch } from './contract.ts';
import { asMoney, ZERO_MONEY, type Currency, type Money } from './money.ts';

export type Side = 'BUY' | 'SELL';
export const orderTypes = ['MKT', 'LMT', 'MIDPRICE', 'STP', 'MOC'] as const;
export type OrderType = (typeof orderTypes)[number];
export const timesInForce = ['DAY', 'GTC', 'IOC', 'FOK', 'OPG'] as const;
export type TimeInForce = (typeof timesInForce)[number];

export type OrderStatus =
  /** Sent with transmit = 0: known, shown to nobody, not working. */
  'Staged' | 'PreSubmitted' | 'Submitted' | 'PendingCancel' | 'Cancelled' | 'Filled' | 'Inactive';

/** The broker's algorithm that a client asked for, as written. */
export interface AlgoWords {
  readonly strategy: string;
  readonly params: readonly (readonly [tag: string, value: string])[];
}

export const adaptivePriorities = ['Urgent', 'Normal', 'Patient'] as const;
/** How much an Adaptive order hurries. */
export type AdaptivePriority = (typeof adaptivePriorities)[number];

/** An order as a client asked for it, before anything of it was checked. */
export interface OrderTicket {
  readonly clientId: number;
  readonly orderId: number;
  readonly contract: ContractSearch;
  readonly account: string;
  readonly action: string;
  readonly quantity: Shares | 'too-fine';
  readonly orderType: string;
  readonly limitPrice: Price | 'too-fine' | null;
  /** Where a stop order begins. */
  readonly stopPrice: Price | 'too-fine' | null;
  readonly algo: AlgoWords | null;
  readonly timeInForce: string;
  readonly outsideRth: boolean;
  readonly orderRef: string;
  readonly transmit: boolean;
  /** Asks what the order would do, and does nothing. */
  readonly whatIf: boolean;
}

/** What a checked ticket asks for. */
export interface OrderTerms {
  readonly contract: Contract;
  readonly account: string;
  readonly side: Side;
  readonly quantity: Shares;
  readonly type: OrderType;
  /** Null where any price will do. For MIDPRICE the cap. */
  readonly limit: Price | null;
  /** Where a stop order begins; null for all others. */
  readonly stop: Price | null;
  /** Null without the Adaptive algorithm. */
  readonly adaptive: AdaptivePriority | null;
  readonly timeInForce: TimeInForce;
  readonly outsideRth: boolean;
  readonly orderRef: string;
  readonly exchange: string;
}

/** An order at one instant. It never changes: what happens to it makes a new value. */
export interface Order extends OrderTerms {
  readonly clientId: number;
  readonly orderId: number;
  readonly permId: number;
  readonly status: OrderStatus;
  readonly filled: Shares;
  /** Sum of shares times price over all executions. */
  readonly traded: Money;
  readonly commission: Money;
  readonly commissionCurrency: Currency;
  readonly lastPrice: Price | null;
  /** It waited in the book before the market came to it, so it fills at its own limit. */
  readonly resting: boolean;
  /** A stop order whose price was reached: from then on it is a market order. */
  readonly triggered: boolean;
  /** Why the broker holds it: `locate` while the shares of a short sale are not found. */
  readonly whyHeld: '' | 'locate';
  readonly modified: boolean;
  readonly completedAt: number | null;
  readonly completedText: string;
}

export interface Execution {
  readonly execId: string;
  readonly order: Order;
  readonly instant: number;
  readonly shares: Shares;
  readonly price: Price;
  readonly commission: Money;
  /** What closing this part earned after commission; null when it only opened. */
  readonly realized: Money | null;
}

/** Whether anything can still happen to the order. */
export function isLive(order: Order): boolean {
  switch (order.status) {
    case 'PreSubmitted':
    case 'Submitted':
    case 'PendingCancel':
      return true;
    case 'Staged':
    case 'Cancelled':
    case 'Filled':
    case 'Inactive':
      return false;
  }
}

export function remaining(order: Order): Shares {
  return asShares(order.quantity - order.filled);
}

/** Average price of what was filled, in 1e-8; rounded to the nearest, 0 when nothing was. */
export function averageFillPrice(order: Order): Money {
  if (order.filled === 0n) return ZERO_MONEY;
  return asMoney(divide(order.traded * 10_000n, order.filled, 'halfAway'));
}
