import type { Engine } from '../engine/engine.ts';
import type { Message } from '../wire/messages.ts';

/** What the answers of one connected client share. */
export interface SessionContext {
  readonly engine: Engine;
  readonly clientId: number;
  /** The protocol version that was agreed on. */
  readonly version: number;
  send(...messages: readonly Message[]): void;
  sendError(id: number, code: number, text: string): void;
}
