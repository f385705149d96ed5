import type { ContractSearch } from '../engine/contract.ts';
import type { OrderRequest } from './order-request.ts';

export interface ExecutionFilter {
  /** 0 asks for the executions of all clients. */
  readonly clientId: number;
  readonly account: string;
  readonly time: string;
  readonly symbol: string;
  readonly secType: string;
  readonly exchange: string;
  readonly side: string;
}

/** One request of a client, read from its message. */
export type Request =
  | { readonly kind: 'START_API'; readonly clientId: number }
  | {
      readonly kind: 'REQ_MKT_DATA';
      readonly requestId: number;
      readonly contract: ContractSearch;
      readonly genericTicks: string;
      readonly snapshot: boolean;
    }
  | { readonly kind: 'CANCEL_MKT_DATA'; readonly requestId: number }
  | { readonly kind: 'REQ_MARKET_DATA_TYPE'; readonly type: number }
  | { readonly kind: 'REQ_MARKET_RULE'; readonly ruleId: number }
  | {
      readonly kind: 'REQ_CONTRACT_DATA';
      readonly requestId: number;
      readonly contract: ContractSearch;
    }
  | { readonly kind: 'PLACE_ORDER'; readonly order: OrderRequest }
  | { readonly kind: 'CANCEL_ORDER'; readonly orderId: number }
  | { readonly kind: 'REQ_GLOBAL_CANCEL' }
  | { readonly kind: 'REQ_OPEN_ORDERS' }
  | { readonly kind: 'REQ_ALL_OPEN_ORDERS' }
  | { readonly kind: 'REQ_AUTO_OPEN_ORDERS' }
  | {
      readonly kind: 'REQ_EXECUTIONS';
      readonly requestId: number;
      readonly filter: ExecutionFilter;
    }
  | { readonly kind: 'REQ_COMPLETED_ORDERS' }
  | { readonly kind: 'REQ_ACCOUNT_DATA'; readonly subscribe: boolean; readonly account: string }
  | {
      readonly kind: 'REQ_ACCOUNT_SUMMARY';
      readonly requestId: number;
      readonly group: string;
      readonly tags: readonly string[];
    }
  | { readonly kind: 'CANCEL_ACCOUNT_SUMMARY'; readonly requestId: number }
  | { readonly kind: 'REQ_POSITIONS' }
  | { readonly kind: 'CANCEL_POSITIONS' }
  | { readonly kind: 'REQ_IDS' }
  | { readonly kind: 'REQ_MANAGED_ACCTS' }
  | { readonly kind: 'REQ_CURRENT_TIME' }
  | { readonly kind: 'SET_SERVER_LOGLEVEL' }
  /** Ends a stream that this simulator never starts: nothing to do. */
  | { readonly kind: 'NOTHING_TO_CANCEL' }
  /** Known to a gateway, not answered by this simulator. */
  | { readonly kind: 'NOT_ANSWERED'; readonly requestId: number }
  | { readonly kind: 'UNREADABLE'; readonly requestId: number; readonly reason: string };
