// Every benchmark, one after the other, and docs/benchmarks.md with what they measured.
//     npm run bench [-- --only preview]
// With --only it measures one of them and shows its figures; the page stays as it is.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { textAfter } from './arguments.ts';
import { benchmarksPage, type Measurement } from './benchmarks-page.ts';
import { BENCHMARKS, type Benchmark } from './benchmarks.ts';
import type { Figure } from './figures.ts';

const PAGE = 'docs/benchmarks.md';
const only = textAfter('--only');
const chosen = BENCHMARKS.filter(({ program }) => only === undefined || program === only);
const folder = mkdtempSync(join(tmpdir(), 'benchmarks-'));

/** Runs one, which shows what it does, and reads the figures that it kept. */
function measure({ command, program, args }: Benchmark): readonly Figure[] | undefined {
  const path = join(folder, `${program}.json`);
  const at = chosen.findIndex((each) => each.program === program) + 1;
  process.stdout.write(`\n[${at} of ${chosen.length}] ${command} ${args.join(' ')}\n`);
  const startedAt = performance.now();
  spawnSync(process.execPath, ['bench/run.mjs', program, ...args, '--figures', path], {
    stdio: 'inherit',
  });
  process.stdout.write(`took ${Math.round((performance.now() - startedAt) / 1000)} s\n`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Figure[]) : undefined;
}

function conditions(): readonly string[] {
  const [processor] = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  const committed = execFileSync('git', ['log', '-1', '--format=%cs, %h']).toString().trim();
  return [
    `machine: ${cpus().length} processors (${processor?.model ?? 'of a kind that does not say'}), ${gigabytes} GB, ${process.platform} ${process.arch}`,
    `load average before: ${loadavg()
      .map((load) => load.toFixed(2))
      .join(', ')}`,
    `node ${process.version}`,
    `commit of ${committed}`,
  ];
}

try {
  const before = conditions();
  const benchmarks: Measurement['benchmarks'] = chosen.map((benchmark) => ({
    benchmark,
    figures: measure(benchmark),
  }));
  const page = benchmarksPage({ conditions: before, benchmarks });
  if (only === undefined) {
    writeFileSync(PAGE, page);
    execFileSync(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', PAGE]);
    process.stdout.write(`\n${PAGE} is written.\n`);
  }
  if (!page.includes('Every bar holds.')) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
