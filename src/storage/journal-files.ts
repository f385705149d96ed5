/*
 * The journal of a run: one file, one entry a line, each durable (fsync) before anything else
 * happens. A line carries its number, a checksum of itself and of the line before it, so that what
 * was changed, lost or put in between is noticed; only a torn last line is what a crash leaves, and
 * is cut. Readable by its owner only.
 *
 *     {"seq":3,"sum":"9f86d081884c7d65","entry":{"kind":"cancel","orderId":7}}
 */
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import type { JournalEvent } from '../core/journal/journal-event.ts';
import type { Problem } from '../core/units/problem.ts';
import { failure, success, type Result } from '../core/units/result.ts';
import type { Journal, Journals, KeptJournal } from '../ports.ts';
import { digestOf } from './digest.ts';
import { journalForm, JOURNAL_VERSION } from './journal-form.ts';
import { Damage } from './stored-form.ts';
import { writeCompletely } from './write-completely.ts';
import { makeFolder } from './make-folder.ts';

/** `20261121T101530123Z_RUNID.jsonl`: by name is by time. */
const NAME = /^\d{8}T\d{9}Z_[A-Za-z0-9]+\.jsonl$/;

/** Journals in the state folder: `journals/<account>/<time>_<run>.jsonl`. */
export function journalFiles(
  stateFolder: string,
  platform: NodeJS.Platform = process.platform,
): Journals {
  const folderOf = (accountId: string): string => join(stateFolder, 'journals', accountId);
  return {
    begin({ accountId, runId, startedAt }) {
      const folder = folderOf(accountId);
      makeFolder(folder, 0o700);
      const stamp = new Date(startedAt).toISOString().replace(/[-:.]/g, '');
      const path = join(folder, `${stamp}_${runId}.jsonl`);
      const file = openSync(path, 'ax', 0o600);
      // The file's own entry in its folder has to survive a crash too.
      syncFolder(folder, platform);
      return openJournal(file, path, 0, FIRST);
    },
    all(accountId) {
      const folder = folderOf(accountId);
      return namesIn(folder).map((name) => readJournal(join(folder, name)));
    },
    accountIds: () => entriesIn(join(stateFolder, 'journals')).sort(),
    resume({ path, events, last, tornBytes }) {
      // An entry that was not written completely never counted: it must not stand before the next.
      if (tornBytes > 0) truncateSync(path, statSync(path).size - tornBytes);
      return openJournal(openSync(path, 'a', 0o600), path, events.length, last);
    },
  };
}

/** What the checksum of the first line is made with. */
const FIRST = `journal of ibkr-etf-rebalancer, version ${JOURNAL_VERSION}`;

function openJournal(file: number, path: string, written: number, last: string): Journal {
  let [seq, previous] = [written, last];
  return {
    path,
    append(event) {
      const entry = JSON.stringify(journalForm.write(event));
      const sum = checksum(previous, seq + 1, entry);
      writeCompletely(file, path, `{"seq":${seq + 1},"sum":"${sum}","entry":${entry}}\n`);
      fsyncSync(file);
      seq += 1;
      previous = sum;
    },
    close() {
      closeSync(file);
    },
  };
}

/** Reads a journal back; a torn last line is left out, anything else that is damaged is a problem. */
export function readJournal(path: string): Result<KeptJournal> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return failure([damaged(path, error instanceof Error ? error.message : String(error))]);
  }
  const lines = text.split('\n');
  // What follows the last line end was not written completely: its entry never counted.
  const torn = lines.pop() ?? '';
  const events: JournalEvent[] = [];
  let last = FIRST;
  for (const [at, line] of lines.entries()) {
    const read = readLine(line, last, at + 1);
    if (typeof read === 'string') return failure([damaged(`${path}:${at + 1}`, read)]);
    events.push(read.event);
    last = read.sum;
  }
  return success({ path, events, last, tornBytes: Buffer.byteLength(torn) });
}

function readLine(
  line: string,
  previous: string,
  seq: number,
): { readonly event: JournalEvent; readonly sum: string } | string {
  const found = /^\{"seq":(\d+),"sum":"([0-9a-f]{16})","entry":(\{.*\})\}$/.exec(line);
  const [, number, sum = '', entry = ''] = found ?? [];
  if (found === null || Number(number) !== seq) return `a line that is not entry ${seq}`;
  if (checksum(previous, seq, entry) !== sum) return `an entry ${seq} that was changed`;
  try {
    return { event: journalForm.read(JSON.parse(entry), ''), sum };
  } catch (error) {
    if (error instanceof Damage) return `something else than ${error.expected} at ${error.at}`;
    throw error;
  }
}

function checksum(previous: string, seq: number, entry: string): string {
  return digestOf(`${previous} ${seq} ${entry}`).slice(0, 16);
}

function syncFolder(folder: string, platform: NodeJS.Platform): void {
  // Windows cannot open a folder; there the file system keeps the order of names by itself.
  if (platform === 'win32') return;
  const opened = openSync(folder, 'r');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** The journals of a folder, the oldest first; none when there is no such folder. */
function namesIn(folder: string): string[] {
  return entriesIn(folder)
    .filter((name) => NAME.test(name))
    .sort();
}

function entriesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function damaged(where: string, found: string): Problem {
  return {
    code: 'journal.damaged',
    where,
    found,
    expected: 'the journal as it was written',
    fix: 'Compare the orders and executions in TWS by hand, then move this file away.',
  };
}
