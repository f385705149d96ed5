/*
 * Accounts to size (PLANNING B.2): prices from 5 to 600 dollars, weights that are all equally likely
 * (Dirichlet), a buffer of 1%, 10 bps of slippage reserve, no band. Everything comes from the seed.
 */
import type { Example, ExampleEtf } from '../../src/core/testing/example-account.ts';
import { bps, ratio } from '../../src/core/units/ratio.ts';
import { usd } from '../../src/core/units/usd.ts';
import { randomOf, type Random } from '../input-fuzz/random.ts';

export const COUNTS = [5, 10, 20, 50, 100, 500] as const;
export const VALUES = [10_000, 50_000, 250_000, 2_000_000] as const;
export const KINDS = ['drifted', 'deposit', 'all-cash'] as const;
export const MIN_ORDERS = [0, 100, 500] as const;
const REPEATS = 8;

export interface Instance {
  readonly count: number;
  readonly value: number;
  readonly kind: (typeof KINDS)[number];
  readonly minOrder: number;
  readonly example: Example;
}

/** What an instance is, from its number: the repeat changes fastest, then the smallest order. */
function shapeOf(number: number): Omit<Instance, 'example'> {
  let rest = Math.floor(number / REPEATS);
  const next = <Value>(values: readonly [Value, ...Value[]]): Value => {
    const value = values[rest % values.length] ?? values[0];
    rest = Math.floor(rest / values.length);
    return value;
  };
  const [minOrder, kind] = [next(MIN_ORDERS), next(KINDS)];
  const [value, count] = [next(VALUES), next(COUNTS)];
  return { count, value, kind, minOrder };
}

/** All 1,728 instances of a seed, in a fixed order. */
export function* corpus(seed: number): Generator<Instance> {
  for (let number = 0; number < CORPUS_SIZE; number += 1) {
    const shape = shapeOf(number);
    yield { ...shape, example: account(randomOf(seed, number), shape) };
  }
}

export const CORPUS_SIZE =
  COUNTS.length * VALUES.length * KINDS.length * MIN_ORDERS.length * REPEATS;

function account(
  random: Random,
  { count, value, kind, minOrder }: Omit<Instance, 'example'>,
): Example {
  const draws = Array.from({ length: count }, () => -Math.log(unit(random)));
  const sum = draws.reduce((a, b) => a + b, 0);
  // Percent with six decimals, rounded down; what is missing from 100 stays in cash.
  const percents = draws.map((draw) => Math.floor((draw / sum) * 1e8) / 1e6);
  let spent = 0;
  const etfs = percents.map((percent, at): ExampleEtf => {
    const cents = centsOf(random, at);
    const target = (value * percent) / 100;
    const wanted = target * heldPart(random, kind);
    const held = Math.max(0, Math.floor((wanted * 100) / cents));
    spent += (held * cents) / 100;
    const price = (cents / 100).toFixed(2);
    return { symbol: symbolAt(at), weight: percent.toFixed(6), held: String(held), price };
  });
  return {
    etfs,
    cash: Math.max(0, value - spent).toFixed(2),
    rebalance: {
      minOrder: usd(String(minOrder)),
      cashBuffer: { kind: 'pct', share: ratio('0.01') },
      slippageReserve: bps('10'),
    },
  };
}

/** What part of its target is held: 15% around it, a tenth less after a deposit, or nothing. */
function heldPart(random: Random, kind: Instance['kind']): number {
  switch (kind) {
    case 'drifted':
      return 0.98 * (1 + 0.15 * normal(random));
    case 'deposit':
      return 0.9 * (1 + 0.02 * normal(random));
    case 'all-cash':
      return 0;
  }
}

/** As ETFs cost: spread evenly by order of magnitude, and around 60 dollars beyond the first 60. */
function centsOf(random: Random, at: number): number {
  const dollars = at < 60 ? 5 * (600 / 5) ** unit(random) : 60 * Math.exp(0.8 * normal(random));
  return Math.round(Math.min(600, Math.max(5, dollars)) * 100);
}

export function symbolAt(at: number): string {
  return `E${String(at).padStart(3, '0')}`;
}

/** More than 0, at most 1. */
function unit(random: Random): number {
  return (random.below(1_000_000) + 1) / 1_000_000;
}

function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(unit(random))) * Math.cos(2 * Math.PI * unit(random));
}
