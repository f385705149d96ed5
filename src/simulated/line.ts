import type { BrokerError } from '../ports.ts';

/** What a client sends. */
export type Request =
  | 'connect'
  | 'contracts'
  | 'account'
  | 'open-orders'
  | 'completed-orders'
  | 'quotes'
  | 'time'
  | 'executions'
  | 'what-if'
  | 'place'
  | 'cancel';

/** What a gateway sends: the end of an answer, or news that nobody asked for. */
export type Message =
  'answer' | 'status' | 'execution' | 'commission' | 'refusal' | 'position' | 'quote';

/** After how many ms each copy of a message arrives; none when it is lost. */
export type Fate = readonly number[];

/** What a line may want to know of a request beside its name. */
export interface AboutRequest {
  /** The id of the order that it is about. */
  readonly orderId?: number;
  /** For how many symbols it asks: at a gateway each is a message of its own. */
  readonly symbols?: number;
}

/** The way between a client and the gateway, and what becomes of messages on it. */
export interface Line {
  /** Or how the gateway refuses the question. Orders are not refused here. */
  toGateway(request: Request, about: AboutRequest): Fate | BrokerError;
  /** `code` is that of a refusal. */
  toClient(message: Message, code?: number): Fate;
}

const ONCE: Fate = [1];

/** A line on which every message arrives once, in a millisecond and in order. */
export const clearLine: Line = { toGateway: () => ONCE, toClient: () => ONCE };
