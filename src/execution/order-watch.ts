import type { Shares } from '../core/units/shares.ts';
import type { Inquiry } from './inquiries.ts';

/** What the desk knows of an order besides what the broker says. */
export interface Watch {
  /** Of the approved plan. */
  readonly line: number;
  /** What all orders of the line together may fill. */
  readonly approved: Shares;
  readonly sentAt: number;
  readonly fillTimeoutMs: number;
  cancelledAt: number | undefined;
  /** Since when what we were told of the order does not add up, or nothing comes. */
  doubtedAt: number | undefined;
  /** What was asked because of it, and how many endings the order then had. */
  asked: { readonly inquiry: Inquiry; readonly endings: number } | undefined;
  /** How many endings turned out to be none: the order was open after them. */
  outlived: number;
}

/** The watch of an order that is about to be sent. */
export function watchOrder(
  sent: Pick<Watch, 'line' | 'approved' | 'sentAt' | 'fillTimeoutMs'>,
): Watch {
  return {
    ...sent,
    cancelledAt: undefined,
    doubtedAt: undefined,
    asked: undefined,
    outlived: 0,
  };
}
