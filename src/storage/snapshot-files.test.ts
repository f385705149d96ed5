import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT_ID, plannerInput } from '../core/testing/example-account.ts';
import type { SavedRun } from '../ports.ts';
import { savedText, snapshotFiles } from './snapshot-files.ts';

const { snapshot, targets } = plannerInput({
  etfs: [{ symbol: 'VTI', weight: '100', held: '10.5', price: '250.01' }],
  cash: '-12.34',
  cad: '100',
  fx: { enabled: true },
});
const first = Date.UTC(2026, 10, 21, 10, 15, 30, 123);

function runAt(minute: number): SavedRun {
  return {
    runId: `R${minute}`,
    simulated: true,
    targets,
    settings: [{ section: 'models', key: 'main', value: '1' }],
    snapshot: { ...snapshot, takenAt: first + minute * 60_000 },
  };
}

let folder: string;
let runs: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshots-'));
  runs = join(folder, 'snapshots', ACCOUNT_ID);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const problemsOf = (accountId = ACCOUNT_ID) => {
  const read = snapshotFiles(folder).newest(accountId);
  return read.ok ? [] : read.problems;
};

describe('saved runs', () => {
  it('come back as they were, the newest by its time and not by the order of saving', () => {
    const store = snapshotFiles(folder);
    for (const minute of [1, 3, 2]) store.keep(runAt(minute));
    expect(store.newest(ACCOUNT_ID)).toEqual({ ok: true, value: runAt(3) });
    expect(readdirSync(runs)).toEqual([
      '20261121T101630123Z_R1.json',
      '20261121T101730123Z_R2.json',
      '20261121T101830123Z_R3.json',
    ]);
  });

  it('are the newest and fifty before it; other files are left alone', () => {
    const store = snapshotFiles(folder);
    mkdirSync(runs, { recursive: true });
    writeFileSync(join(runs, '00000000-notes.txt'), 'mine');
    for (let minute = 0; minute < 55; minute += 1) store.keep(runAt(minute));
    const names = readdirSync(runs);
    expect(names.filter((name) => name.endsWith('.json'))).toHaveLength(51);
    expect(names).toContain('00000000-notes.txt');
    expect(names).toContain('20261121T110930123Z_R54.json');
    expect(names).not.toContain('20261121T101830123Z_R3.json');
  });

  it('leave no half file beside them', () => {
    snapshotFiles(folder).keep(runAt(0));
    expect(readdirSync(runs)).toHaveLength(1);
  });

  it.skipIf(process.platform === 'win32')('are for the eyes of their owner', () => {
    snapshotFiles(folder).keep(runAt(0));
    const [name = ''] = readdirSync(runs);
    expect(statSync(join(runs, name)).mode & 0o077).toBe(0);
    expect(statSync(runs).mode & 0o077).toBe(0);
  });

  it('write numbers as decimal text with a unit', () => {
    snapshotFiles(folder).keep(runAt(0));
    const [name = ''] = readdirSync(runs);
    const saved = readFileSync(join(runs, name), 'utf8');
    for (const part of [
      '"cash": "-12.34 USD"',
      '"quantity": "10.5 shares"',
      '"last": "250.01 USD"',
      '"ask": "1.3501 CAD for a US dollar"',
      '"takenAt": "2026-11-21T10:15:30.123Z"',
      '"version": 1',
    ]) {
      expect(saved).toContain(part);
    }
  });

  it('are kept apart by account', () => {
    const store = snapshotFiles(folder);
    store.keep(runAt(0));
    expect(problemsOf('DU7').map(({ code }) => code)).toEqual(['data.no-snapshot']);
  });

  it('are none where nothing was saved, and the problem says how to get one', () => {
    expect(problemsOf()).toMatchObject([
      {
        code: 'data.no-snapshot',
        where: ACCOUNT_ID,
        fix: expect.stringContaining('Run rebalance once') as string,
      },
    ]);
  });

  it.each(['', '..', 'DU1/..', 'DU 1'])('are never looked for under an account named %j', (id) => {
    expect(problemsOf(id).map(({ code }) => code)).toEqual(['data.no-snapshot']);
    const account = { ...snapshot.account, accountId: id };
    expect(() => {
      snapshotFiles(folder).keep({ ...runAt(0), snapshot: { ...snapshot, account } });
    }).toThrow('names no folder');
  });

  it('cannot be saved in a folder that is none, and the system says why', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => {
      snapshotFiles(join(folder, 'file')).keep(runAt(0));
    }).toThrow(/ENOTDIR|EEXIST|ENOENT/);
  });
});

