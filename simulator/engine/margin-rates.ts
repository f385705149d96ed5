import type { Contract } from './contract.ts';

/** The parts of a holding's value that must be covered, in hundredths. */
export interface MarginRates {
  /** To buy it. */
  readonly initial: bigint;
  /** To keep it. */
  readonly maintenance: bigint;
}

/** A cash account lends nothing: what is invested is tied up whole. */
const WHOLE: MarginRates = { initial: 100n, maintenance: 100n };
/** US rules ask half of what is bought, and at least what keeping it takes. */
const USUAL: MarginRates = { initial: 50n, maintenance: 25n };
const DOUBLE: MarginRates = { initial: 50n, maintenance: 50n };
const TRIPLE: MarginRates = { initial: 75n, maintenance: 75n };

const triple = /\b3X\b|\bULTRAPRO\b/i;
/** Ultra-short bonds are no leveraged funds. */
const double = /\b2X\b|\bULTRASHORT\b|\bULTRA\b(?![- ]?SHORT)/i;

/** What was sold short takes 30 hundredths to keep, of leveraged funds so many times that. */
const SHORT: Readonly<Record<1 | 2 | 3, MarginRates>> = {
  1: { initial: 50n, maintenance: 30n },
  2: { initial: 60n, maintenance: 60n },
  3: { initial: 90n, maintenance: 90n },
};
const HELD: Readonly<Record<1 | 2 | 3, MarginRates>> = { 1: USUAL, 2: DOUBLE, 3: TRIPLE };

/** What an account must cover of a holding, or of what it has sold short; twice and three times leveraged funds by their names. */
export function marginRates(
  { name }: Contract,
  type: 'margin' | 'cash',
  way: 'held' | 'short' = 'held',
): MarginRates {
  if (type === 'cash') return WHOLE;
  const times = triple.test(name) ? 3 : double.test(name) ? 2 : 1;
  return way === 'short' ? SHORT[times] : HELD[times];
}
