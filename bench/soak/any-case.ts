/* One case of the soak: an account, a plan for it, and all that goes wrong, from a seed and a number. */
import type { Crash } from './memory-journals.ts';
import { NO_TROUBLE, type LineTrouble } from './faulty-line.ts';
import { drawsOf, type Draws } from './draws.ts';
import type { Pull } from '../../src/ports.ts';
import { drawAccounts, type DrawnAccounts } from './any-account.ts';

/** Something that happens so many ms after a process has started. */
export type Happening = { readonly atMs: number } & (
  | { readonly kind: 'cut' }
  /** The gateway goes down for a while; afterwards it hands out its last ids again. */
  | {
      readonly kind: 'restart';
      readonly downMs: number;
      readonly rollBack: number;
      /** It shows no execution of before any more. */
      readonly forgets: boolean;
    }
  /** Every price of a symbol moves by so many thousandths. */
  | { readonly kind: 'jump'; readonly symbol: string; readonly permille: number }
  /** A person trades so many shares by hand. */
  | {
      readonly kind: 'hand';
      readonly symbol: string;
      readonly side: 'BUY' | 'SELL';
      readonly quantity: number;
    }
  /** A person cancels one of our orders in TWS. */
  | { readonly kind: 'hand-cancel'; readonly which: number }
  | { readonly kind: 'stop'; readonly by: Pull }
);

/** What goes wrong while one process runs. */
export interface Troubles {
  readonly line: LineTrouble;
  /** In a hundred orders. */
  readonly rejected: number;
  readonly partial: number;
  readonly happenings: readonly Happening[];
  readonly crash: Crash | undefined;
  readonly fullFrom: number | undefined;
  /** Recovery may cancel and trade. */
  readonly confirmed: boolean;
  /** How long nobody does anything before the process starts. */
  readonly pauseMs: number;
}

export interface SoakCase {
  readonly seed: number;
  readonly number: number;
  readonly accounts: DrawnAccounts;
  /** The first is the run; the others are recoveries. A calm one follows. */
  readonly processes: readonly Troubles[];
}

export const CALM: Troubles = {
  line: NO_TROUBLE,
  rejected: 0,
  partial: 0,
  happenings: [],
  crash: undefined,
  fullFrom: undefined,
  confirmed: true,
  pauseMs: 30_000,
};

/** The case of a seed and a number; `crash`, where given, is the only crash in it. */
export function caseOf(seed: number, number: number, crash?: Crash): SoakCase {
  const draws = drawsOf(seed, number);
  const accounts = drawAccounts(draws);
  const processes = Array.from({ length: draws.between(1, 3) }, (_, at) =>
    drawTroubles(draws, accounts, at),
  );
  if (crash === undefined) return { seed, number, accounts, processes };
  const [first = CALM, ...others] = processes;
  const uncrashed = others.map((each) => ({ ...each, crash: undefined }));
  const crashed = { ...first, crash, fullFrom: undefined };
  return { seed, number, accounts, processes: [crashed, ...uncrashed] };
}

function drawTroubles(draws: Draws, accounts: DrawnAccounts, at: number): Troubles {
  if (draws.percent(15)) return { ...CALM, pauseMs: draws.between(0, 60_000) };
  const when = (): Crash['when'] => draws.pick(['after', 'before', 'torn']);
  return {
    line: drawLine(draws),
    rejected: draws.perhaps(25, () => draws.between(5, 40), 0),
    partial: draws.perhaps(25, () => draws.between(5, 60), 0),
    happenings: drawHappenings(draws, accounts),
    crash: draws.perhaps(
      45,
      () => ({
        entry: draws.between(1, (at === 0 ? 50 : 15) * accounts.accountIds.length),
        when: when(),
      }),
      undefined,
    ),
    fullFrom: draws.perhaps(5, () => draws.between(1, 40), undefined),
    confirmed: draws.percent(70),
    // Whoever recovers at once meets what is still under way.
    pauseMs: draws.percent(60) ? draws.between(0, 2_000) : draws.between(0, 60_000),
  };
}

function drawLine(draws: Draws): LineTrouble {
  const some = (chance: number, least: number, most: number): number =>
    draws.perhaps(chance, () => draws.between(least, most), 0);
  return {
    lost: some(30, 1, 40),
    unanswered: some(20, 1, 25),
    late: some(40, 5, 60),
    lateMs: draws.between(5, 4_000),
    twice: some(30, 5, 60),
    swallowed: some(15, 5, 50),
    held: some(25, 10, 70),
    heldMs: draws.between(100, 8_000),
    cancelsLost: some(15, 5, 50),
  };
}

function drawHappenings(draws: Draws, { symbols }: DrawnAccounts): readonly Happening[] {
  const atMs = (): number =>
    draws.percent(60) ? draws.between(0, 1_500) : draws.between(0, 60_000);
  const several = (chance: number, most: number, make: () => Happening): Happening[] =>
    draws.perhaps(chance, () => Array.from({ length: draws.between(1, most) }, make), []);
  return [
    ...several(25, 1, () => ({ kind: 'cut', atMs: atMs() })),
    ...several(12, 1, () => ({
      kind: 'restart',
      atMs: atMs(),
      downMs: draws.between(0, 20_000),
      rollBack: draws.between(0, 6),
      forgets: draws.percent(50),
    })),
    ...several(30, 4, () => ({
      kind: 'jump',
      atMs: atMs(),
      symbol: draws.pick(symbols),
      permille: draws.between(-60, 60),
    })),
    ...several(20, 3, () => ({
      kind: 'hand',
      atMs: atMs(),
      symbol: draws.pick(symbols),
      side: draws.pick(['BUY', 'SELL'] as const),
      quantity: draws.between(1, 30),
    })),
    ...several(12, 2, () => ({ kind: 'hand-cancel', atMs: atMs(), which: draws.between(0, 9) })),
    ...several(8, 1, () => ({
      kind: 'stop',
      atMs: atMs(),
      by: draws.pick(['kill-switch', 'interrupted', 'leave'] as const),
    })),
  ];
}