describe('a saved run that is not as it was written', () => {
  const good = savedText(runAt(0));
  const change = (from: string, to: string): string => {
    expect(good).toContain(from);
    return good.replace(from, to);
  };

  it.each([
    ['is empty', '', 'no JSON'],
    ['was cut off', good.slice(0, good.length / 2), 'no JSON'],
    ['is a list', '[]', 'a record at its top'],
    ['is nothing', 'null', 'a record at its top'],
    [
      'is foreign',
      '{"what":"recipe","version":1,"run":{}}',
      '"snapshot of ibkr-etf-rebalancer" at .what',
    ],
    ['is of another version', change('"version": 1', '"version": 2'), 'version 1, not 2'],
    [
      'has a version that is no number',
      change('"version": 1', '"version": "1"'),
      'a whole number at .version',
    ],
    ['lacks a field', change('"simulated": true,', ''), 'true or false at .run.simulated'],
    [
      'has a field too many',
      change('"simulated": true', '"simulated": true, "more": 1'),
      'no such field at .run.more',
    ],
    ['has another unit', change('"-12.34 USD"', '"-12.34 CAD"'), 'at .run.snapshot.account.cash'],
    ['has a bare number', change('"-12.34 USD"', '-12.34'), 'at .run.snapshot.account.cash'],
    ['has an amount beyond its units', change('"250.01 USD"', '"250.01001 USD"'), 'USD'],
    [
      'has an amount that nobody writes so',
      change('"-12.34 USD"', '"-12.340 USD"'),
      'account.cash',
    ],
    [
      'has a time that is none',
      change('2026-11-21T10:15:30.123Z', '2026-13-21T10:15:30.123Z'),
      'a time',
    ],
    [
      'has a time in another form',
      change('2026-11-21T10:15:30.123Z', '2026-11-21T10:15:30Z'),
      'a time',
    ],
    [
      'has a text where a list must be',
      change('"openOrders": []', '"openOrders": ""'),
      'a list at .run.snapshot.openOrders',
    ],
    [
      'has half a pair',
      change('"unlisted": []', '"unlisted": [[1]]'),
      'a pair at .run.snapshot.unlisted[0]',
    ],
    [
      'has a number where a text must be',
      change('"runId": "R0"', '"runId": 0'),
      'a text at .run.runId',
    ],
    ['is of another account', good.replaceAll(ACCOUNT_ID, 'DU7'), 'the account DU7'],
  ])('because it %s, is a problem with its path and its place', (_what, content, expected) => {
    snapshotFiles(folder).keep(runAt(0));
    const path = join(runs, '20261121T101530123Z_R0.json');
    writeFileSync(path, content);
    const [problem, ...others] = problemsOf();
    expect(problem).toMatchObject({ code: 'data.bad-snapshot', where: path });
    expect(problem?.found).toContain(expected);
    expect(others).toEqual([]);
  });

  it('because a contract stands in it twice, is a problem', () => {
    snapshotFiles(folder).keep(runAt(0));
    const path = join(runs, '20261121T101530123Z_R0.json');
    const stored = JSON.parse(good) as { run: { targets: { weights: unknown[] } } };
    stored.run.targets.weights.push(stored.run.targets.weights[0]);
    writeFileSync(path, JSON.stringify(stored));
    expect(problemsOf()[0]?.found).toContain('no key twice at .run.targets.weights');
  });

  it('because it is no file, is a problem in the words of the system', () => {
    mkdirSync(join(runs, '20261121T101530123Z_R0.json'), { recursive: true });
    expect(problemsOf()[0]).toMatchObject({
      code: 'data.bad-snapshot',
      found: expect.stringContaining('EISDIR') as string,
    });
  });
});
