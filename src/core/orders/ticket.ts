import type { Contract } from '../account/contract.ts';
import type { RateMarket } from '../account/fx-market.ts';
import type { Market } from '../account/quote.ts';
import type { Side } from '../prices/limit-price.ts';
import type { Algo } from '../settings.ts';
import { assert } from '../units/assert.ts';
import type { Price } from '../units/price.ts';
import type { Rate } from '../units/rate.ts';
import { wholeShares, type Shares } from '../units/shares.ts';
import { asUsd, usd, type Usd } from '../units/usd.ts';

/** What the broker is told of every order. It is always DAY, and always transmitted. */
interface AnyTicket {
  readonly orderRef: string;
  readonly accountId: string;
  readonly contract: Contract;
  readonly side: Side;
  readonly quantity: Shares;
}

/** An order for shares. */
export interface ShareTicket extends AnyTicket {
  readonly kind: 'shares';
  /** Undefined for a market order. */
  readonly limit: Price | undefined;
  /** What one share is counted with while the order is open: the limit, or worse than the market. */
  readonly countedAt: Price;
  /** Undefined for a plain order. */
  readonly algo: Algo | undefined;
  /** The market that the order was decided on: what its fills are measured against. */
  readonly arrival?: Market | undefined;
}

/** An order for US dollars, paid for with Canadian ones: one share of it is one US dollar. */
export interface ConversionTicket extends AnyTicket {
  readonly kind: 'conversion';
  readonly side: 'BUY';
  /** Undefined for a market order. */
  readonly limit: Rate | undefined;
  /** As with shares. */
  readonly arrival?: RateMarket | undefined;
}

/** A fully specified instruction. */
export type OrderTicket = ShareTicket | ConversionTicket;

/** What a person calls the contract of an order. */
export function nameOf({ kind, contract }: OrderTicket): string {
  return kind === 'conversion' ? 'USD.CAD' : contract.symbol;
}

const ONE_DOLLAR = usd('1');

/** The quantity of a conversion as money. Exact. */
export function dollarsOf(quantity: Shares): Usd {
  return asUsd((quantity * ONE_DOLLAR) / wholeShares(1n));
}

/** Whole dollars as the quantity of a conversion. */
export function quantityOf(dollars: Usd): Shares {
  assert(dollars % ONE_DOLLAR === 0n, 'whole dollars are converted');
  return wholeShares(dollars / ONE_DOLLAR);
}

/** What makes an order's reference unique. */
export interface OrderIdentity {
  /** Short, unique for this run. */
  readonly runId: string;
  readonly accountId: string;
  /** The line of the approved plan, from 1; 0 is its conversion. */
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
