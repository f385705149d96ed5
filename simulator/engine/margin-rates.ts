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

/** What an account must cover of a holding; twice and three times leveraged funds by their names. */
export function marginRates({ name }: Contract, type: 'margin' | 'cash'): MarginRates {
  if (type === 'cash') return WHOLE;
  if (triple.test(name)) return TRIPLE;
  return double.test(name) ? DOUBLE : USUAL;
}
