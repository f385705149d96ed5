import type { Reason } from './reason.ts';

/** What a reason does to its line. */
export type ReasonRole =
  /** Sets the line in motion. */
  | 'trigger'
  /** Leaves the line without a trade. */
  | 'stop'
  /** Makes the trade smaller, down to nothing. */
  | 'cut'
  /** Says something about the price or the size, and changes neither. */
  | 'note';

const ROLES = {
  'out-of-band': 'trigger',
  'total-out-of-band': 'trigger',
  'idle-cash': 'trigger',
  rest: 'trigger',
  'in-band': 'stop',
  'total-in-band': 'stop',
  'not-needed': 'stop',
  'on-target': 'stop',
  'not-in-rest': 'stop',
  'other-side': 'stop',
  'drift-below-min-order': 'stop',
  'order-below-min-order': 'stop',
  indivisible: 'stop',
  'no-proceeds': 'stop',
  frozen: 'stop',
  cut: 'cut',
  'rounded-up-to-min-order': 'note',
  'rounded-up': 'note',
  yielded: 'cut',
  'full-exit': 'note',
  dust: 'note',
  'last-outside-market': 'note',
  'valued-by-broker': 'note',
  'possible-split': 'note',
  'price-note': 'note',
} as const satisfies Record<Reason['kind'], ReasonRole>;

export function roleOf({ kind }: Reason): ReasonRole {
  return ROLES[kind];
}
