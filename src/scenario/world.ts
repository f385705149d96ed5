import type { Engine } from '../../simulator/engine/engine.ts';
import type { Inputs } from '../inputs/read-inputs.ts';
import type { Broker, Clock } from '../ports.ts';

/** A connection that a process has, and that goes when the process dies. */
export interface Connection {
  readonly broker: Broker;
  /** The process is gone: nothing that it still does reaches the gateway. */
  kill(): void;
}

/** Where a scenario happens: the gateway with its books and its market, and the time. */
export interface World {
  readonly clock: Clock;
  readonly engine: Engine;
  /** Its time is in our hands: the same scenario always takes equally long. */
  readonly isTimed: boolean;
  connect(inputs: Inputs): Connection;
  /** Lets something happen later; the result takes it back. */
  after(ms: number, task: () => void): () => void;
  /** Does the work with time passing while it waits. */
  live<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Lets so much time pass. */
  pass(ms: number): Promise<void>;
  /** Waits until everything that was under way has arrived. */
  rest(): Promise<void>;
  close(): Promise<void>;
}
