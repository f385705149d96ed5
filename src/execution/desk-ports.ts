import type { OrderState, TrackedOrder } from '../core/orders/tracked-order.ts';
import type { Broker, Clock, KillSwitch } from '../ports.ts';
import type { RunNotes } from './run-notes.ts';

export interface DeskPorts {
  readonly broker: Broker;
  readonly clock: Clock;
  readonly killSwitch: KillSwitch;
  /** What the run knows of itself; written down before it happens. */
  readonly notes: RunNotes;
  /** Told whenever the state of an order or its limit changes. */
  readonly onChange: (order: TrackedOrder, state: OrderState) => void;
}

export interface DeskOptions {
  readonly runId: string;
  readonly accountId: string;
  readonly maxOpenOrders: number;
  /** How long after the first order new ones may be sent. */
  readonly maxRunMs: number;
  /** When the run began to send, where that was in another account. */
  readonly sendingSince: number | undefined;
}
