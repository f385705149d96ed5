import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../core/account/contract.ts';
import { asPrice } from '../core/units/price.ts';
import type { Clock, ContractCache } from '../ports.ts';

/** A ticker can be given to another fund, so nothing is remembered for longer than this. */
const KEPT_MS = 24 * 60 * 60 * 1000;

interface Entry {
  /** When the broker was asked, ms since 1970. */
  readonly askedAt: number;
  readonly contracts: readonly StoredContract[];
}

type StoredContract = Omit<Contract, 'ticks'> & {
  readonly ticks: readonly { readonly from: string; readonly increment: string }[];
};

/**
 * Contract details in a file of the state folder, so that a second run of the day need not ask for
 * them again. It is only a memory: a file that is missing, damaged or cannot be written costs
 * requests and nothing else.
 */
export function contractCache(folder: string, clock: Clock): ContractCache {
  const path = join(folder, 'contracts.json');
  let entries: Map<string, Entry> | undefined;
  const load = (): Map<string, Entry> => (entries ??= readEntries(path));
  return {
    read(key) {
      const entry = load().get(key);
      if (entry === undefined) return undefined;
      const age = clock.now() - entry.askedAt;
      return age < 0 || age > KEPT_MS ? undefined : entry.contracts.map(restore);
    },
    write(answers) {
      for (const [key, contracts] of answers) {
        load().set(key, { askedAt: clock.now(), contracts: contracts.map(store) });
      }
      writeEntries(folder, path, load());
    },
  };
}

function store(contract: Contract): StoredContract {
  const ticks = contract.ticks.map(({ from, increment }) => ({
    from: String(from),
    increment: String(increment),
  }));
  return { ...contract, ticks };
}

function restore(contract: StoredContract): Contract {
  const ticks = contract.ticks.map(({ from, increment }) => ({
    from: asPrice(BigInt(from)),
    increment: asPrice(BigInt(increment)),
  }));
  return { ...contract, ticks };
}

function readEntries(path: string): Map<string, Entry> {
  try {
    const stored: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (!Array.isArray(stored) || !stored.every(isEntry)) return new Map();
    return new Map(stored);
  } catch {
    // Not there yet, or damaged: the broker is asked again.
    return new Map();
  }
}

function writeEntries(folder: string, path: string, entries: ReadonlyMap<string, Entry>): void {
  try {
    mkdirSync(folder, { recursive: true });
    // Another run may read at this moment: it sees the old file or the new one, never a half.
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, JSON.stringify([...entries]));
    renameSync(fresh, path);
  } catch {
    // A memory that cannot be kept costs requests next time.
  }
}

function isEntry(value: unknown): value is [string, Entry] {
  if (!Array.isArray(value) || value.length !== 2 || typeof value[0] !== 'string') return false;
  const entry: unknown = value[1];
  return (
    isRecord(entry) &&
    typeof entry['askedAt'] === 'number' &&
    Array.isArray(entry['contracts']) &&
    entry['contracts'].every(isStoredContract)
  );
}

function isStoredContract(value: unknown): boolean {
  if (!isRecord(value) || typeof value['conId'] !== 'number') return false;
  const texts = ['symbol', 'exchange', 'primaryExchange', 'currency', 'name', 'stockType'];
  const { ticks } = value;
  return (
    texts.every((key) => typeof value[key] === 'string') &&
    Array.isArray(ticks) &&
    ticks.length > 0 &&
    ticks.every((tick) => isRecord(tick) && isCount(tick['from']) && isCount(tick['increment']))
  );
}

function isCount(value: unknown): boolean {
  return typeof value === 'string' && /^\d{1,15}$/.test(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
