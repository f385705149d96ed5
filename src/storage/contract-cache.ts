import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../core/account/contract.ts';
import { coversInstant } from '../core/account/market-hours.ts';
import type { Clock, ContractCache } from '../ports.ts';
import { makeFolder } from './make-folder.ts';
import { contract } from './saved-run-form.ts';
import { instant, list, mapOf, record, text } from './stored-form.ts';

/** A ticker can be given to another fund, so nothing is remembered for longer than this. */
const KEPT_MS = 24 * 60 * 60 * 1000;

interface Entry {
  /** When the broker was asked, ms since 1970. */
  readonly askedAt: number;
  readonly contracts: readonly Contract[];
}

const entriesForm = mapOf(text, record<Entry>({ askedAt: instant, contracts: list(contract) }));

/**
 * Contract details in a file of the state folder, so that a second run of the day need not ask for
 * them again. It is only a memory: a file that is missing, damaged or cannot be written costs
 * requests and nothing else. A contract whose hours say nothing about now is asked for anew.
 */
export function contractCache(folder: string, clock: Clock): ContractCache {
  const path = join(folder, 'contracts.json');
  let entries: Map<string, Entry> | undefined;
  const load = (): Map<string, Entry> => (entries ??= readEntries(path));
  return {
    read(key) {
      const entry = load().get(key);
      if (entry === undefined) return undefined;
      const now = clock.now();
      const age = now - entry.askedAt;
      if (age < 0 || age > KEPT_MS) return undefined;
      const known = entry.contracts.every(({ hours }) => hours && coversInstant(hours, now));
      return known ? entry.contracts : undefined;
    },
    write(answers) {
      for (const [key, contracts] of answers) {
        load().set(key, { askedAt: clock.now(), contracts });
      }
      writeEntries(folder, path, load());
    },
  };
}

function readEntries(path: string): Map<string, Entry> {
  try {
    return new Map(entriesForm.read(JSON.parse(readFileSync(path, 'utf8')), ''));
  } catch {
    // Not there yet, or damaged: the broker is asked again.
    return new Map();
  }
}

function writeEntries(folder: string, path: string, entries: ReadonlyMap<string, Entry>): void {
  try {
    makeFolder(folder);
    // Another run may read at this moment: it sees the old file or the new one, never a half.
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, JSON.stringify(entriesForm.write(entries)));
    renameSync(fresh, path);
  } catch {
    // A memory that cannot be kept costs requests next time.
  }
}
