import type { Position } from '../account/snapshot.ts';
import type { Contract } from '../account/contract.ts';
import type { Ratio } from '../units/ratio.ts';
import type { Shares } from '../units/shares.ts';
import type { Usd } from '../units/usd.ts';
import type { InvestableBase } from './build-base.ts';
import type { Certificate } from './certificate.ts';
import type { FxPlan } from './fund-fx.ts';
import type { Drift } from './measure-drift.ts';
import type { Reason } from './reason.ts';
import type { MaintenanceLimit } from './rooms.ts';
import type { Trade } from './trade.ts';

/** One managed holding in the plan, traded or not. */
export interface PlanLine extends Drift {
  readonly trade: Trade | undefined;
  readonly reasons: readonly Reason[];
  /** After the plan, at plan prices. */
  readonly heldAfter: Shares;
  readonly valueAfter: Usd;
  /** Of the investable base. */
  readonly weight: Ratio;
  readonly weightAfter: Ratio;
}

/** A line that trades. */
export type TradeLine = PlanLine & { readonly trade: Trade };

/**
 * before + fx + sells - buys - commissions - reserve = after, at plan prices; and the floor that
 * `after` has to respect.
 */
export interface CashWalk {
  readonly before: Usd;
  /** US dollars bought with Canadian ones. */
  readonly fx: Usd;
  readonly sells: Usd;
  readonly buys: Usd;
  readonly commissions: Usd;
  readonly reserve: Usd;
  readonly after: Usd;
  /** K - min(B, commissions + reserve). */
  readonly floor: Usd;
}

export interface Exposure {
  readonly gross: Usd;
  /** gross over NetLiq less debts in other currencies. */
  readonly leverage: Ratio;
}

/** Everything that is going to be shown, approved and sent; a pure function of snapshot and settings. */
export interface TradePlan {
  readonly accountId: string;
  /** When the quotes were taken, ms since 1970. */
  readonly quotedAt: number;
  readonly base: InvestableBase;
  /** In alphabetical order of symbol. */
  readonly lines: readonly PlanLine[];
  /** In sending order: largest drift first. */
  readonly sells: readonly TradeLine[];
  readonly buys: readonly TradeLine[];
  readonly cashDriftUsd: Usd;
  readonly cashDrift: Ratio;
  readonly cashWeight: Ratio;
  readonly cashTargetWeight: Ratio;
  /** The sum of all absolute drifts, cash included; and what the plan leaves of it. */
  readonly totalDrift: Usd;
  readonly totalDriftAfter: Usd;
  readonly certificate: Certificate;
  readonly cash: CashWalk;
  /** What is converted for it, or why nothing is. */
  readonly fx: FxPlan;
  readonly before: Exposure;
  readonly after: Exposure;
  /** What ExcessLiquidity is measured against; undefined when maintenance_buffer_pct is not written. */
  readonly maintenance: MaintenanceLimit | undefined;
  /** Even after the sells the exposure is above max_leverage: no buys were planned. */
  readonly leverageUnresolved: boolean;
  readonly unmanaged: readonly Position[];
  readonly unlisted: readonly Contract[];
}

/** How many orders the plan would send: its conversion, its sells and its buys. */
export function countOrders({ fx, sells, buys }: TradePlan): number {
  return (fx.kind === 'convert' ? 1 : 0) + sells.length + buys.length;
}
