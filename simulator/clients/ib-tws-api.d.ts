/** As much of the library's face as the tests use; it ships without types of its own. */
declare module 'ib-tws-api' {
  import type { EventEmitter } from 'node:events';

  export type Fields = Readonly<Record<string, unknown>>;

  export interface OpenOrder {
    readonly contract: Fields;
    readonly order: Fields & { readonly orderId: number };
    readonly orderState: Fields & { readonly status: string };
  }

  export class Client {
    constructor(parameters: {
      readonly host: string;
      readonly port: number;
      readonly clientId: number;
      readonly timeoutMs?: number;
    });
    connect(): Promise<void>;
    getCurrentTime(): Promise<number>;
    getContractDetails(contract: Fields): Promise<Fields[]>;
    getMarketDataSnapshot(request: { readonly contract: Fields }): Promise<Fields>;
    streamMarketData(request: {
      readonly contract: Fields;
    }): Promise<EventEmitter & { stop(): void }>;
    reqMarketDataType(type: number): Promise<void>;
    placeOrder(request: { readonly contract: Fields; readonly order: Fields }): Promise<number>;
    cancelOrder(orderId: number): Promise<{ readonly code: string; readonly message: string }>;
    getOpenOrders(): Promise<OpenOrder[]>;
    getAllOpenOrders(): Promise<OpenOrder[]>;
    reqGlobalCancel(): Promise<void>;
    getPositions(): Promise<Readonly<Record<string, Fields>>>;
    getHistoricalData(request: Fields): Promise<{ readonly bars: readonly Fields[] }>;
    getHeadTimeStamp(request: Fields): Promise<string>;
    getHistogramData(request: Fields): Promise<unknown>;
    getHistoricalTicks(request: Fields): Promise<unknown[]>;
    getSecDefOptParams(request: Fields): Promise<unknown[]>;
    reqScannerParameters(): Promise<string>;
  }

  export const Contract: { stock(symbol: string): Fields };

  export const Order: { limit(order: Fields): Fields; market(order: Fields): Fields };
}
