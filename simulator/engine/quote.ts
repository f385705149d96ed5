import { asPrice, type Price } from './price.ts';
import type { Shares } from '../../src/core/units/shares.ts';

/** Whether trading is halted: not, for a reason of its own, or because the price ran away. */
export const halts = ['no', 'general', 'volatility'] as const;
export type Halt = (typeof halts)[number];

/**
 * What clients get of the quotes of a contract: live; delayed, when they ask for that; the last known,
 * when they ask for that; nothing; nothing for want of a subscription, of delayed data too, or of
 * delayed data being enabled; only bid and ask; nothing while another session has the data.
 */
export const dataStates = [
  'live',
  'delayed',
  'frozen',
  'none',
  'no_permission',
  'not_enabled',
  'part',
  'competing',
] as const;
export type DataState = (typeof dataStates)[number];

/** What the market shows of one contract. A price that does not exist is null. */
export interface Quote {
  readonly bid: Price | null;
  readonly ask: Price | null;
  readonly last: Price | null;
  /** The last price of the session before. */
  readonly close: Price | null;
  readonly bidSize: Shares;
  readonly askSize: Shares;
  readonly lastSize: Shares;
  readonly halted: Halt;
  readonly data: DataState;
}

/**
 * The price that a position is valued at: the last trade, else the middle of the quote, else the
 * one side or the close that there is; 0 when there is nothing at all.
 */
export function markPrice(quote: Quote): Price {
  const { bid, ask, last, close } = quote;
  if (last !== null) return last;
  if (bid !== null && ask !== null) return asPrice((bid + ask) / 2n);
  return bid ?? ask ?? close ?? asPrice(0n);
}
