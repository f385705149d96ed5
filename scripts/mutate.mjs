// The mutation tests of the pure core: changes it in thousands of small ways and looks whether its
// tests notice. Prints a table and fails when a folder is below its bar. Files or folders may be named:
//     npm run mutate
//     npm run mutate -- src/core/prices src/core/plan/costs.ts
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import process from 'node:process';

/** In percent. Where orders are sized and priced a test is asked to notice more. */
const BAR = 80;
const HIGH_BAR = 90;
const HIGH = ['src/core/plan', 'src/core/prices/limit-price.ts'];

const named = process.argv.slice(2).map((path) => path.replace(/\/$/, ''));
const globs = named.flatMap((path) =>
  statSync(path).isDirectory() ? [`${path}/**/*.ts`, `!${path}/**/*.test.ts`] : [path],
);
const scope = named.length > 0 ? ['--mutate', globs.join(',')] : [];
const run = spawnSync('stryker', ['run', ...scope], { stdio: 'inherit' });
if (run.status !== 0) process.exit(run.status ?? 1);

/** Mutants of each folder, and of a file with a bar of its own, by what became of them. */
const counts = new Map();
const { files } = JSON.parse(readFileSync('coverage/mutation.json', 'utf8'));
for (const [file, { mutants }] of Object.entries(files)) {
  const place = HIGH.includes(file) ? file : posix.dirname(file);
  const count = counts.get(place) ?? {
    Killed: 0,
    Timeout: 0,
    Survived: 0,
    NoCoverage: 0,
    Ignored: 0,
  };
  for (const { status } of mutants) count[status] = (count[status] ?? 0) + 1;
  counts.set(place, count);
}

console.log('\n| place | noticed | survived | not reached | left out | score | bar |');
console.log('| --- | --: | --: | --: | --: | --: | --: |');
const low = [];
for (const [place, count] of [...counts].sort()) {
  const noticed = count.Killed + count.Timeout;
  const all = noticed + count.Survived + count.NoCoverage;
  // Down, so that nothing reaches its bar by rounding.
  const score = all === 0 ? 100 : Math.floor((1000 * noticed) / all) / 10;
  const bar = HIGH.includes(place) ? HIGH_BAR : BAR;
  if (score < bar) low.push(place);
  const cells = [noticed, count.Survived, count.NoCoverage, count.Ignored, `${score}%`, `${bar}%`];
  console.log(`| ${[`\`${place}\``, ...cells].join(' | ')} |`);
}
if (low.length > 0) {
  console.log(`\nBelow the bar: ${low.join(', ')}`);
  process.exitCode = 1;
}
