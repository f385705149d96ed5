/* Phases 2 and 3 against every choice that there is, whichever row is short: PLANNING A.8. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exampleSettings, type Example, type ExampleEtf } from '../testing/example-account.ts';
import { planIfAny } from '../testing/example-plan.ts';
import { asPrice } from '../units/price.ts';
import { bps, ratio } from '../units/ratio.ts';
import { ONE_SHARE, wholeShares, ZERO_SHARES, type Shares } from '../units/shares.ts';
import { asUsd, usd, ZERO_USD, type Usd } from '../units/usd.ts';
import { buyOf, choiceOf, distanceLeft, type Bought, type BuyChoice } from './buy-choice.ts';
import { floorBuys } from './floor-buys.ts';
import type { Drift } from './measure-drift.ts';
import { afterTrade, brokenRow, standingOf, type Limits, type Standing } from './rooms.ts';
import { sizeBuys, type Polish } from './size-buys.ts';

const anyEtf = (at: number): fc.Arbitrary<ExampleEtf> =>
  fc
    .record({
      cents: fc.integer({ min: 2_000, max: 40_000 }),
      // From the middle to each side.
      half: fc.constantFrom(0, 1, 150),
      held: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ cents, half, held }) => ({
      symbol: String.fromCharCode(65 + at).repeat(2),
      weight: '20',
      held: String(held),
      price: (cents / 100).toFixed(2),
      quote: {
        bid: asPrice(BigInt(cents - half) * 100n),
        ask: asPrice(BigInt(cents + half) * 100n),
      },
    }));

const anyRoom = fc.option(fc.integer({ min: 0, max: 600 }), { nil: undefined });
const anyTask = fc.record({
  etfs: fc.tuple(anyEtf(0), anyEtf(1), anyEtf(2), anyEtf(3), anyEtf(4)),
  cash: fc.integer({ min: 2_000, max: 40_000 }),
  slippage: fc.constantFrom('0', '20', '200'),
  source: fc.constantFrom('bidask' as const, 'last' as const),
  buffer: fc.constantFrom('0', '3', '500'),
  // Dollars above what all whole shares take; undefined is more than anybody needs.
  rooms: fc.record({ cash: anyRoom, gross: anyRoom, margin: anyRoom }),
});

/** Few shares of few funds, so that all numbers of them can be tried. */
const anyFew = anyTask.map((task) => ({
  ...task,
  cash: 500 + (task.cash % 1_500),
  etfs: task.etfs.slice(0, 3).map((etf) => ({ ...etf, weight: '33', held: '0' })),
}));

/** Limits that leave so much room above a standing. */
function limitsAbove(
  { cash, costs, spread, gross, maintenance }: Standing,
  rooms: Readonly<Record<'cash' | 'gross' | 'margin', number | undefined>>,
  buffer: Usd,
): Limits {
  const dollars = (room = 1_000_000): bigint => usd(String(room));
  const taken = costs + spread;
  return {
    cashTarget: asUsd(cash - dollars(rooms.cash)),
    buffer,
    maxLeverage: ratio('1.5'),
    guardValue: asUsd(((gross + dollars(rooms.gross)) * 2n) / 3n + taken),
    maintenance: {
      excessLiquidity: asUsd(maintenance + taken + dollars(rooms.margin)),
      floor: usd('0'),
    },
  };
}

/** The least distance from the targets that the rows allow with any of the numbers of shares. */
function leastDistance(
  bought: readonly Bought[],
  optionsOf: (bought: Bought) => readonly Shares[],
  { start, limits }: { readonly start: Standing; readonly limits: Limits },
): bigint | undefined {
  const [first, ...rest] = bought;
  if (first === undefined) return brokenRow(start, limits) === undefined ? 0n : undefined;
  let least: bigint | undefined;
  for (const to of optionsOf(first)) {
    const after = to === 0n ? start : afterTrade(start, buyOf(first.choice, to));
    const further = leastDistance(rest, optionsOf, { start: after, limits });
    if (further === undefined) continue;
    const distance = further + distanceLeft(first.choice, to);
    if (least === undefined || distance < least) least = distance;
  }
  return least;
}

