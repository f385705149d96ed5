import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AccountLocks } from '../ports.ts';
import { accountHolders, accountLocks, type Owner } from './account-locks.ts';
import { processesHere } from './processes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'locks-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const me: Owner = { host: 'here', bootId: 'b1', pid: 10, started: '100' };

/** The locks as one process sees them, with the processes of this host that are alive. */
function locksOf(self: Owner, alive: Readonly<Record<number, string>> = {}): AccountLocks {
  return accountLocks(folder, { self, startOf: (pid) => alive[pid] });
}

function take(locks: AccountLocks, account = 'DU1'): string {
  const taken = locks.take(account);
  return taken.ok ? 'taken' : (taken.problems[0]?.found ?? '');
}

it('an account is held by one run until it lets go', () => {
  const alive = { 10: '100', 11: '110' };
  const first = locksOf(me, alive).take('DU1');
  const other = locksOf({ ...me, pid: 11, started: '110' }, alive);
  expect(take(other)).toBe('another run (process 10)');
  expect(take(locksOf(me, alive))).toBe('another run (process 10)');
  expect(take(other, 'DU2')).toBe('taken');
  if (first.ok) first.value.release();
  expect(take(other)).toBe('taken');
  expect(readdirSync(join(folder, 'locks', 'DU1'))).toHaveLength(1);
});

it.each<[string, Partial<Owner>, Readonly<Record<number, string>>]>([
  ['is gone', {}, {}],
  ['is another process by now', {}, { 10: '999' }],
  ['was before this boot', { bootId: 'b0' }, { 10: '100' }],
])('a dead owner of this host, who %s, is taken over at once', (_what, owner, alive) => {
  locksOf({ ...me, ...owner }, { 10: '100' }).take('DU1');
  expect(take(locksOf({ ...me, pid: 11, started: '110' }, alive))).toBe('taken');
  expect(readdirSync(join(folder, 'locks', 'DU1'))).toHaveLength(1);
});

it('where the system tells no boot and no start, alive is enough', () => {
  const vague = { ...me, bootId: '', started: '' };
  locksOf(vague, { 10: '' }).take('DU1');
  expect(take(locksOf({ ...vague, pid: 11 }, { 10: '' }))).toBe('another run (process 10)');
  expect(take(locksOf({ ...vague, pid: 11 }, {}))).toBe('taken');
});

it("another host's lock is never taken over", () => {
  locksOf({ ...me, host: 'elsewhere' }).take('DU1');
  expect(take(locksOf(me))).toBe('a run on the machine elsewhere (process 10)');
});

it('a lock that cannot be read is somebody', () => {
  const locks = locksOf(me);
  locks.take('DU1');
  const [name = ''] = readdirSync(join(folder, 'locks', 'DU1'));
  writeFileSync(join(folder, 'locks', 'DU1', name), '{');
  expect(take(locks)).toBe('a lock that cannot be read');
});

it('a folder that cannot be written is no lock', () => {
  writeFileSync(join(folder, 'locks'), '');
  expect(locksOf(me).take('DU1')).toMatchObject({
    ok: false,
    problems: [{ code: 'safety.locked' }],
  });
});

it('this process is alive, and one that has ended is not', () => {
  const { self, startOf } = processesHere();
  expect(self.host).toBe(hostname());
  expect(startOf(process.pid)).toBe(self.started);
  // Beyond every process id that a system gives.
  expect(startOf(2 ** 30)).toBeUndefined();
});

it('who only wants to know is told who has an account, and takes nothing', () => {
  const alive = { 10: '100', 11: '110' };
  const holdersOf = accountHolders(folder, {
    self: { ...me, pid: 11, started: '110' },
    startOf: (pid) => alive[pid as keyof typeof alive],
  });
  expect(holdersOf('DU1')).toEqual([]);
  const taken = locksOf(me, alive).take('DU1');
  expect(holdersOf('DU1').map(({ code, found }) => [code, found])).toEqual([
    ['safety.locked', 'another run (process 10)'],
  ]);
  if (taken.ok) taken.value.release();
  expect(holdersOf('DU1')).toEqual([]);
  expect(readdirSync(join(folder, 'locks', 'DU1'))).toEqual([]);
});
