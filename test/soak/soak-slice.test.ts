import { expect, it } from 'vitest';
import type { DrawnAccounts } from '../../bench/soak/any-account.ts';
import { CALM, caseOf, type Troubles } from '../../bench/soak/any-case.ts';
import { crashEverywhere } from '../../bench/soak/everywhere.ts';
import { liveCase } from '../../bench/soak/live.ts';

const SEED = 7;

/** A slice of `npm run soak`. */
it('50 random runs, crashed, cut off and lied to, keep every law and end recovered', async () => {
  const sum = { orders: 0, crashed: 0, traded: 0, settled: 0 };
  for (let number = 0; number < 50; number += 1) {
    const { violations, processes, orders } = await liveCase(caseOf(SEED, number));
    expect(violations, `npm run soak -- --seed ${SEED} --case ${number}`).toEqual([]);
    sum.orders += orders;
    for (const { outcome } of processes) {
      if (outcome === undefined) sum.crashed += 1;
      if (outcome?.kind === 'traded') sum.traded += 1;
      if (outcome?.kind === 'settled') sum.settled += 1;
    }
  }
  expect(sum.orders).toBeGreaterThan(100);
  expect(sum.traded).toBeGreaterThan(30);
  expect(sum.crashed).toBeGreaterThan(5);
  expect(sum.settled).toBeGreaterThan(5);
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

/** An account whose orders fill slowly enough for something to happen while they are open. */
function slowAccount(): DrawnAccounts {
  const { accounts } = caseOf(SEED, 2);
  const { setup } = accounts;
  return { ...accounts, setup: { ...setup, fills: { ...setup.fills, delayMs: 3_000 } } };
}

it('a run that was stopped and then cannot write its journal says both', async () => {
  const accounts = slowAccount();
  const live = (troubles: Partial<Troubles>): ReturnType<typeof liveCase> => {
    const happenings = [{ kind: 'stop', atMs: 100, by: 'interrupted' }] as const;
    const processes = [{ ...CALM, happenings, ...troubles }];
    return liveCase({ seed: SEED, number: 2, accounts, processes });
  };
  const { story } = await live({});
  const stoppedAt = /journal (\d+): stopped/.exec(story.join('\n'))?.[1];
  const { processes, violations } = await live({ fullFrom: Number(stoppedAt) + 1 });
  const codes = processes[0]?.outcome?.problems.map(({ code }) => code);
  expect(codes?.slice(0, 2)).toEqual(['run.interrupted', 'journal.unwritten']);
  expect(violations).toEqual([]);
});

it('a recovery that cannot write the journal of a stopped run says so, and trades nothing', async () => {
  const accounts = slowAccount();
  const cut: Troubles = { ...CALM, happenings: [{ kind: 'cut', atMs: 100 }] };
  // The first entry says that somebody looks into the run; nothing after it can be written.
  const full: Troubles = { ...CALM, fullFrom: 2 };
  const soakCase = { seed: SEED, number: 2, accounts, processes: [cut, full] };
  const { processes, violations } = await liveCase(soakCase);
  const codes = processes.map(({ outcome }) => outcome?.problems.map(({ code }) => code));
  expect(codes[0]).toContain('orders.unknown');
  expect(codes[1]).toEqual(['journal.unwritten']);
  expect(violations).toEqual([]);
});
