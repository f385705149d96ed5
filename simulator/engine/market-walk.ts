import { asPrice, type Price } from './price.ts';
import type { Quote } from './quote.ts';
import type { Draw } from './random.ts';

/** A quote never wanders farther than this from where it started. */
export const FARTHEST_TICKS = 5;

/**
 * The next distance from the start, in ticks. Half of the time nothing happens; otherwise one tick
 * up or down, the likelier toward the start the farther away it is: at +3, down with 8 chances in
 * 20 and up with 2; at +5 never up.
 */
export function nextDistance(distance: number, draw: Draw): number {
  const drawn = draw(4 * FARTHEST_TICKS);
  if (drawn < FARTHEST_TICKS - distance) return distance + 1;
  if (drawn >= 3 * FARTHEST_TICKS - distance) return distance - 1;
  return distance;
}

/** The start moved by whole ticks, all its prices together; undefined where one would vanish. */
export function shiftQuote(start: Quote, ticks: number, increment: Price): Quote | undefined {
  const shift = BigInt(ticks) * increment;
  const move = (price: Price | null): Price | null =>
    price === null ? null : asPrice(price + shift);
  const { bid, ask, last } = { bid: move(start.bid), ask: move(start.ask), last: move(start.last) };
  if ([bid, ask, last].some((price) => price !== null && price <= 0n)) return undefined;
  return { ...start, bid, ask, last };
}
