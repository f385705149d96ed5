import fc from 'fast-check';
import type { Item } from '../plan/knapsack.ts';

/** Up to nine items, so that every choice can be tried. */
export const anyItems = fc.array(
  fc.record({ gain: fc.integer({ min: 1, max: 500 }), weight: fc.integer({ min: 1, max: 60 }) }),
  { minLength: 1, maxLength: 9 },
);

/** The choice that gains most, less what it pays for the room that it lacks, by trying all of them. */
export function bestByTrying(
  items: readonly Item[],
  room: number,
  costOf: (short: number, taken: readonly number[]) => number = () => Infinity,
): { readonly gain: number; readonly taken: readonly number[] } {
  let best: { gain: number; taken: readonly number[] } = { gain: 0, taken: [] };
  for (let mask = 0; mask < 2 ** items.length; mask += 1) {
    const taken = items.flatMap((_, at) => ((mask >> at) % 2 === 1 ? [at] : []));
    const weight = taken.reduce((sum, at) => sum + (items[at]?.weight ?? 0), 0);
    const gains = taken.reduce((sum, at) => sum + (items[at]?.gain ?? 0), 0);
    const gain = gains - (weight > room ? costOf(weight - room, taken) : 0);
    if (gain > best.gain) best = { gain, taken };
  }
  return best;
}
