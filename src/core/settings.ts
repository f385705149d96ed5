import type { TradingHours } from './account/market-hours.ts';
import type { Ratio } from './units/ratio.ts';
import type { Shares } from './units/shares.ts';
import type { Usd } from './units/usd.ts';

/** Where a valuation price may come from; `bidask` is the side that a trade would meet, the middle for a holding. */
export type PriceSource = 'last' | 'midpoint' | 'bidask' | 'close';

/** How a wide or unusable quote is treated: keep the capped limit, cross the spread, send a market order. */
export type EscalateAction = 'keep' | 'cross' | 'market';

/** What becomes of an ETF that is held and that no model portfolio lists. */
export type UnlistedEtfs = 'sell' | 'hold' | 'abort';

/** How a symbol is found at the broker when the plain symbol on SMART is not it. */
export type SymbolOverride =
  | { readonly kind: 'exchange'; readonly exchange: string }
  | { readonly kind: 'conId'; readonly conId: number };

export interface ModelShare {
  /** The name as the settings file writes it. */
  readonly name: string;
  /** Its weight in the model mix; all of them together are 1 +/- 0.001. */
  readonly share: Ratio;
}

/** Which side of the plan may trade. */
export type RebalanceMode = 'rebalance' | 'buy_only' | 'sell_only';

/** An algorithm of the broker that works an order. */
export type Algo =
  | { readonly kind: 'adaptive'; readonly priority: 'normal' | 'patient' | 'urgent' }
  /** Pegged to the middle of the market, capped at the limit. */
  | { readonly kind: 'midprice' };

/** What has to be out of its tolerance band before anything is traded (PLANNING A.5). */
export type Trigger =
  | {
      readonly kind: 'per_holding';
      /** A holding is traded when its absolute drift is strictly greater. */
      readonly band: Ratio;
      /**
       * When the drift of cash is greater, underweight holdings are bought whatever their own
       * drift. Undefined: in-band holdings are left alone.
       */
      readonly idleCashBand: Ratio | undefined;
    }
  | {
      readonly kind: 'total_drift';
      /** Nothing is traded until the sum of all absolute drifts, cash included, is greater. */
      readonly band: Ratio;
    };

export interface RebalanceSettings {
  readonly mode: RebalanceMode;
  readonly trigger: Trigger;
  /** No order is smaller than this. */
  readonly minOrder: Usd;
  /** Cash set aside before anything is invested. */
  readonly cashBuffer:
    | { readonly kind: 'pct'; readonly share: Ratio }
    | { readonly kind: 'abs'; readonly amount: Usd };
  /** Gross exposure over NetLiquidation after the trades is at most this. */
  readonly maxLeverage: Ratio;
  /**
   * ExcessLiquidity after the trades is at least this part of the account's NetLiquidation.
   * Undefined, because the key is not written: no buy is measured against it.
   */
  readonly maintenanceBuffer: Ratio | undefined;
  /** Every order is a multiple of this: one whole share, or 1e-4 of one with allow_fractional. */
  readonly orderUnit: Shares;
  /** How much worse than the plan price a trade may turn out before it eats into the cash target. */
  readonly slippageReserve: Ratio;
  /** There is no default: nobody's holding is sold because a line is missing. */
  readonly unlistedEtfs: UnlistedEtfs | undefined;
}

export interface PricingSettings {
  /** Tried in this order for each symbol. */
  readonly priceSources: readonly PriceSource[];
  /** Ask for a snapshot when the stream brings no usable price. */
  readonly fallbackToSnapshot: boolean;
}

export interface LimitSettings {
  /** Market orders when `off`, or with `smart_limit = false`, or with `order_type = market`. */
  readonly style: 'spread_aware' | 'static_bps' | 'off';
  /** How far from the middle toward the far side a buy starts, as a fraction of the spread. */
  readonly buyOffset: Ratio;
  readonly sellOffset: Ratio;
  /** A limit is never further from the middle than this; the static style starts there. */
  readonly maxOffset: Ratio;
  /** A spread wider than this fraction of the middle is wide. */
  readonly wideSpread: Ratio;
  readonly escalateAction: EscalateAction;
  readonly staleQuoteSeconds: number;
  /** A buy never above the ask, a sell never below the bid. */
  readonly capAtFarSide: boolean;
}

