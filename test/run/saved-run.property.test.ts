/*
 * DESIGN 3: a run can be replayed from its saved snapshot. Whatever the account is, the plan of
 * what was read back is to the byte the plan of what was written.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planBytes } from '../../src/core/approval/plan-bytes.ts';
import { planTrades } from '../../src/core/plan/plan-trades.ts';
import { anyExample } from '../../src/core/testing/any-account.ts';
import { exampleContract, NOW, plannerInput } from '../../src/core/testing/example-account.ts';
import { asPrice } from '../../src/core/units/price.ts';
import { asShares } from '../../src/core/units/shares.ts';
import { asUsd } from '../../src/core/units/usd.ts';
import { readSavedText, savedText } from '../../src/storage/snapshot-files.ts';
import type { SavedRun } from '../../src/ports.ts';

const seed = 90_210;
const anyText = fc.string({ unit: 'binary', maxLength: 12 });
const anyId = fc.integer({ min: 0, max: 2 ** 40 });
const anyUsd = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map(asUsd);
const anyPrice = fc.bigInt({ min: 0n, max: 10n ** 9n }).map(asPrice);
const anyShares = fc.bigInt({ min: -(10n ** 9n), max: 10n ** 12n }).map(asShares);
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.option(arbitrary, { nil: undefined, freq: 3 });

/** What the planner hardly looks at, and a file must keep as well. */
const anyRest = fc.record({
  otherCash: fc.array(fc.record({ currency: anyText, amount: anyUsd, worth: maybe(anyUsd) })),
  netLiquidation: maybe(anyUsd),
  excessLiquidity: maybe(anyUsd),
  availableFunds: maybe(anyUsd),
  brokerNetLiq: maybe(anyUsd),
  openOrders: fc.array(
    fc.record({
      orderId: fc.integer(),
      clientId: anyId,
      permId: anyId,
      accountId: anyText,
      conId: anyId,
      symbol: anyText,
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      quantity: anyShares,
      orderRef: anyText,
      status: anyText,
    }),
    { maxLength: 2 },
  ),
  positions: fc.array(
    fc.record({
      conId: anyId,
      symbol: anyText,
      secType: anyText,
      currency: fc.constantFrom('CAD', 'EUR'),
      quantity: anyShares,
      marketPrice: maybe(anyPrice),
      marketValue: maybe(anyUsd),
    }),
    { maxLength: 2 },
  ),
  name: anyText,
  takenAt: fc.integer({ min: 0, max: 1_000 }).map((ms) => NOW + ms),
});

const anyRun = fc.record({ example: anyExample, rest: anyRest }).map(({ example, rest }) => {
  const { targets, snapshot, settings } = plannerInput(example);
  const { takenAt, openOrders, name, positions, otherCash, ...amounts } = rest;
  const account = {
    ...snapshot.account,
    ...amounts,
    otherCash,
    positions: [...snapshot.account.positions, ...positions],
  };
  const stranger = exampleContract('STRANGER', { name });
  const unlisted = new Map([...snapshot.unlisted, [stranger.conId, stranger]]);
  const run: SavedRun = {
    runId: 'R',
    simulated: false,
    targets,
    settings: [],
    snapshot: { ...snapshot, takenAt, openOrders, unlisted, account },
  };
  return { run, settings };
});

it('the plan of a saved run is the plan of the run, to the byte', () => {
  let planned = 0;
  fc.assert(
    fc.property(anyRun, ({ run, settings }) => {
      const read = readSavedText(savedText(run), 'file');
      expect(read).toEqual({ ok: true, value: run });
      if (!read.ok) return;
      const before = planTrades(run.targets, run.snapshot, settings);
      const after = planTrades(read.value.targets, read.value.snapshot, settings);
      expect(after.ok).toBe(before.ok);
      if (!before.ok || !after.ok) return;
      planned += 1;
      expect(planBytes(after.value)).toBe(planBytes(before.value));
    }),
    { seed, numRuns: 300 },
  );
  expect(planned).toBeGreaterThan(100);
});

it('a file with any one value changed is read as something else or refused, and never breaks the reader', () => {
  fc.assert(
    fc.property(anyRun, fc.nat(), fc.jsonValue(), ({ run }, place, value) => {
      const stored: unknown = JSON.parse(savedText(run));
      const holders = holdersOf(stored);
      const [holder, key] = holders[place % holders.length] ?? [{}, ''];
      if (JSON.stringify(holder[key]) === JSON.stringify(value)) return;
      holder[key] = value;
      const changed = JSON.stringify(stored);
      const read = readSavedText(changed, 'the/file.json');
      if (read.ok) expect(JSON.parse(savedText(read.value))).toEqual(JSON.parse(changed));
      else expect(read.problems.map(({ where }) => where)).toEqual(['the/file.json']);
    }),
    { seed, numRuns: 300 },
  );
});

/** Every place in a JSON value that can be given another value. */
function holdersOf(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [[holder, key], ...holdersOf(holder[key])]);
}
