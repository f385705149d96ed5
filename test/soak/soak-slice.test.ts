import { expect, it } from 'vitest';
import { caseOf } from '../../bench/soak/any-case.ts';
import { crashEverywhere } from '../../bench/soak/everywhere.ts';
import { liveCase } from '../../bench/soak/live.ts';

const SEED = 7;

/** A slice of `npm run soak`. */
it('60 random runs, crashed, cut off and lied to, keep every law and end recovered', async () => {
  const sum = { orders: 0, crashed: 0, traded: 0, settled: 0 };
  for (let number = 0; number < 60; number += 1) {
    const { violations, processes, orders } = await liveCase(caseOf(SEED, number));
    expect(violations, `npm run soak -- --seed ${SEED} --case ${number}`).toEqual([]);
    sum.orders += orders;
    for (const { outcome } of processes) {
      if (outcome === undefined) sum.crashed += 1;
      if (outcome?.kind === 'traded') sum.traded += 1;
      if (outcome?.kind === 'settled') sum.settled += 1;
    }
  }
  expect(sum.orders).toBeGreaterThan(120);
  expect(sum.traded).toBeGreaterThan(40);
  expect(sum.crashed).toBeGreaterThan(10);
  expect(sum.settled).toBeGreaterThan(10);
}, 60_000);

it('one run dies after every entry of its journal, and in the middle of writing it', async () => {
  let crashes = 0;
  for await (const { crash, ending } of crashEverywhere(SEED, 1)) {
    const flags = `--case 1 --crash ${crash.entry} --when ${crash.when}`;
    expect(ending.violations, `npm run soak -- --seed ${SEED} ${flags}`).toEqual([]);
    expect(ending.processes[0]?.outcome).toBeUndefined();
    crashes += 1;
  }
  expect(crashes).toBeGreaterThan(20);
}, 60_000);

it('a case is lived from its seed and number alone', async () => {
  const [first, again, another] = [
    await liveCase(caseOf(SEED, 3)),
    await liveCase(caseOf(SEED, 3)),
    await liveCase(caseOf(SEED, 4)),
  ];
  expect(again.story).toEqual(first.story);
  expect(another.story).not.toEqual(first.story);
});