/** How missing US dollars are bought with Canadian ones. */
export interface FxSettings {
  /** False: cash in other currencies does not exist for the plan. */
  readonly enabled: boolean;
  /** For the buys of a plan, or up to the cash target whether or not something is bought. */
  readonly convertMode: 'just_in_time' | 'always_top_up';
  /** Plan with the middle of USD.CAD, and not with its ask. */
  readonly useMidForPlanning: boolean;
  /** Smaller conversions are left out. */
  readonly minOrder: Usd;
  readonly maxOrder: Usd | undefined;
  /** How much more than the shortfall is converted. */
  readonly buffer: Ratio;
  readonly orderType: 'MKT' | 'LMT';
  /** How far above the planned rate a limit may be. */
  readonly limitSlippage: Ratio;
  readonly waitForFillSeconds: number;
  /** Convert only while the currency market is open. */
  readonly preferMarketHours: boolean;
}

/** What becomes of an order that is not filled in time. */
export type OnTimeout = 'cancel' | 'cross' | 'market';

export interface ExecutionSettings {
  /** How the broker is to work an order; undefined for a plain one. */
  readonly algo: Algo | undefined;
  /** When the algorithm is refused or too slow, what is left goes out as a plain market order. */
  readonly fallbackPlainMarket: boolean;
  /** How long the algorithm may take before that. */
  readonly waitBeforeFallbackSeconds: number;
  /** When orders may be sent: while the regular session is on, or the extended one. */
  readonly tradingHours: TradingHours;
  /** How many of our orders may be open at once; 1 when the orders are not batched. */
  readonly maxOpenOrders: number;
  /** When an order is not filled by then, `onTimeout` says what becomes of it. */
  readonly fillTimeoutSeconds: number;
  /** How often the limit of an open order steps toward the far side. */
  readonly repriceSeconds: number;
  readonly onTimeout: OnTimeout;
  /** The worst price that is approved: this far from the middle that the preview showed. */
  readonly maxMove: Ratio;
}

/** What follows when the broker does not say what a buy would do; with `false` it is not asked. */
export type RequireWhatIf = 'warn' | 'true' | 'false';

export interface SafetySettings {
  readonly requireWhatIf: RequireWhatIf;
  /** Live accounts are not traded. */
  readonly paperOnly: boolean;
  /** False skips the question on a paper account. */
  readonly requireConfirm: boolean;
  /** The caps; undefined where the settings write none. */
  readonly maxOrder: Usd | undefined;
  /** Of NetLiquidation, buys and sells of a run together. */
  readonly maxTurnover: Ratio | undefined;
  readonly maxOrders: number | undefined;
  /** Buys and sells of all runs of a day together. */
  readonly maxDaily: Usd | undefined;
  readonly killSwitchFile: string;
  /** A limit price is never further from the middle than this, whatever else is set. */
  readonly collar: Ratio;
  /** A price further than this from the previous close is not traded on. */
  readonly maxGap: Ratio;
  /** How long after its first order a run may send new ones. */
  readonly maxRunMinutes: number;
}

/** Whether each account of a run is asked about by itself, or all of them at once. */
export type ConfirmMode = 'per_account' | 'global';

/** How much an entry of a log matters, the least first. */
export const LOG_LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR'] as const;

export interface LogSettings {
  /** What matters less is not kept. */
  readonly level: (typeof LOG_LEVELS)[number];
  /** Lines to be read, or JSON lines. */
  readonly format: 'text' | 'json';
}

/** Everything that the settings file decides, checked and in exact units. */
export interface Settings {
  readonly ibkr: {
    readonly host: string;
    readonly port: number;
    readonly clientId: number;
    /** True until the file says otherwise: nothing is ever sent. */
    readonly readOnly: boolean;
  };
  readonly accountIds: readonly string[];
  readonly confirmMode: ConfirmMode;
  /** The portfolios file, as written; undefined when the file does not name one. */
  readonly portfoliosPath: string | undefined;
  readonly modelMix: readonly ModelShare[];
  readonly rebalance: RebalanceSettings;
  readonly pricing: PricingSettings;
  readonly limits: LimitSettings;
  readonly fx: FxSettings;
  readonly execution: ExecutionSettings;
  readonly safety: SafetySettings;
  readonly symbolOverrides: ReadonlyMap<string, SymbolOverride>;
  /** Where reports go, as written. */
  readonly reportDir: string;
  /** Account ids in reports have stars for most of their digits. */
  readonly maskAccounts: boolean;
  readonly log: LogSettings;
}
