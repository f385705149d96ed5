/*
 * The ladder of a limit that does not fill (DESIGN 7): it is priced anew at each step, with the
 * quote of that moment and an offset that goes from its start f to the far side in equal steps:
 *
 *     offset(k) = f + (1/2 - f) * k / n        k = 1 … n
 *
 * Half of a spread from its middle is the far side, so the last step is there. The cap on the
 * offset, the collar and the approved worst price hold at every step. An offset that starts at
 * the far side or beyond it stays where it is.
 */
import type { TickLadder } from '../account/contract.ts';
import type { Quote } from '../account/quote.ts';
import type { LimitSettings } from '../settings.ts';
import { asRatio, ONE, type Ratio } from '../units/ratio.ts';
import { divide } from '../units/rounding.ts';
import { priceOrder, type PricedOrder, type Side } from './limit-price.ts';

/** Where on its ladder a limit stands: step 0 is its start, and the last of `steps` the far side. */
export interface Rung {
  readonly step: number;
  readonly steps: number;
}

/** The rung that is due so long after the order was sent. A time limit ends the ladder. */
export function rungAt(
  openForMs: number,
  {
    repriceSeconds,
    fillTimeoutSeconds,
  }: { readonly repriceSeconds: number; readonly fillTimeoutSeconds: number },
): Rung {
  const steps = Math.ceil(fillTimeoutSeconds / repriceSeconds) - 1;
  return { step: Math.min(steps, Math.floor(openForMs / (repriceSeconds * 1000))), steps };
}

/** How an order of this side is priced on a rung of its ladder. `settings.style` is not `off`. */
export function priceRung(
  side: Side,
  quote: Quote,
  {
    ticks,
    settings,
    rung,
  }: {
    readonly ticks: TickLadder;
    readonly settings: LimitSettings;
    readonly rung: Rung;
  },
): PricedOrder {
  return priceOrder(side, quote, ticks, {
    ...settings,
    buyOffset: offsetOn(rung, settings.buyOffset),
    sellOffset: offsetOn(rung, settings.sellOffset),
  });
}

/** Rounded down: a step is never further than it says. */
function offsetOn({ step, steps }: Rung, start: Ratio): Ratio {
  const half = ONE / 2n;
  if (step === 0 || start >= half) return start;
  return asRatio(start + divide((half - start) * BigInt(step), BigInt(steps), 'floor'));
}

/** Whether a limit is more likely to fill than another. */
export function isCloser<Value extends bigint>(side: Side, limit: Value, than: Value): boolean {
  return side === 'BUY' ? limit > than : limit < than;
}
