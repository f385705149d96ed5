import { assert } from '../../src/core/units/assert.ts';
import type { Price } from './price.ts';
import { markPrice, type Quote } from './quote.ts';

/** The quotes of all contracts at this instant. */
export class QuoteBoard {
  private readonly quotes: Map<number, Quote>;

  constructor(quotes: ReadonlyMap<number, Quote>) {
    this.quotes = new Map(quotes);
  }

  of(conId: number): Quote {
    const quote = this.quotes.get(conId);
    assert(quote !== undefined, `contract ${conId} has a quote`);
    return quote;
  }

  mark(conId: number): Price {
    return markPrice(this.of(conId));
  }

  set(conId: number, quote: Quote): void {
    this.quotes.set(conId, quote);
  }
}
