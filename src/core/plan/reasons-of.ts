import type { RebalanceSettings } from '../settings.ts';
import { ratioOf } from '../units/ratio.ts';
import { ZERO_SHARES } from '../units/shares.ts';
import { absUsd, type Usd } from '../units/usd.ts';
import type { InvestableBase } from './build-base.ts';
import type { Drift } from './measure-drift.ts';
import type { Reason } from './reason.ts';
import { exceedsBand } from './select-candidates.ts';
import type { Sized } from './trade.ts';

/** What the whole account says about each line. */
export interface TriggerFacts {
  readonly base: InvestableBase;
  /** The sum of all absolute drifts, cash included. */
  readonly total: Usd;
  /** The drift of cash that makes buyers of underweight holdings; undefined when it does not. */
  readonly idleCash: Usd | undefined;
  readonly sized: ReadonlyMap<Drift, Sized>;
  /** What the side that `mode` leaves out would have traded. */
  readonly otherSide: ReadonlyMap<Drift, Sized>;
}

/** Why a line is as it is, in the order in which it was decided; never empty. */
export function reasonsOf(
  line: Drift,
  facts: TriggerFacts,
  settings: RebalanceSettings,
): readonly Reason[] {
  const { holding, driftUsd } = line;
  const { minOrder, mode } = settings;
  const reasons: Reason[] = [];
  if (holding.valuation?.source === 'account') reasons.push({ kind: 'valued-by-broker' });
  if (holding.valuation?.clamped === true) reasons.push({ kind: 'last-outside-market' });
  const split = holding.gap?.split;
  if (split !== undefined) reasons.push({ kind: 'possible-split', split });
  const trigger = triggerOf(line, facts, settings);
  reasons.push(trigger);
  if (trigger.kind === 'in-band' || trigger.kind === 'total-in-band') return reasons;
  if (driftUsd === 0n) return [...reasons, { kind: 'on-target' }];
  if (absUsd(driftUsd) < minOrder) return [...reasons, { kind: 'drift-below-min-order', minOrder }];
  if (holding.freeze !== undefined) return [...reasons, { kind: 'frozen', why: holding.freeze }];

  if (mode === (driftUsd > 0n ? 'buy_only' : 'sell_only')) {
    const wanted = facts.otherSide.get(line)?.trade?.quantity ?? ZERO_SHARES;
    return [...reasons, { kind: 'other-side', mode, wanted }];
  }
  const sized = facts.sized.get(line);
  if (sized === undefined) return [...reasons, { kind: 'not-needed' }];
  const notes = sized.trade?.order.notes ?? [];
  return [
    ...reasons,
    ...sized.reasons,
    ...notes.map((note): Reason => ({ kind: 'price-note', note })),
  ];
}

/** Whether the line may trade for its drift, and by which rule (PLANNING A.5). */
function triggerOf(
  { driftUsd }: Drift,
  { base, total, idleCash }: TriggerFacts,
  { trigger }: RebalanceSettings,
): Reason {
  const { band } = trigger;
  if (trigger.kind === 'total_drift') {
    const isOut = exceedsBand(total, band, base);
    const share = ratioOf(total, base.investable, 'halfAway');
    return { kind: isOut ? 'total-out-of-band' : 'total-in-band', total: share, band };
  }
  if (exceedsBand(driftUsd, band, base)) return { kind: 'out-of-band', band };
  const { idleCashBand } = trigger;
  if (idleCashBand !== undefined && idleCash !== undefined && driftUsd < 0n) {
    const cashDrift = ratioOf(idleCash, base.investable, 'halfAway');
    return { kind: 'idle-cash', cashDrift, band: idleCashBand };
  }
  return { kind: 'in-band', band };
}
