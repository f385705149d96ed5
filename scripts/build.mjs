// Bundles the two commands into dist/. The broker client is a piece of its own: it is loaded only
// when a connection is made, so that help and offline work start fast, and as one file, which takes
// a third of the time that its many small ones take.
import { build } from 'esbuild';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { rebalance: 'src/main.ts', 'tws-sim': 'simulator/main.ts' },
  outdir: 'dist',
  // Its own default is the folder that this was started from.
  absWorkingDir: process.cwd(),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  banner: {
    // Some bundled packages are CommonJS and call require for Node's own modules.
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
});

// The licences of what is bundled ask to be handed on with it.
const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [],
  ),
);
const texts = [...packages].sort().map((folder) => {
  const { name, version, license, author } = JSON.parse(
    readFileSync(`${folder}/package.json`, 'utf8'),
  );
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined && license === undefined) {
    throw new Error(`${name} is bundled and says nothing of its licence`);
  }
  const text =
    file === undefined
      ? `License: ${license}. Author: ${author?.name ?? author ?? 'not named'}.`
      : readFileSync(`${folder}/${file}`, 'utf8').trim();
  return `${name} ${version}\n\n${text}\n`;
});
writeFileSync('dist/LICENSES.txt', texts.join(`\n${'-'.repeat(80)}\n\n`));