interface Task {
  readonly etfs: readonly ExampleEtf[];
  readonly cash: number;
  readonly slippage: string;
  readonly source: 'bidask' | 'last';
  readonly buffer: string;
  readonly rooms: Parameters<typeof limitsAbove>[1];
}

/** What is bought, and what could have been. */
function sizedOf({ etfs, cash, slippage, source, buffer, rooms }: Task, polish: Polish) {
  const example: Example = {
    etfs,
    cash: String(cash),
    priceSources: [source],
    limits: { wideSpread: ratio('1') },
    rebalance: { slippageReserve: bps(slippage), maxLeverage: ratio('2') },
  };
  const settings = exampleSettings(example).rebalance;
  const lines: readonly Drift[] = (planIfAny(example)?.lines ?? [])
    .filter(({ driftUsd }) => driftUsd < 0n)
    .sort((a, b) => Number(a.driftUsd - b.driftUsd));
  const choices = lines
    .map((line) => choiceOf(line, settings))
    .filter((choice): choice is BuyChoice => typeof choice !== 'string');
  const start = standingOf(usd('100000'), usd('5000'));
  const whole = choices
    .filter(({ full }) => full > 0n)
    .reduce((at, choice) => afterTrade(at, buyOf(choice, choice.full)), start);
  const limits = limitsAbove(whole, rooms, usd(buffer));
  const afterSells = start;
  const { bought } = floorBuys(choices, { afterSells, limits, upToMinOrder: false });
  const { sized, search } = sizeBuys(lines, { afterSells, limits, settings, polish });
  const quantities = choices.map(({ line }) => sized.get(line)?.trade?.quantity ?? ZERO_SHARES);
  const left = choices.reduce(
    (sum, choice, at) => sum + distanceLeft(choice, quantities[at] ?? ZERO_SHARES),
    0n,
  );
  return { bought, quantities, left, search, within: { start, limits } };
}

it('phase 2: the round-ups chosen are those that together leave least', () => {
  let [all, some] = [0, 0];
  fc.assert(
    fc.property(anyTask, (task) => {
      const { bought, quantities, left, within } = sizedOf(task, false);
      const roundUps = ({ choice: { full, nearest }, quantity }: Bought): readonly Shares[] =>
        quantity === full && nearest > full ? [quantity, nearest] : [quantity];
      expect(left).toBe(leastDistance(bought, roundUps, within));
      const ups = bought.filter((each) => roundUps(each).length > 1);
      const taken = bought.filter(({ choice }, at) => (quantities[at] ?? 0n) > choice.full);
      if (taken.length > 0) all += 1;
      if (taken.length > 0 && taken.length < ups.length) some += 1;
    }),
    { seed: 7_821, numRuns: 200 },
  );
  expect(some / all).toBeGreaterThan(0.2);
});

it('phase 3: no numbers of shares leave less by more than the gap that is claimed', () => {
  let [uncut, better] = [0, 0];
  fc.assert(
    fc.property(anyFew, (task) => {
      const { bought, left, search, within } = sizedOf(task, { tolerance: ZERO_USD });
      if (search.gap === undefined) return;
      const anyNumber = ({ choice: { nearest } }: Bought): readonly Shares[] =>
        Array.from({ length: Number(nearest / ONE_SHARE) + 1 }, (_, at) => wholeShares(BigInt(at)));
      const more = left - (leastDistance(bought, anyNumber, within) ?? 0n);
      expect(more >= 0n && more <= search.gap).toBe(true);
      uncut += 1;
      if (left < sizedOf(task, false).left) better += 1;
    }),
    { seed: 7_822, numRuns: 120 },
  );
  expect(better / uncut).toBeGreaterThan(0.02);
});
