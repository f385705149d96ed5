// Bundles the two commands into dist/. The broker client stays outside the bundle: it is loaded
// only when a connection is made, so that help and offline work start fast.
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { rebalance: 'src/main.ts', 'tws-sim': 'simulator/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: ['@stoqey/ib'],
  banner: {
    // Some bundled packages are CommonJS and call require for Node's own modules.
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  legalComments: 'none',
  logLevel: 'warning',
});
