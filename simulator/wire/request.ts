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

/** A request about one account, or about all of them when it is empty. */
interface AccountQuery {
  readonly requestId: number;
  readonly account: string;
  readonly modelCode: string;
}

/** What is asked about the gateway itself. */
export type SystemRequest =
  | { readonly kind: 'START_API'; readonly clientId: number }
  | { readonly kind: 'REQ_IDS' }
  | { readonly kind: 'REQ_MANAGED_ACCTS' }
  | { readonly kind: 'REQ_CURRENT_TIME' }
  | { readonly kind: 'REQ_CURRENT_TIME_IN_MILLIS' }
  | { readonly kind: 'SET_SERVER_LOGLEVEL' }
  | { readonly kind: 'REQ_FAMILY_CODES' }
  | { readonly kind: 'REQ_USER_INFO'; readonly requestId: number }
  /** A request of which nothing but its name and id matters. */
  | { readonly kind: 'BY_NAME'; readonly name: string; readonly requestId: number }
  | { readonly kind: 'UNREADABLE'; readonly requestId: number; readonly reason: string };

/** What is asked about contracts and the market. */
export type MarketRequest =
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
  | { readonly kind: 'REQ_MATCHING_SYMBOLS'; readonly requestId: number; readonly pattern: string }
  | {
      readonly kind: 'REQ_HISTORICAL_DATA';
      readonly requestId: number;
      readonly contract: ContractSearch;
      readonly end: string;
      readonly barSize: string;
      readonly duration: string;
      readonly whatToShow: string;
      readonly keepUpToDate: boolean;
    }
  | { readonly kind: 'CANCEL_HISTORICAL_DATA'; readonly requestId: number }
  | {
      readonly kind: 'REQ_HEAD_TIMESTAMP';
      readonly requestId: number;
      readonly contract: ContractSearch;
      /** 1 is a text in UTC, 2 seconds since 1970. */
      readonly formatDate: number;
    }
  | {
      readonly kind: 'REQ_HISTORICAL_TICKS';
      readonly requestId: number;
      readonly contract: ContractSearch;
      readonly whatToShow: string;
    };

/** What is asked about accounts and holdings. */
export type AccountRequest =
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
  | ({ readonly kind: 'REQ_POSITIONS_MULTI' } & AccountQuery)
  | { readonly kind: 'CANCEL_POSITIONS_MULTI'; readonly requestId: number }
  | ({
      readonly kind: 'REQ_ACCOUNT_UPDATES_MULTI';
      /** Only the ledger and the net liquidation value are wanted. */
      readonly ledgerOnly: boolean;
    } & AccountQuery)
  | { readonly kind: 'CANCEL_ACCOUNT_UPDATES_MULTI'; readonly requestId: number }
  | ({ readonly kind: 'REQ_PNL' } & AccountQuery)
  | { readonly kind: 'CANCEL_PNL'; readonly requestId: number }
  | ({ readonly kind: 'REQ_PNL_SINGLE'; readonly conId: number } & AccountQuery)
  | { readonly kind: 'CANCEL_PNL_SINGLE'; readonly requestId: number };

/** What is asked about orders and executions. */
export type OrderingRequest =
  | { readonly kind: 'PLACE_ORDER'; readonly order: OrderRequest }
  | { readonly kind: 'CANCEL_ORDER'; readonly orderId: number }
  | { readonly kind: 'REQ_GLOBAL_CANCEL' }
  | { readonly kind: 'REQ_OPEN_ORDERS' }
  | { readonly kind: 'REQ_ALL_OPEN_ORDERS' }
  | { readonly kind: 'REQ_AUTO_OPEN_ORDERS'; readonly bind: boolean }
  | {
      readonly kind: 'REQ_EXECUTIONS';
      readonly requestId: number;
      readonly filter: ExecutionFilter;
    }
  | { readonly kind: 'REQ_COMPLETED_ORDERS'; readonly apiOnly: boolean };

/** One request of a client, read from its message. */
export type Request = SystemRequest | MarketRequest | AccountRequest | OrderingRequest;
