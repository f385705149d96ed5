import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DriftMeasure, RunMeasure, RunMeasures } from '../ports.ts';
import { makeFolder } from './make-folder.ts';
import { usd } from './saved-run-form.ts';
import { Damage, instant, integer, optional, record, text } from './stored-form.ts';
import { writeAtomically } from './write-atomically.ts';

/** Says what the file is, and in which form, before anything else in it is believed. */
const HEAD = 'measure of ibkr-etf-rebalancer';
const VERSION = 1;

const drift = record<DriftMeasure>({ netLiq: usd, investable: usd, totalDrift: usd });
const measureForm = record<RunMeasure>({
  runId: text,
  accountId: text,
  startedAt: instant,
  before: drift,
  after: optional(drift),
});
const outerForm = record<{ what: string; version: number; run: unknown }>({
  what: text,
  version: integer,
  run: { write: (value) => value, read: (value) => value },
});

/**
 * What runs have changed, one small file each: `history/<account>/<time>_<run>.json` in the state
 * folder. Readable by their owner only. They are kept as long as the journals beside them.
 */
export function measureFiles(stateFolder: string): RunMeasures {
  const folderOf = (accountId: string): string => join(stateFolder, 'history', accountId);
  return {
    keep(measure) {
      const folder = folderOf(measure.accountId);
      makeFolder(folder, 0o700);
      const stamp = new Date(measure.startedAt).toISOString().replace(/[-:.]/g, '');
      const saved = { what: HEAD, version: VERSION, run: measureForm.write(measure) };
      writeAtomically(join(folder, `${stamp}_${measure.runId}.json`), `${JSON.stringify(saved)}\n`);
    },
    all(accountId) {
      const folder = folderOf(accountId);
      return namesIn(folder).flatMap((name) => read(join(folder, name), accountId) ?? []);
    },
  };
}

/** One that is damaged, or in a form of another version, is a gap in a chart and nothing more. */
function read(path: string, accountId: string): RunMeasure | undefined {
  try {
    const { what, version, run } = outerForm.read(JSON.parse(readFileSync(path, 'utf8')), '');
    if (what !== HEAD || version !== VERSION) return undefined;
    const measure = measureForm.read(run, '.run');
    return measure.accountId === accountId ? measure : undefined;
  } catch (error) {
    if (error instanceof Damage || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
}
