import type { Contract } from './contract.ts';
import type { Execution, Order } from './order.ts';
import type { OrderPreview } from './preview-order.ts';

/** What the engine tells, in the order in which a gateway would. */
export type EngineEvent =
  /** The order as a whole; `settled` when its commission is known. */
  | { readonly kind: 'order'; readonly order: Order; readonly settled: boolean }
  | { readonly kind: 'status'; readonly order: Order }
  | { readonly kind: 'execution'; readonly execution: Execution }
  | { readonly kind: 'commission'; readonly execution: Execution }
  | {
      readonly kind: 'refusal';
      readonly clientId: number;
      readonly orderId: number;
      readonly code: number;
      readonly text: string;
    }
  /** The answer to a what-if; its margins are null where a gateway has not worked them out yet. */
  | { readonly kind: 'preview'; readonly order: Order; readonly preview: OrderPreview | null }
  /** Cash and one position of an account changed. */
  | { readonly kind: 'books'; readonly account: string; readonly contract: Contract }
  | { readonly kind: 'quote'; readonly contract: Contract };

export type EngineListener = (event: EngineEvent) => void;
