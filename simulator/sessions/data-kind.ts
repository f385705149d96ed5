import type { DataState, Quote } from '../engine/quote.ts';
import type { Refusal } from '../engine/refusal.ts';
import type { DataType } from '../wire/tick-messages.ts';

/** What a market data request gets. */
export interface DataKind {
  /** What is said of it first: that there is none, or only a part, or only delayed data. */
  readonly notice: Refusal | null;
  /** Null where no data comes. */
  readonly type: DataType | null;
  readonly hides: 'nothing' | 'bid and ask' | 'all' | 'trades';
}

const NO_DATA_SUBSCRIPTION = 'Requested market data is not subscribed.';

/** What comes of a request for a type of data (1 to 4) when the data are in this state. */
export function dataKind(
  state: DataState,
  asked: number,
  market: { readonly isOpen: boolean },
): DataKind {
  const asksDelayed = asked === 3 || asked === 4;
  const asksFrozen = asked === 2 || asked === 4;
  switch (state) {
    case 'live':
      return market.isOpen ? shown(1) : lastKnown(asksFrozen);
    case 'frozen':
      return lastKnown(asksFrozen);
    case 'delayed': {
      if (!asksDelayed) return refused(10089, NEEDS_SUBSCRIPTION);
      const text = `${NO_DATA_SUBSCRIPTION} Displaying delayed market data.`;
      const type = !market.isOpen && asksFrozen ? 4 : 3;
      return { notice: { code: 10167, text }, type, hides: 'nothing' };
    }
    case 'none':
      return { notice: null, type: 1, hides: 'all' };
    case 'no_permission':
      return asksDelayed ? refused(10168, NOT_ENABLED) : refused(354, NO_DATA_SUBSCRIPTION);
    case 'not_enabled':
      return refused(10186, NOT_ENABLED);
    case 'part': {
      const text = 'Part of requested market data is not subscribed.';
      return { notice: { code: 10090, text }, type: 1, hides: 'trades' };
    }
    case 'competing':
      return refused(10197, 'No market data during competing live session');
  }
}

const NEEDS_SUBSCRIPTION =
  'Requested market data requires additional subscription for API. ' +
  'Delayed market data is available.';
const NOT_ENABLED = `${NO_DATA_SUBSCRIPTION} Delayed market data is not enabled.`;

/** Outside trading hours live data have no bid and ask; who asks for frozen data gets the last. */
function lastKnown(asksFrozen: boolean): DataKind {
  return asksFrozen ? shown(2) : { notice: null, type: 1, hides: 'bid and ask' };
}

function shown(type: DataType): DataKind {
  return { notice: null, type, hides: 'nothing' };
}

function refused(code: number, text: string): DataKind {
  return { notice: { code, text }, type: null, hides: 'all' };
}

/** The quote without what is hidden of it. */
export function visible(quote: Quote, hides: DataKind['hides']): Quote {
  switch (hides) {
    case 'nothing':
      return quote;
    case 'bid and ask':
      return { ...quote, bid: null, ask: null };
    case 'trades':
      return { ...quote, last: null, close: null };
    case 'all':
      return { ...quote, bid: null, ask: null, last: null, close: null };
  }
}
