import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * Makes a folder with those above it; fails with the system's own error. The path is made absolute
 * first: with a relative one and a working folder that somebody has deleted, Node tries for ever.
 */
export function makeFolder(path: string, mode?: number): void {
  mkdirSync(resolve(path), { recursive: true, ...(mode !== undefined && { mode }) });
}
