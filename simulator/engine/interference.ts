import type { Shares } from '../../src/core/units/shares.ts';
import type { Refusal } from './refusal.ts';
import type { EngineEvent } from './events.ts';
import type { Execution, Order } from './order.ts';

/** A refusal of an order at which nothing is wrong. */
export interface ForcedRefusal extends Refusal {
  /** What becomes of the order; null where the error is all that is told of it. */
  readonly status: 'Inactive' | 'Cancelled' | null;
  /** Whether the status is told before the error. */
  readonly statusFirst: boolean;
}

/** What can be made to go wrong with orders. It decides what is told and traded, never the books. */
export interface Interference {
  /** How a new order that is in order itself is refused; undefined when it is not. */
  refusal(order: Order): ForcedRefusal | undefined;
  /** The most shares that the order may trade now; null when nothing holds it back. */
  fillRoom(order: Order): Shares | null;
  /** After how many milliseconds an event is told; 0 at once, null never. */
  toldAfter(event: EngineEvent): number | null;
  /** Whether the commission of an execution can be asked for. */
  knowsCommission(execution: Execution): boolean;
}

/** A gateway at which nothing goes wrong. */
export const noInterference: Interference = {
  refusal: () => undefined,
  fillRoom: () => null,
  toldAfter: () => 0,
  knowsCommission: () => true,
};
