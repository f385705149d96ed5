import type { Freeze, Reason } from '../core/plan/reason.ts';
import type { PlanLine } from '../core/plan/trade-plan.ts';
import type { PriceNote } from '../core/prices/limit-price.ts';
import { describeSplit } from '../core/prices/price-gap.ts';
import { formatBps, formatPercent } from '../core/units/ratio.ts';
import { formatShares } from '../core/units/shares.ts';
import { formatUsd } from '../core/units/usd.ts';

/** Why the line is as it is, in a few words. */
export function describeReasons(line: PlanLine): string {
  return line.reasons.map(describeReason).join('; ');
}

export function describeReason(reason: Reason): string {
  switch (reason.kind) {
    case 'in-band':
      return `inside its band of ${formatBps(reason.band, 0)} bps`;
    case 'out-of-band':
      return `outside its band of ${formatBps(reason.band, 0)} bps`;
    case 'idle-cash':
      return `idle cash ${formatPercent(reason.cashDrift)}% above its target, more than its band of ${formatBps(reason.band, 0)} bps`;
    case 'total-in-band':
      return `total drift ${formatBps(reason.total, 0)} bps, inside its band of ${formatBps(reason.band, 0)} bps`;
    case 'total-out-of-band':
      return `total drift ${formatBps(reason.total, 0)} bps, outside its band of ${formatBps(reason.band, 0)} bps`;
    case 'not-needed':
      return 'the larger drifts bring the total inside its band';
    case 'on-target':
      return 'exactly on its target';
    case 'other-side':
      return `mode = ${reason.mode} leaves it out${reason.wanted === 0n ? '' : `: ${formatShares(reason.wanted)} shares otherwise`}`;
    case 'drift-below-min-order':
      return `drift below min_order_usd of $${formatUsd(reason.minOrder)}`;
    case 'order-below-min-order':
      return `whole shares come to less than min_order_usd of $${formatUsd(reason.minOrder)}`;
    case 'indivisible':
      return 'less than a whole share';
    case 'no-proceeds':
      return 'the commission would eat the proceeds';
    case 'cut':
      return `cut by ${reason.row}: wanted ${formatShares(reason.wanted)} shares`;
    case 'rest':
      return `the rest of what was approved: ${formatShares(reason.approved)} shares`;
    case 'not-in-rest':
      return 'left for a plan of its own: this one only ends the interrupted run';
    case 'rounded-up-to-min-order':
      return 'one share more, to reach min_order_usd';
    case 'rounded-up':
      return 'one share more, which is nearer to the target';
    case 'yielded':
      return `gave way so that others come closer: could have had ${formatShares(reason.wanted)} shares`;
    case 'full-exit':
      return 'target is zero, everything that can be ordered goes';
    case 'dust':
      return `${formatShares(reason.left)} of a share stays: less than can be ordered`;
    case 'frozen':
      return describeFreeze(reason.why);
    case 'last-outside-market':
      return 'last trade outside the market, valued at its edge';
    case 'valued-by-broker':
      return "no live price, valued at the broker's";
    case 'possible-split':
      return `possibly ${describeSplit(reason.split)}`;
    case 'price-note':
      return describeNote(reason.note);
  }
}

function describeFreeze(why: Freeze): string {
  switch (why) {
    case 'no-price':
      return 'not traded: no price';
    case 'no-market':
      return 'not traded: no two-sided market';
    case 'halted':
      return 'not traded: halted';
    case 'stale':
      return 'not traded: the quote is stale';
    case 'gap':
      return 'not traded: too far from the previous close';
    case 'short':
      return 'not traded: held short';
  }
}

function describeNote(note: PriceNote): string {
  switch (note) {
    case 'wide-spread':
      return 'wide spread';
    case 'locked':
      return 'locked market';
    case 'crossed-to-far-side':
      return 'limit at the far side';
    case 'unusable-quote':
      return 'no usable quote, market order';
  }
}
