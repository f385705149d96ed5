import type { Contract } from '../account/contract.ts';
import type { Side } from '../prices/limit-price.ts';
import { assert } from '../units/assert.ts';
import type { Price } from '../units/price.ts';
import type { Shares } from '../units/shares.ts';

/** A fully specified instruction: what the broker is told, DAY, regular hours, always transmitted. */
export interface OrderTicket {
  readonly orderRef: string;
  readonly accountId: string;
  readonly contract: Contract;
  readonly side: Side;
  readonly quantity: Shares;
  /** Undefined for a market order. */
  readonly limit: Price | undefined;
  /** What one share is counted with while the order is open: the limit, or worse than the market. */
  readonly countedAt: Price;
}

/** What makes an order's reference unique. */
export interface OrderIdentity {
  /** Short, unique for this run. */
  readonly runId: string;
  readonly accountId: string;
  /** The line of the approved plan, from 1. */
  readonly line: number;
  readonly attempt: number;
}

/** Every reference of this tool begins so. */
export const ORDER_REF_PREFIX = 'rb.';

/** The reference that the broker echoes everywhere: at most 32 ASCII characters, never used twice. */
export function orderRefOf({ runId, accountId, line, attempt }: OrderIdentity): string {
  const ref = `${ORDER_REF_PREFIX}${runId}.${accountId}.${line}.${attempt}`;
  assert(/^[\x21-\x7e]{1,32}$/.test(ref), `"${ref}" is at most 32 printable ASCII characters`);
  return ref;
}
