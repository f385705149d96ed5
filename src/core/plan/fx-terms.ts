/*
 * What a US dollar costs in Canadian dollars, and how many of them the account can convert
 * (PLANNING A.10). Rates are integers of 1e-6, amounts of both currencies integers of 1e-8.
 *
 * Example: 20,000 CAD, 1.3499 x 1.3501, market order. The planned rate is the middle, 1.35; the
 * order may fill at up to 1.35 * 1.002 = 1.3527 (an odd lot). 20,000 / 1.3527 = 14,785.24 dollars,
 * less the commission of 2 dollars: 14,783 whole dollars can be had.
 */
import type { FxMarket } from '../account/fx-market.ts';
import type { FxSettings } from '../settings.ts';
import { greater, lesser } from '../units/bounds.ts';
import { ONE, ratio, type Ratio } from '../units/ratio.ts';
import { asRate, ONE_RATE, type Rate } from '../units/rate.ts';
import { divide } from '../units/rounding.ts';
import { asUsd, usd, ZERO_USD, type Usd } from '../units/usd.ts';

/** Why nothing can be converted now, whatever is lacking. */
export type FxDenial = 'closed' | 'no-rate' | 'stale-rate';

/** What a conversion would be made at. */
export interface FxTerms {
  /** Canadian dollars that can be spent, in units of 1e-8; never negative. */
  readonly cad: bigint;
  /** What a dollar is expected to cost. */
  readonly planRate: Rate;
  /** What a dollar is counted to cost: the limit, or the planned rate and a reserve. */
  readonly execRate: Rate;
  /** Undefined for a market order. */
  readonly limit: Rate | undefined;
  /** X: the most that can be converted, in whole dollars; 0 when that is below the minimum. */
  readonly convertible: Usd;
}

/** The grid of USD.CAD limits. */
const RATE_TICK = 50n;
/** What a market order may cost beyond the planned rate; an odd lot fills at a worse one. */
const MARKET_RESERVE: Ratio = ratio('0.0010');
const ODD_LOT_RESERVE: Ratio = ratio('0.0020');
/** Smaller orders are routed as odd lots. */
export const ODD_LOT = usd('25000');
const ONE_DOLLAR = usd('1');

/** The broker's price schedule: 0.2 basis points, at least 2 dollars. */
const COMMISSION_SHARE: Ratio = ratio('0.00002');
const MINIMUM_COMMISSION = usd('2');

/** The commission of a conversion; rounded up. Nothing costs nothing. */
export function fxCommission(quantity: Usd): Usd {
  if (quantity === 0n) return ZERO_USD;
  const share = asUsd(divide(quantity * COMMISSION_SHARE, ONE, 'ceil'));
  return greater(share, MINIMUM_COMMISSION);
}

/** What so many dollars cost in Canadian dollars at most, commission included; rounded up. */
export function costInCad(quantity: Usd, at: Rate): bigint {
  return divide((quantity + fxCommission(quantity)) * at, ONE_RATE, 'ceil');
}

/** The terms of a conversion now, or why there can be none. */
export function fxTerms(
  market: FxMarket,
  cad: bigint,
  now: { readonly takenAt: number; readonly staleAfterMs: number },
  settings: FxSettings,
): FxTerms | FxDenial {
  if (settings.preferMarketHours && !market.open) return 'closed';
  const { bid, ask, aliveAt } = market.quote ?? { bid: undefined, ask: undefined, aliveAt: 0 };
  if (bid === undefined || ask === undefined || bid <= 0n || bid > ask) return 'no-rate';
  if (now.takenAt - aliveAt > now.staleAfterMs) return 'stale-rate';

  const spendable = cad > 0n ? cad : 0n;
  // Twice the planned rate: the middle of two rates may lie between two units.
  const twice = settings.useMidForPlanning ? bid + ask : 2n * ask;
  const planRate = asRate(divide(twice, 2n, 'ceil'));
  const at = (reserve: Ratio): Pick<FxTerms, 'execRate' | 'limit'> => {
    if (settings.orderType === 'MKT') {
      const reserved = divide(twice * (ONE + reserve), 2n * ONE, 'ceil');
      // A market order pays the ask, however far that is from the middle; an odd lot a pip more.
      const execRate = asRate(greater(reserved, ask + 2n * RATE_TICK));
      return { execRate, limit: undefined };
    }
    // Down, so that the limit never passes what was allowed.
    const ticks = divide(twice * (ONE + settings.limitSlippage), 2n * ONE * RATE_TICK, 'floor');
    const limit = asRate(ticks * RATE_TICK);
    return { execRate: limit, limit };
  };
  const most = (execRate: Rate): Usd => atMost(settings, affordable(spendable, execRate));
  const regular = at(MARKET_RESERVE);
  const rates = most(regular.execRate) >= ODD_LOT ? regular : at(ODD_LOT_RESERVE);
  if (rates.execRate <= 0n) return 'no-rate';
  const convertible = most(rates.execRate);
  return {
    cad: spendable,
    planRate,
    ...rates,
    convertible: convertible < settings.minOrder ? ZERO_USD : convertible,
  };
}

/** The most whole dollars that these Canadian dollars buy and pay the commission of. */
export function affordable(cad: bigint, at: Rate): Usd {
  if (at <= 0n) return ZERO_USD;
  const dollars = divide(cad * ONE_RATE, at, 'floor');
  const afterMinimum = dollars - MINIMUM_COMMISSION;
  const afterShare = divide(dollars * ONE, ONE + COMMISSION_SHARE, 'floor');
  const least = lesser(afterMinimum, afterShare);
  return least <= 0n ? ZERO_USD : wholeDollars(least, 'floor');
}

/** No more than `max_fx_order_usd`, in whole dollars. */
export function atMost({ maxOrder }: FxSettings, amount: Usd): Usd {
  if (maxOrder === undefined || amount <= maxOrder) return amount;
  return wholeDollars(maxOrder, 'floor');
}

/** Currency orders are of whole dollars. */
export function wholeDollars(amount: bigint, rounding: 'floor' | 'ceil'): Usd {
  return asUsd(divide(amount, ONE_DOLLAR, rounding) * ONE_DOLLAR);
}
