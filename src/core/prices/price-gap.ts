import { absolute } from '../units/bounds.ts';
import type { Price } from '../units/price.ts';
import { ONE, ratio, type Ratio } from '../units/ratio.ts';

/**
 * A price that is far from the previous close. Where the two stand to each other as they would
 * after a split, `split` names it: nothing else explains such a price so well, and a position that
 * was read before the split counts the wrong number of shares.
 */
export interface PriceGap {
  readonly split: Split | undefined;
}

/** `shares` new ones for each `forEach` old ones: 4 for 1, or 1 for 10. */
export interface Split {
  readonly shares: bigint;
  readonly forEach: bigint;
}

/** The splits that funds make (DESIGN 3), and how near to one a price has to be to suggest it. */
const FACTORS = [2n, 3n, 4n, 5n, 10n, 20n] as const;
const NEARNESS: Ratio = ratio('0.02');

const SPLITS: readonly Split[] = FACTORS.flatMap((factor) => [
  { shares: factor, forEach: 1n },
  { shares: 1n, forEach: factor },
]);

/**
 * The gap of a price, given as twice the price, from the previous close; undefined when they are no
 * further apart than `maxGap` of the close.
 */
export function findGap(twicePrice: bigint, close: Price, maxGap: Ratio): PriceGap | undefined {
  const distance = absolute(twicePrice - 2n * close);
  if (distance * ONE <= maxGap * 2n * close) return undefined;
  return { split: SPLITS.find((split) => isNear(twicePrice, close, split)) };
}

/** As people say it: `a split 4 for 1`. */
export function describeSplit({ shares, forEach }: Split): string {
  return `a split ${String(shares)} for ${String(forEach)}`;
}

/** Whether price / close is within 2% of forEach / shares: after 4 for 1 a price is a quarter. */
function isNear(twicePrice: bigint, close: Price, { shares, forEach }: Split): boolean {
  const asIfSplit = 2n * close * forEach;
  return absolute(twicePrice * shares - asIfSplit) * ONE <= NEARNESS * asIfSplit;
}
