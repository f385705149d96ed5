import type { Action, ChaosFault, ChaosSide } from './fault-kinds.ts';

/** Which messages a fault hangs on. Null leaves it open. */
export interface MessageTrigger {
  readonly kind: 'request' | 'answer';
  /** `PLACE_ORDER`, `ORDER_STATUS` */
  readonly name: string;
  /** Only this one of the messages that fit, counted from 1. */
  readonly nth: number | null;
  /** This one and all behind it. */
  readonly from: number | null;
  /** The code of an ERR_MSG. */
  readonly code: number | null;
}

export type Trigger =
  | MessageTrigger
  /** So many bytes were sent on one connection. */
  | { readonly kind: 'bytes'; readonly count: number }
  /** So long after the start, or after the fault was asked for. */
  | { readonly kind: 'time'; readonly afterMs: number };

export interface FaultEvent {
  /** Where it is written, for the log: `gateway.events[2]`. */
  readonly where: string;
  readonly trigger: Trigger;
  /** Only this client's connection; null any. */
  readonly client: number | null;
  /** How long after its trigger it happens. */
  readonly afterMs: number;
  readonly action: Action;
}

/** Faults by chance. Each rate is a count of millionths, the chance for every message. */
export interface Chaos {
  readonly seed: number;
  /** The longest that a delay, a freeze or an outage lasts. */
  readonly longestMs: number;
  readonly rates: Readonly<Record<ChaosSide, ReadonlyMap<ChaosFault, number>>>;
}

export interface FaultPlan {
  readonly events: readonly FaultEvent[];
  readonly chaos: Chaos | null;
}
