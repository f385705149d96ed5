import type { Contract } from '../account/contract.ts';
import type { Side } from '../prices/limit-price.ts';
import type { ExecutionSettings } from '../settings.ts';
import type { Price } from '../units/price.ts';
import type { Rate } from '../units/rate.ts';
import type { Ratio } from '../units/ratio.ts';
import type { Shares } from '../units/shares.ts';
import type { Usd } from '../units/usd.ts';

/** What a person approved for one line: never more than the quantity, never worse than the price. */
export interface Ceiling {
  /** From 1, in sending order. */
  readonly line: number;
  readonly contract: Contract;
  readonly side: Side;
  readonly quantity: Shares;
  /** Of every limit; undefined when it was approved as a market order, which has none. */
  readonly worstPrice: Price | undefined;
  /** What a limit order or an algorithm leaves may go out as a market order, which has no worst price. */
  readonly mayEndAtMarket: boolean;
}

/** What a person approved to convert: never more dollars, and never at a dearer limit. */
export interface FxCeiling {
  /** In whole US dollars. */
  readonly quantity: Usd;
  /** Undefined when it was approved as a market order. */
  readonly limit: Rate | undefined;
}

/** An approved plan as data: what is written down of it. It approves nothing by itself. */
export interface ApprovedFacts {
  readonly accountId: string;
  /** Of the plan that was shown: what the yes was said to. */
  readonly digest: string;
  readonly sells: readonly Ceiling[];
  readonly buys: readonly Ceiling[];
  /** Undefined when nothing is converted. */
  readonly fx: FxCeiling | undefined;
  /** The cash that the plan was made with; what the run spends is counted from here. */
  readonly cash: Usd;
  /** K, and what the buffer may pay of the costs: frozen at approval. */
  readonly cashFloor: Usd;
  readonly cashTarget: Usd;
  readonly gross: Usd;
  readonly guardValue: Usd;
  readonly maxLeverage: Ratio;
  readonly slippageReserve: Ratio;
  readonly orderUnit: Shares;
  /** What ExcessLiquidity must not fall below; undefined when maintenance_buffer_pct is not written. */
  readonly maintenanceFloor: Usd | undefined;
}

/** Whether what an order leaves may go out as a market order, by the settings. */
export function endsAtMarket({ algo, fallbackPlainMarket, onTimeout }: ExecutionSettings): boolean {
  return onTimeout === 'market' || (algo !== undefined && fallbackPlainMarket);
}
