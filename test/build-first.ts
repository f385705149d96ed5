import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The tests of the command line run what a user runs: the bundle, made from the sources as they are. */
export default function buildFirst(): void {
  execFileSync(process.execPath, [join(import.meta.dirname, '../scripts/build.mjs')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
