import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { writeCompletely } from './write-completely.ts';

/** Whoever reads at this moment, or after a crash, sees the whole file or none. */
export function writeAtomically(path: string, content: string): void {
  const fresh = `${path}.${process.pid}`;
  const file = openSync(fresh, 'w', 0o600);
  try {
    writeCompletely(file, fresh, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}
