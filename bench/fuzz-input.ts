/*
 * `npm run fuzz:input -- --cases N --seed S` changes right settings and portfolios files at random
 * and reads them. Each case must end in a plan or in clear problems: never in an exception, never
 * after more than two seconds, never with more than 300 MB of heap. A case is made from the seed and
 * its number alone, so `--case I --seed S` makes one again and prints it.
 */
import { getHeapStatistics } from 'node:v8';
import { fuzzCase } from './input-fuzz/mutate.ts';
import { runCase } from './input-fuzz/run-case.ts';

const MOST_MS = 2000;
const MOST_HEAP_BYTES = 300 * 1024 * 1024;

/** What all cases together came to. */
interface Tally {
  plans: number;
  trades: number;
  refused: number;
  readonly byCode: Map<string, number>;
  slowest: { readonly caseNumber: number; readonly ms: number };
  peakHeap: number;
  readonly failures: string[];
}

function numberAfter(flag: string, otherwise: number): number {
  const at = process.argv.indexOf(flag);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function tryCase(seed: number, caseNumber: number, tally: Tally): void {
  const inputs = fuzzCase(seed, caseNumber);
  const startedAt = performance.now();
  try {
    const outcome = runCase(inputs);
    if (outcome.kind === 'plan') {
      tally.plans += 1;
      tally.trades += outcome.trades;
    } else {
      tally.refused += 1;
      for (const code of new Set(outcome.problems.map((problem) => problem.code))) {
        tally.byCode.set(code, (tally.byCode.get(code) ?? 0) + 1);
      }
    }
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tally.failures.push(`case ${caseNumber}: ${words}`);
  }
  const ms = performance.now() - startedAt;
  if (ms > tally.slowest.ms) tally.slowest = { caseNumber, ms };
  if (ms > MOST_MS) tally.failures.push(`case ${caseNumber}: took ${ms.toFixed(0)} ms`);
  if (ms > 20 || caseNumber % 64 === 0) {
    const heap = getHeapStatistics().used_heap_size;
    tally.peakHeap = Math.max(tally.peakHeap, heap);
    if (heap > MOST_HEAP_BYTES)
      tally.failures.push(`case ${caseNumber}: ${megabytes(heap)} of heap`);
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(0)} MB`;
}

/** Prints everything that is needed to see a case with one's own eyes. */
function printCase(seed: number, caseNumber: number): void {
  const { settings, portfolios, environment, flags } = fuzzCase(seed, caseNumber);
  const shown = (bytes: Uint8Array): string =>
    JSON.stringify(Buffer.from(bytes).toString('latin1'));
  say(`settings.ini, byte by byte: ${shown(settings)}`);
  say(`portfolios.csv, byte by byte: ${shown(portfolios)}`);
  say(`environment: ${JSON.stringify(environment)}, flags: ${JSON.stringify([...flags])}`);
}

function report(tally: Tally, cases: number, seed: number, startedAt: number): void {
  const seconds = (performance.now() - startedAt) / 1000;
  say(`cases          ${cases}, seed ${seed}, ${seconds.toFixed(1)} s`);
  say(`plans          ${tally.plans} with ${tally.trades} trades`);
  say(`refused        ${tally.refused}`);
  for (const [code, count] of [...tally.byCode].sort(([, a], [, b]) => b - a)) {
    say(`  ${code.padEnd(28)} ${count}`);
  }
  const { slowest } = tally;
  say(`slowest case   ${slowest.ms.toFixed(1)} ms, case ${slowest.caseNumber}`);
  const resident = process.resourceUsage().maxRSS * 1024;
  say(`peak memory    ${megabytes(tally.peakHeap)} of heap, ${megabytes(resident)} resident`);
  say(`failures       ${tally.failures.length}`);
}

const seed = numberAfter('--seed', 1);
const only = numberAfter('--case', -1);
const from = only === -1 ? 0 : only;
const cases = only === -1 ? numberAfter('--cases', 100_000) : 1;
const startedAt = performance.now();
const tally: Tally = {
  plans: 0,
  trades: 0,
  refused: 0,
  byCode: new Map(),
  slowest: { caseNumber: -1, ms: 0 },
  peakHeap: 0,
  failures: [],
};
if (only !== -1) printCase(seed, only);
for (let caseNumber = from; caseNumber < from + cases; caseNumber += 1) {
  tryCase(seed, caseNumber, tally);
  if (caseNumber > from && caseNumber % 50_000 === 0) say(`... case ${caseNumber}`);
}
report(tally, cases, seed, startedAt);
for (const failure of tally.failures.slice(0, 20)) {
  say(
    `\nFAILED ${failure}\nTo see it: npm run fuzz:input -- --seed ${seed} --case ${failure.slice(5, failure.indexOf(':'))}`,
  );
}
process.exitCode = tally.failures.length === 0 ? 0 : 1;
