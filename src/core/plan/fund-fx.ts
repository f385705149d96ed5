import type { FxSettings } from '../settings.ts';
import { greater, lesser } from '../units/bounds.ts';
import { ONE } from '../units/ratio.ts';
import type { Rate } from '../units/rate.ts';
import { divide } from '../units/rounding.ts';
import { asUsd, type Usd } from '../units/usd.ts';
import {
  affordable,
  atMost,
  costInCad,
  fxCommission,
  ODD_LOT,
  wholeDollars,
  type FxDenial,
  type FxTerms,
} from './fx-terms.ts';

/** What keeps a conversion from being as large as it would be. */
export type FxCut = 'max_fx_order_usd' | 'CAD';

/** BUY so many USD.CAD: whole US dollars, paid for with Canadian ones. */
export interface FxTrade {
  /** Q, in whole dollars. */
  readonly quantity: Usd;
  /** S: what is lacking, before `fx_buffer_bps`. */
  readonly shortfall: Usd;
  readonly planRate: Rate;
  readonly execRate: Rate;
  /** Undefined for a market order. */
  readonly limit: Rate | undefined;
  /** What is there to pay with, in 1e-8 CAD. */
  readonly cad: bigint;
  /** The most that it takes of it, commission included. */
  readonly mostCad: bigint;
  readonly commission: Usd;
  /** Below 25,000 dollars: routed as an odd lot, at a worse rate. */
  readonly oddLot: boolean;
  readonly cut: FxCut | undefined;
}

/** Why nothing is converted although it could be. */
export type NoFxReason =
  | { readonly kind: 'no-cad' }
  | { readonly kind: 'no-buys' }
  | { readonly kind: 'no-shortfall' }
  | { readonly kind: 'shortfall-below-minimum'; readonly shortfall: Usd; readonly minimum: Usd }
  /** The Canadian dollars, or `max_fx_order_usd`, do not reach the minimum. */
  | { readonly kind: 'convertible-below-minimum'; readonly minimum: Usd };

/** What the plan does about Canadian dollars. */
export type FxPlan =
  /** `fx.enabled = false`: Canadian dollars do not exist for the plan. */
  | { readonly kind: 'off' }
  | { readonly kind: 'none'; readonly reason: NoFxReason }
  | {
      readonly kind: 'denied';
      readonly why: FxDenial;
      /** The plan would have converted dollars for its buys, or may have. */
      readonly leavesBuysShort: boolean;
    }
  | { readonly kind: 'convert'; readonly trade: FxTrade };

/** What a plan that counts the convertible dollars as cash turns out to lack without them. */
export interface FxNeed {
  readonly hasBuys: boolean;
  /** K - C', the first cash row of PLANNING A.7 without X; negative when nothing is lacking. */
  readonly belowTarget: bigint;
  /** The same for the second row, with costs and reserve. */
  readonly belowFloor: bigint;
}

/**
 * How many dollars to convert (PLANNING A.10): what is lacking and the buffer on top, rounded up to
 * whole dollars, but no more than `max_fx_order_usd` and than the Canadian dollars pay for. The
 * minimum is compared with the bare shortfall, and with what comes out: exactly the minimum converts.
 */
export function fundFx(
  need: FxNeed,
  terms: FxTerms,
  settings: FxSettings,
): Extract<FxPlan, { kind: 'none' | 'convert' }> {
  const none = (reason: NoFxReason): FxPlan & { kind: 'none' } => ({ kind: 'none', reason });
  const { minOrder: minimum, convertMode } = settings;
  if (terms.cad === 0n) return none({ kind: 'no-cad' });
  if (convertMode === 'just_in_time' && !need.hasBuys) return none({ kind: 'no-buys' });
  const shortfall = shortfallOf(need);
  if (shortfall === 0n) return none({ kind: 'no-shortfall' });
  if (shortfall < minimum) return none({ kind: 'shortfall-below-minimum', shortfall, minimum });

  const wanted = wholeDollars(divide(shortfall * (ONE + settings.buffer), ONE, 'ceil'), 'ceil');
  const capped = atMost(settings, wanted);
  const payable = affordable(terms.cad, terms.execRate);
  const quantity = lesser(payable, capped);
  if (quantity < minimum || quantity === 0n) {
    return none({ kind: 'convertible-below-minimum', minimum });
  }
  const { planRate, execRate, limit, cad } = terms;
  const trade: FxTrade = {
    quantity,
    shortfall,
    planRate,
    execRate,
    limit,
    cad,
    mostCad: costInCad(quantity, execRate),
    commission: fxCommission(quantity),
    oddLot: quantity < ODD_LOT,
    cut: quantity === wanted ? undefined : payable < capped ? 'CAD' : 'max_fx_order_usd',
  };
  return { kind: 'convert', trade };
}

/** S: what the rows lack; the row of costs counts only where something is bought. */
function shortfallOf({ hasBuys, belowTarget, belowFloor }: FxNeed): Usd {
  const worse = hasBuys ? greater(belowFloor, belowTarget) : belowTarget;
  return asUsd(greater(worse, 0n));
}
