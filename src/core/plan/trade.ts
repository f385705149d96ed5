import type { PricedOrder, Side } from '../prices/limit-price.ts';
import type { Price } from '../units/price.ts';
import type { Shares } from '../units/shares.ts';
import type { Usd } from '../units/usd.ts';
import type { Reason } from './reason.ts';

/** An order that can be sent: anything but a denied one. */
export type SendableOrder = Exclude<PricedOrder, { kind: 'denied' }>;

/** What the plan wants to do with one holding. */
export interface Trade {
  readonly side: Side;
  /** Whole shares, more than zero. */
  readonly quantity: Shares;
  /** What one share is counted to cost or to bring, before slippage and commission. */
  readonly price: Price;
  /** What one share is worth in the account: drift is measured and quantities are sized with it. */
  readonly valuedAt: Price;
  /** What one share is counted with where costs are counted: never better than `price`. */
  readonly reserved: Price;
  readonly order: SendableOrder;
  /** quantity * price. */
  readonly value: Usd;
  /** The maintenance margin of the position that is bought or sold; an estimate. */
  readonly maintenance: Usd;
}

/** The outcome of sizing one candidate: a trade or none, and why. */
export interface Sized {
  readonly trade: Trade | undefined;
  readonly reasons: readonly Reason[];
}
