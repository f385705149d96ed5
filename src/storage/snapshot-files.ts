import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../core/units/problem.ts';
import { failure, success, type Result } from '../core/units/result.ts';
import type { SavedRun, SnapshotStore } from '../ports.ts';
import { makeFolder } from './make-folder.ts';
import { HEAD, savedRunForm, VERSION } from './saved-run-form.ts';
import { Damage, record, text, integer } from './stored-form.ts';
import { writeAtomically } from './write-atomically.ts';

/** The newest run, and so many before it. */
const KEPT = 51;

/** `20261121T101530123Z_RUNID.json`: by name is by time. */
const NAME = /^\d{8}T\d{9}Z_[A-Za-z0-9]+\.json$/;

/**
 * Saved runs in the state folder, one file each: `snapshots/<account>/<time>_<run>.json`. Readable
 * by their owner only, since they say what somebody owns.
 */
export function snapshotFiles(stateFolder: string): SnapshotStore {
  const folderOf = (accountId: string): string => join(stateFolder, 'snapshots', accountId);
  return {
    keep(run) {
      const { account, takenAt } = run.snapshot;
      if (!isPlain(account.accountId)) throw new Error(`"${account.accountId}" names no folder`);
      const folder = folderOf(account.accountId);
      makeFolder(folder, 0o700);
      const stamp = new Date(takenAt).toISOString().replace(/[-:.]/g, '');
      writeAtomically(join(folder, `${stamp}_${run.runId}.json`), savedText(run));
      forgetOldest(folder);
    },
    newest(accountId) {
      const folder = folderOf(accountId);
      const name = isPlain(accountId) ? namesIn(folder).at(-1) : undefined;
      return name === undefined
        ? failure([noSnapshot(accountId, folder)])
        : readSaved(join(folder, name), accountId);
    },
  };
}

/** The text of a saved run's file. */
export function savedText(run: SavedRun): string {
  const saved = { what: HEAD, version: VERSION, run: savedRunForm.write(run) };
  return `${JSON.stringify(saved, null, 1)}\n`;
}

/** Reads the text of a file back, or says what in it is not as it was written. */
export function readSavedText(saved: string, path: string): Result<SavedRun> {
  try {
    const stored: unknown = JSON.parse(saved);
    const outer = record<{ what: string; version: number; run: unknown }>({
      what: text,
      version: integer,
      run: { write: (value) => value, read: (value) => value },
    });
    const { what, version, run } = outer.read(stored, '');
    if (what !== HEAD) throw new Damage('.what', `"${HEAD}"`);
    if (version !== VERSION) throw new Damage('.version', `version ${VERSION}, not ${version}`);
    return success(savedRunForm.read(run, '.run'));
  } catch (error) {
    if (error instanceof SyntaxError) return failure([damaged(path, 'text that is no JSON')]);
    if (!(error instanceof Damage)) throw error;
    return failure([
      damaged(path, `something else than ${error.expected} at ${error.at || 'its top'}`),
    ]);
  }
}

function readSaved(path: string, accountId: string): Result<SavedRun> {
  let saved: string;
  try {
    saved = readFileSync(path, 'utf8');
  } catch (error) {
    return failure([damaged(path, error instanceof Error ? error.message : String(error))]);
  }
  const read = readSavedText(saved, path);
  if (!read.ok) return read;
  const found = read.value.snapshot.account.accountId;
  return found === accountId ? read : failure([damaged(path, `the account ${found}`)]);
}

function forgetOldest(folder: string): void {
  for (const name of namesIn(folder).slice(0, -KEPT)) rmSync(join(folder, name), { force: true });
}

/** The saved runs of a folder, the oldest first; none when there is no such folder. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => NAME.test(name))
      .sort();
  } catch {
    return [];
  }
}

/** Whether an account id can be the name of a folder on every system. */
function isPlain(accountId: string): boolean {
  return /^[A-Za-z0-9]{1,40}$/.test(accountId);
}

/** No run of the account was saved yet. */
export function noSnapshot(accountId: string, folder: string): Problem {
  return {
    code: 'data.no-snapshot',
    where: accountId,
    found: `no saved run in ${folder}`,
    expected: 'the snapshot that every run saves',
    fix: 'Run rebalance once: without a flag it reads the account, plans, and sends nothing.',
  };
}

function damaged(path: string, found: string): Problem {
  return {
    code: 'data.bad-snapshot',
    where: path,
    found,
    expected: 'a saved run as this version writes it',
    fix: 'Run rebalance again to save a new one, or delete this file to use the one before it.',
  };
}
