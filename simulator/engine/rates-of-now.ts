import { divide } from '../../src/core/units/rounding.ts';
import type { ExchangeRates } from './money.ts';
import type { QuoteBoard } from './quote-board.ts';
import type { Quote } from './quote.ts';
import type { EngineSetup } from './setup.ts';

/**
 * The rates that accounts are valued by: they begin as the setup says and follow the middle of the
 * pair's quote from there, to the nearest 1e-8. Where the pair has no price they stay where they
 * were. Of 0.73 with a pair that goes from 1.37 to 1.3837, so by 1%, 0.73 / 1.01 = 0.72277228 is left.
 */
export class RatesOfNow {
  private readonly opening: ExchangeRates;
  private readonly quotes: QuoteBoard;
  private readonly pair: number | null;
  private readonly start: bigint;
  private seen: Quote | null;
  private rates: ExchangeRates;

  constructor({ contracts, rates, quotes }: EngineSetup, board: QuoteBoard) {
    this.opening = rates;
    this.quotes = board;
    this.pair = contracts.find(({ secType }) => secType === 'CASH')?.conId ?? null;
    this.seen = this.pair === null ? null : (quotes.get(this.pair) ?? null);
    this.start = this.seen === null ? 0n : twiceTheMiddle(this.seen);
    this.rates = rates;
  }

  now(): ExchangeRates {
    if (this.pair === null || this.start === 0n) return this.rates;
    const quote = this.quotes.of(this.pair);
    if (quote === this.seen) return this.rates;
    this.seen = quote;
    const middle = twiceTheMiddle(quote);
    if (middle === 0n) return this.rates;
    const cad = divide(this.opening.CAD * this.start, middle, 'halfAway');
    this.rates = { ...this.opening, CAD: cad };
    return this.rates;
  }
}

/** Of one side alone twice that; 0 when there is no price. */
function twiceTheMiddle({ bid, ask }: Quote): bigint {
  return (bid ?? ask ?? 0n) + (ask ?? bid ?? 0n);
}
