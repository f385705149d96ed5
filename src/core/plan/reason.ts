import type { PriceNote } from '../prices/limit-price.ts';
import type { Split } from '../prices/price-gap.ts';
import type { RebalanceMode } from '../settings.ts';
import type { Ratio } from '../units/ratio.ts';
import type { Shares } from '../units/shares.ts';
import type { Usd } from '../units/usd.ts';

/** A limit on what the buys of a plan may add up to (PLANNING A.7, A.8). */
export type Row = 'cash' | 'leverage' | 'maintenance';

/** Why a line cannot be traded now, whatever its drift. */
export type Freeze =
  /** No source of `price_source` has a price. */
  | 'no-price'
  /** No two-sided market to price a limit against. */
  | 'no-market'
  | 'halted'
  /** Too long since the quote was known to be alive. */
  | 'stale'
  /** Further from the previous close than `max_gap_pct`: a split, a bad print, a crash. */
  | 'gap'
  /** Held short: this tool is long-only and leaves it to a person. */
  | 'short';

/** One fact of why a line of the plan is as it is. A line may have several. */
export type Reason =
  | { readonly kind: 'in-band'; readonly band: Ratio }
  | { readonly kind: 'out-of-band'; readonly band: Ratio }
  /** Inside its band, and bought because there is more idle cash than its band allows. */
  | { readonly kind: 'idle-cash'; readonly cashDrift: Ratio; readonly band: Ratio }
  /** With trigger_mode = total_drift: the sum of all drifts, cash included, against its band. */
  | { readonly kind: 'total-in-band'; readonly total: Ratio; readonly band: Ratio }
  | { readonly kind: 'total-out-of-band'; readonly total: Ratio; readonly band: Ratio }
  /** The larger drifts alone bring the total inside its band. */
  | { readonly kind: 'not-needed' }
  | { readonly kind: 'on-target' }
  /** Left out by `mode`; without it this much would have been traded, or nothing. */
  | { readonly kind: 'other-side'; readonly mode: RebalanceMode; readonly wanted: Shares }
  | { readonly kind: 'drift-below-min-order'; readonly minOrder: Usd }
  | { readonly kind: 'order-below-min-order'; readonly minOrder: Usd }
  /** Less than one share, or less than half of one for a sell. */
  | { readonly kind: 'indivisible' }
  /** The commission would eat the proceeds. */
  | { readonly kind: 'no-proceeds' }
  /** A buy got fewer shares than it wanted, because the row would not hold. */
  | { readonly kind: 'cut'; readonly row: Row; readonly wanted: Shares }
  /** What is left of an approved trade that an interrupted run has begun or never reached. */
  | { readonly kind: 'rest'; readonly approved: Shares }
  /** Planned now, or left of an approval, but not both: an interrupted run is only finished. */
  | { readonly kind: 'not-in-rest' }
  /** One share more than the whole shares in the drift, because those are below min_order. */
  | { readonly kind: 'rounded-up-to-min-order' }
  /** One share more than the whole shares in the drift: more than half of it was lacking. */
  | { readonly kind: 'rounded-up' }
  /** Fewer shares than it could have, so that others together come closer to their targets. */
  | { readonly kind: 'yielded'; readonly wanted: Shares }
  /** The target is zero: all whole shares go. */
  | { readonly kind: 'full-exit' }
  /** What is less than can be ordered stays in the account. */
  | { readonly kind: 'dust'; readonly left: Shares }
  | { readonly kind: 'frozen'; readonly why: Freeze }
  /** The last trade lay outside the market and was valued at its edge. */
  | { readonly kind: 'last-outside-market' }
  | { readonly kind: 'valued-by-broker' }
  /** The price stands to the previous close as it would after a split. */
  | { readonly kind: 'possible-split'; readonly split: Split }
  | { readonly kind: 'price-note'; readonly note: PriceNote };
