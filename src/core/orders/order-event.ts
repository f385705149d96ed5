import type { Side } from '../prices/limit-price.ts';
import type { Price } from '../units/price.ts';
import type { Rate } from '../units/rate.ts';
import type { Shares } from '../units/shares.ts';

interface AnyExecution {
  /** Unique; the last segment counts corrections, of which the highest replaces the others. */
  readonly execId: string;
  readonly orderId: number;
  readonly permId: number;
  readonly orderRef: string;
  readonly accountId: string;
  readonly conId: number;
  readonly side: Side;
  readonly quantity: Shares;
  /** As the broker writes it. */
  readonly time: string;
}

/** One fill: of shares at a price, or of US dollars at a rate. */
export type Execution =
  | (AnyExecution & {
      readonly kind: 'shares';
      /** Finer prices than 1e-4 are rounded against us: up for a buy, down for a sell. */
      readonly price: Price;
    })
  | (AnyExecution & { readonly kind: 'conversion'; readonly rate: Rate });

/** What the broker charged, in 1e-8 of its currency: for a conversion that may be the base of the account. */
export interface Commission {
  readonly currency: string;
  readonly amount: bigint;
}

/** What the broker tells about orders, in the order of arrival. Nothing acts on arrival. */
export type OrderEvent =
  | {
      readonly kind: 'status';
      readonly orderId: number;
      readonly permId: number;
      readonly status: string;
      readonly filled: Shares;
    }
  | { readonly kind: 'execution'; readonly execution: Execution }
  | { readonly kind: 'commission'; readonly execId: string; readonly commission: Commission }
  /** An error or warning that names an order. */
  | {
      readonly kind: 'message';
      readonly orderId: number;
      readonly code: number;
      readonly text: string;
    }
  /** The connection is gone. Nothing more will come. */
  | { readonly kind: 'lost'; readonly reason: string };

/** False for the execution of another account: one connection tells of all that the login sees. */
export function concerns(event: OrderEvent, accountId: string): boolean {
  return event.kind !== 'execution' || event.execution.accountId === accountId;
}
