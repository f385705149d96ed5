import { PRICE_DECIMALS, type Price } from '../engine/price.ts';
import { ZERO_SHARES, type Shares } from '../../src/core/units/shares.ts';
import type { Quote } from '../engine/quote.ts';
import type { Message } from './messages.ts';
import { quoteSize } from './sizes.ts';
import { wireDouble } from './wire-number.ts';

const LIVE = '1';

/** What every answer to a market data request begins with. */
export function tickOpening(requestId: number, minTick: Price): readonly Message[] {
  const id = String(requestId);
  return [
    ['81', id, wireDouble(minTick, PRICE_DECIMALS), '9c0001', '3'],
    ['58', '1', id, LIVE],
  ];
}

export interface TickChange {
  readonly requestId: number;
  readonly before: Quote | null;
  readonly after: Quote;
  readonly instant: number;
  /** A stream says that a side has no price; a snapshot leaves it out. */
  readonly saysMissing: boolean;
}

/** The ticks in which two quotes differ; all that there are when there was none before. */
export function tickChanges(change: TickChange, version: number): readonly Message[] {
  const { requestId, before, after, instant, saysMissing } = change;
  const id = String(requestId);
  const messages: Message[] = [];
  const side = (price: SidePrice): void => {
    const then = before === null ? undefined : price.of(before);
    const now = price.of(after);
    if (now === null && (!saysMissing || price.name === 'last')) return;
    const size = now === null ? ZERO_SHARES : price.size(after);
    const sizeMoved = before === null || size !== shownSize(price, before);
    const sizeText = quoteSize(size, version);
    if (now !== then) messages.push(tickPrice(id, price, now, sizeText));
    if (now !== then || sizeMoved) messages.push(['2', '6', id, price.sizeTick, sizeText]);
  };
  for (const price of sides) side(price);
  if (after.last !== null && after.last !== before?.last) {
    messages.push(['46', '6', id, '45', String(Math.floor(instant / 1000))]);
  }
  if (after.close !== null && after.close !== before?.close) {
    messages.push(['1', '6', id, '9', wireDouble(after.close, PRICE_DECIMALS), '0', '0']);
  }
  if (before === null && saysMissing) messages.push(['45', '6', id, '49', '0.0']);
  return messages;
}

export function snapshotEnd(requestId: number): Message {
  return ['57', '1', String(requestId)];
}

interface SidePrice {
  readonly name: 'bid' | 'ask' | 'last';
  readonly tick: string;
  readonly sizeTick: string;
  readonly of: (quote: Quote) => Price | null;
  readonly size: (quote: Quote) => Shares;
}

const sides: readonly SidePrice[] = [
  { name: 'bid', tick: '1', sizeTick: '0', of: ({ bid }) => bid, size: ({ bidSize }) => bidSize },
  { name: 'ask', tick: '2', sizeTick: '3', of: ({ ask }) => ask, size: ({ askSize }) => askSize },
  {
    name: 'last',
    tick: '4',
    sizeTick: '5',
    of: ({ last }) => last,
    size: ({ lastSize }) => lastSize,
  },
];

function shownSize(price: SidePrice, quote: Quote): Shares {
  return price.of(quote) === null ? ZERO_SHARES : price.size(quote);
}

function tickPrice(id: string, price: SidePrice, now: Price | null, size: string): Message {
  // Only a quote that is there can be traded against at once: the first bit says so.
  const attributes = now === null || price.name === 'last' ? '0' : '1';
  const text = now === null ? '-1.0' : wireDouble(now, PRICE_DECIMALS);
  return ['1', '6', id, price.tick, text, size, attributes];
}
