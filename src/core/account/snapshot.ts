import type { Price } from '../units/price.ts';
import type { Shares } from '../units/shares.ts';
import type { Usd } from '../units/usd.ts';
import type { Contract } from './contract.ts';
import type { FxMarket } from './fx-market.ts';
import type { Quote } from './quote.ts';

/** Something that the account holds, of whatever kind. */
export interface Position {
  readonly conId: number;
  readonly symbol: string;
  /** `STK`, `OPT`, `BOND`, ...: the broker's own word. */
  readonly secType: string;
  readonly currency: string;
  readonly quantity: Shares;
  /** The broker's own valuation, in the contract's currency. */
  readonly marketPrice: Price | undefined;
  readonly marketValue: Usd | undefined;
}

/** Cash in a currency other than US dollars: shown, and with `fx.enabled` CAD may fund buys. */
export interface OtherCash {
  readonly currency: string;
  /** In units of 1e-8 of that currency. */
  readonly amount: bigint;
  /** Its worth in US dollars, where the broker gives a rate. */
  readonly worth: Usd | undefined;
}

/** What the broker says about the account's money. */
export interface AccountReading {
  readonly accountId: string;
  /** Cash in US dollars, less interest that is owed. */
  readonly cash: Usd;
  readonly otherCash: readonly OtherCash[];
  /** The broker's own figure for the dollar part of NetLiquidation, less accrued interest. */
  readonly brokerNetLiq: Usd | undefined;
  /** The broker's own figures for the whole account, every currency and position in it, in US dollars. */
  readonly netLiquidation: Usd | undefined;
  /** What is left above the maintenance margin. */
  readonly excessLiquidity: Usd | undefined;
  /** What the broker lets the account spend now, in US dollars. */
  readonly availableFunds: Usd | undefined;
  readonly positions: readonly Position[];
}

/** What of an account bounds the next buy. */
export type Means = Pick<AccountReading, 'cash' | 'availableFunds' | 'excessLiquidity'>;

/** An order of anyone that is alive at the broker. */
export interface OpenOrder {
  readonly orderId: number;
  readonly clientId: number;
  readonly permId: number;
  readonly accountId: string;
  readonly conId: number;
  readonly symbol: string;
  readonly side: 'BUY' | 'SELL';
  readonly quantity: Shares;
  readonly orderRef: string;
  readonly status: string;
}

/** An order of anyone that has ended. The broker tells neither its order id nor its client. */
export interface CompletedOrder {
  readonly permId: number;
  readonly accountId: string;
  readonly conId: number;
  readonly orderRef: string;
  readonly status: string;
}

/** The account and the market as they were read together, before a plan is made. */
export interface Snapshot {
  /** ms since 1970. */
  readonly takenAt: number;
  readonly account: AccountReading;
  readonly openOrders: readonly OpenOrder[];
  /** What each symbol of the portfolios file is at the broker: an ETF in US dollars. */
  readonly listed: ReadonlyMap<string, Contract>;
  /** The other stock positions in US dollars, by conId: ETFs that no model lists, and shares. */
  readonly unlisted: ReadonlyMap<number, Contract>;
  /** By conId. */
  readonly quotes: ReadonlyMap<number, Quote>;
  /** The market of USD.CAD; undefined while `fx.enabled` is false: then nobody asks for it. */
  readonly fx: FxMarket | undefined;
}
