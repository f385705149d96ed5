import type { Contract } from './contract.ts';
import type { Order } from './order.ts';
import { describeHours, nextSession } from './trading-hours.ts';
import type { Schedule, SessionKind, TradingHours, TradingSession } from './trading-hours.ts';

/** `exchange`: as the exchanges keep them. `always`: every contract trades day and night. */
export const hoursModes = ['always', 'exchange'] as const;
export type HoursMode = (typeof hoursModes)[number];

/** When an order can trade: now until the close, or not before the open. Null: no end. */
export type Opening =
  | { readonly isOpen: true; readonly closes: number | null }
  | { readonly isOpen: false; readonly opens: number; readonly closes: number };

/** When what can be traded. */
export class MarketHours {
  private readonly mode: HoursMode;
  /** The session that was looked up last, by schedule and kind: it is asked for at every quote. */
  private readonly known = new Map<string, { since: number; session: TradingSession }>();

  constructor(mode: HoursMode) {
    this.mode = mode;
  }

  /** The hours of a contract as its details list them. */
  describe(contract: Contract, instant: number): TradingHours {
    return describeHours(this.scheduleOf(contract), instant);
  }

  /** Whether the order can trade now, and when that changes. */
  openingFor(order: HoursOrder, instant: number): Opening {
    return this.opening(order.contract, tradesOutside(order) ? 'trading' : 'liquid', instant);
  }

  /** Whether the contract trades now at all, in its regular session or around it. */
  isOpen(contract: Contract, instant: number): boolean {
    return this.opening(contract, 'trading', instant).isOpen;
  }

  /** The next instant at which a contract opens or closes; null when none ever does. */
  nextChange(contract: Contract, instant: number): number | null {
    const opening = this.opening(contract, 'trading', instant);
    return opening.isOpen ? opening.closes : opening.opens;
  }

  private opening(contract: Contract, kind: SessionKind, instant: number): Opening {
    const schedule = this.scheduleOf(contract);
    if (schedule === 'always') return { isOpen: true, closes: null };
    const name = `${schedule}/${kind}`;
    const known = this.known.get(name);
    const holds = known !== undefined && known.since <= instant && instant < known.session.closes;
    const session = holds ? known.session : nextSession(schedule, kind, instant);
    if (!holds) this.known.set(name, { since: instant, session });
    const { opens, closes } = session;
    return opens <= instant ? { isOpen: true, closes } : { isOpen: false, opens, closes };
  }

  private scheduleOf({ secType }: Contract): Schedule {
    if (this.mode === 'always') return 'always';
    return secType === 'CASH' ? 'forex' : 'us-stocks';
  }
}

export type HoursOrder = Pick<
  Order,
  'contract' | 'type' | 'timeInForce' | 'adaptive' | 'outsideRth'
>;

/** Before and after the regular session only plain limit orders trade that ask for it. */
export function tradesOutside(order: Omit<HoursOrder, 'contract'>): boolean {
  const isPlain = order.type === 'LMT' && order.adaptive === null;
  return order.outsideRth && isPlain && order.timeInForce !== 'OPG';
}
