/*
 * `npm run fuzz:wire -- --cases N --seed S` sends malformed, cut, oversized and fragmented messages to
 * a simulator over real sockets. Each case must leave the simulator alive, with an answer to what is
 * asked next within five seconds and with books that add up; and another client, which asks for the
 * same things again and again, must always get the same and nothing else. A case is made from the seed
 * and its number alone. What it meets depends on the cases before it, back to the start of its life:
 * `--case I` prints one and plays its life again up to it.
 */
import { runLife, type LifeCounts } from './wire-fuzz/run-life.ts';
import { wireCase } from './wire-fuzz/mutate.ts';

/** So many cases go to one simulator, before the next one is started. */
const CASES_PER_LIFE = 5_000;
const CHECK_EVERY = 32;

function numberAfter(flag: string, otherwise: number): number {
  const at = process.argv.indexOf(flag);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function printCase(seed: number, caseNumber: number): void {
  const { kind, version, chunks, ending } = wireCase(seed, caseNumber);
  say(`case ${caseNumber}: ${kind} at version ${version}, then ${ending}`);
  for (const chunk of chunks) say(JSON.stringify(chunk.toString('latin1')));
}

function add(sum: Map<string, number>, counts: LifeCounts): void {
  for (const [name, count] of Object.entries({ ...counts })) {
    sum.set(name, (sum.get(name) ?? 0) + count);
  }
}

function reasons(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined
    ? (error.stack ?? error.message)
    : `${error.message}: ${reasons(error.cause)}`;
}

const seed = numberAfter('--seed', 1);
const only = numberAfter('--case', -1);
const cases = only === -1 ? numberAfter('--cases', 100_000) : only + 1;
const first = only === -1 ? 0 : Math.floor(only / CASES_PER_LIFE) * CASES_PER_LIFE;
const checkEvery = only === -1 ? CHECK_EVERY : 1;
const startedAt = performance.now();
const sum = new Map<string, number>();
const failures: string[] = [];

// What escapes from a socket's handler would end a simulator: here it is a failure with its stack.
process.on('uncaughtException', (error) => {
  say(`FAILED: an exception went uncaught: ${error.stack ?? error.message}`);
  process.exit(1);
});

if (only !== -1) printCase(seed, only);
for (let from = first; from < cases; from += CASES_PER_LIFE) {
  const count = Math.min(CASES_PER_LIFE, cases - from);
  try {
    add(sum, await runLife({ seed, from, count, checkEvery }));
  } catch (error) {
    failures.push(reasons(error));
  }
  if ((from / CASES_PER_LIFE) % 20 === 19) say(`... case ${from + count}`);
}
const seconds = (performance.now() - startedAt) / 1000;
const { heapUsed } = process.memoryUsage();
say(`cases          ${cases - first}, seed ${seed}, ${seconds.toFixed(1)} s`);
for (const [name, count] of sum) say(`${name.padEnd(14)} ${count}`);
say(`memory         ${(heapUsed / 1024 / 1024).toFixed(0)} MB of heap at the end`);
say(`failures       ${failures.length}`);
for (const failure of failures.slice(0, 20)) {
  const [, number = '0'] = /^case (\d+)/.exec(failure) ?? [];
  say(`\nFAILED ${failure}\nTo see it: npm run fuzz:wire -- --seed ${seed} --case ${number}`);
}
process.exitCode = failures.length === 0 ? 0 : 1;
