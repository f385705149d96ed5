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

/** The way between a client and the gateway, and what becomes of messages on it. */
export interface Line {
  toGateway(request: Request): Fate;
  toClient(message: Message): Fate;
}

const ONCE: Fate = [1];

/** A line on which every message arrives once, in a millisecond and in order. */
export const clearLine: Line = { toGateway: () => ONCE, toClient: () => ONCE };
