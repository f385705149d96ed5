import { PRICE_DECIMALS, type Price } from '../engine/price.ts';
import { ZERO_SHARES, type Shares } from '../../src/core/units/shares.ts';
import type { Halt, Quote } from '../engine/quote.ts';
import type { Message } from './messages.ts';
import { quoteSize } from './sizes.ts';
import { wireDouble } from './wire-number.ts';

/** What kind of data a client gets: live, the last known, delayed, or the last known delayed. */
export type DataType = 1 | 2 | 3 | 4;

/** What every answer to a market data request begins with. */
export function tickOpening(requestId: number, minTick: Price, type: DataType): readonly Message[] {
  return [
    ['81', String(requestId), wireDouble(minTick, PRICE_DECIMALS), '9c0001', '3'],
    dataType(requestId, type),
  ];
}

/** MARKET_DATA_TYPE: what kind of data follows. */
export function dataType(requestId: number, type: DataType): Message {
  return ['58', '1', String(requestId), String(type)];
}

export interface TickChange {
  readonly requestId: number;
  readonly before: Quote | null;
  readonly after: Quote;
  readonly instant: number;
  readonly type: DataType;
  /** A stream says that a side has no price; a snapshot leaves it out. */
  readonly saysMissing: boolean;
}

/** The ticks in which two quotes differ; all that there are when there was none before. */
export function tickChanges(change: TickChange, version: number): readonly Message[] {
  const { requestId, before, after, instant, saysMissing } = change;
  const id = String(requestId);
  const isDelayed = change.type >= 3;
  const tick = (live: string): string => (isDelayed ? delayedTicks[live] : undefined) ?? live;
  const messages: Message[] = [];
  const side = (price: SidePrice): void => {
    const then = before === null ? undefined : price.of(before);
    const now = price.of(after);
    if (now === null && (!saysMissing || price.name === 'last')) return;
    const size = now === null ? ZERO_SHARES : price.size(after);
    const sizeMoved = before === null || size !== shownSize(price, before);
    const sizeText = quoteSize(size, version);
    if (now !== then) messages.push(tickPrice([id, tick(price.tick)], price, now, sizeText));
    if (now !== then || sizeMoved) messages.push(['2', '6', id, tick(price.sizeTick), sizeText]);
  };
  for (const price of sides) side(price);
  if (after.last !== null && after.last !== before?.last) {
    messages.push(['46', '6', id, tick('45'), String(Math.floor(instant / 1000))]);
  }
  if (after.close !== null && after.close !== before?.close) {
    messages.push(['1', '6', id, tick('9'), wireDouble(after.close, PRICE_DECIMALS), '0', '0']);
  }
  if (saysMissing && after.halted !== before?.halted) {
    messages.push(['45', '6', id, '49', haltCodes[after.halted]]);
  }
  return messages;
}

/** The delayed ticks in the place of the live ones. */
const delayedTicks: Readonly<Record<string, string>> = {
  ...{ '1': '66', '2': '67', '4': '68', '0': '69', '3': '70', '5': '71', '9': '75', '45': '88' },
};

const haltCodes: Readonly<Record<Halt, string>> = { no: '0.0', general: '1.0', volatility: '2.0' };

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

function tickPrice(
  [id, tick]: readonly [id: string, tick: string],
  price: SidePrice,
  now: Price | null,
  size: string,
): Message {
  // Only a quote that is there can be traded against at once: the first bit says so.
  const attributes = now === null || price.name === 'last' ? '0' : '1';
  const text = now === null ? '-1.0' : wireDouble(now, PRICE_DECIMALS);
  return ['1', '6', id, tick, text, size, attributes];
}
