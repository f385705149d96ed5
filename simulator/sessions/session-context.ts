import type { Engine } from '../engine/engine.ts';
import type { HistoryPace } from './history-pace.ts';
import type { Message } from '../wire/messages.ts';

/** Who may see and cancel whose orders. */
export interface ClientRules {
  /** The client that is told of the orders of all clients; null when there is none. */
  readonly masterClientId: number | null;
  /** Whether a client may cancel another one's order after it has listed it, or never. */
  readonly cancelOthers: 'after-listing' | 'never';
}

/** Whether the limits on what a client may ask in some time hold. */
export type Pacing = 'gateway' | 'none';

/** What the answers of one connected client share. */
export interface SessionContext {
  readonly engine: Engine;
  readonly clientId: number;
  /** The protocol version that was agreed on. */
  readonly version: number;
  readonly clients: ClientRules;
  readonly pacing: Pacing;
  /** What history was asked for, by all clients. */
  readonly history: HistoryPace;
  send(...messages: readonly Message[]): void;
  sendError(id: number, code: number, text: string): void;
}

/** The text of a request that is understood and not valid: code 321. */
export function notValid(cause: string): string {
  return `Error validating request: cause - ${cause}.`;
}
