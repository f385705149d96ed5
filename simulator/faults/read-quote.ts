import * as z from 'zod/mini';
import type { Quote } from '../engine/quote.ts';
import { quoteParts } from '../scenario/schema.ts';

export const quoteSchema = z.strictObject(quoteParts);

/** The parts of a quote that are written, by the engine's names. */
export function readQuote(written: z.output<typeof quoteSchema>): Partial<Quote> {
  const { bid, ask, last, close, bid_size, ask_size, last_size, halted, data } = written;
  return {
    ...(bid === undefined ? {} : { bid }),
    ...(ask === undefined ? {} : { ask }),
    ...(last === undefined ? {} : { last }),
    ...(close === undefined ? {} : { close }),
    ...(bid_size === undefined ? {} : { bidSize: bid_size }),
    ...(ask_size === undefined ? {} : { askSize: ask_size }),
    ...(last_size === undefined ? {} : { lastSize: last_size }),
    ...(halted === undefined ? {} : { halted }),
    ...(data === undefined ? {} : { data }),
  };
}
