import type { Shares } from '../../src/core/units/shares.ts';
import type { Contract, MarketRule } from './contract.ts';
import type { Currency, ExchangeRates, Money } from './money.ts';
import type { OrderRules } from './check-rules.ts';
import type { HoursMode } from './market-hours.ts';
import type { FillModel } from './pace.ts';
import type { Quote } from './quote.ts';

/** An account as it stands when the engine starts. */
export interface AccountSetup {
  readonly id: string;
  readonly base: Currency;
  readonly type: 'margin' | 'cash';
  /** Orders for it are refused, data requests are answered. */
  readonly readOnlyApi: boolean;
  readonly cash: ReadonlyMap<Currency, Money>;
  readonly positions: readonly OpeningPosition[];
}

export interface OpeningPosition {
  readonly conId: number;
  readonly shares: Shares;
  /** Per share, in the contract's currency. */
  readonly averageCost: Money;
}

/** Everything the engine starts from. The same setup and clock give the same run. */
export interface EngineSetup {
  readonly nextValidId: number;
  readonly accounts: readonly AccountSetup[];
  readonly contracts: readonly Contract[];
  /** By conId; every contract has one. */
  readonly quotes: ReadonlyMap<number, Quote>;
  readonly marketRules: ReadonlyMap<number, MarketRule>;
  readonly rates: ExchangeRates;
  readonly market: {
    readonly seed: number;
    readonly intervalMs: number;
    readonly moves: 'still' | 'walk';
  };
  readonly orders: OrderRules;
  readonly hours: HoursMode;
  /** How many market data lines all clients have together. */
  readonly marketDataLines: number;
  readonly fills: FillModel;
  /** How long a cancellation is underway; with 0 it is confirmed at once. */
  readonly cancelDelayMs: number;
}
