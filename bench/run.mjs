// Bundles one of the programs beside it and runs it: Node 20 cannot run TypeScript. The heap is held
// to what the program is allowed, so that too much memory ends it and is not only reported.
//     node bench/run.mjs fuzz-input --cases 1000
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, URL } from 'node:url';

const [name, ...args] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'bench-'));
try {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    banner: {
      // Some bundled packages are CommonJS and call require for Node's own modules.
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  const options = ['--enable-source-maps', '--max-old-space-size=300', outfile, ...args];
  const { status, signal } = spawnSync(process.execPath, options, { stdio: 'inherit' });
  if (signal !== null) process.stderr.write(`${name} was ended by ${signal}\n`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
