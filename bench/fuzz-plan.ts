/*
 * `npm run fuzz:plan -- --cases N --seed S` plans random accounts and holds every plan against the
 * laws of PLANNING A.9. Cases are made in blocks, each from the seed and its number alone, so
 * `--case I --seed S` makes one again and prints it. Ends with 1 when a law is broken.
 */
import fc from 'fast-check';
import { anyExample } from '../src/core/testing/any-account.ts';
import type { Example } from '../src/core/testing/example-account.ts';
import { caseOf, LAWS } from '../src/core/testing/laws.ts';
import { ordersOf } from '../src/core/testing/plan-laws.ts';

const BLOCK = 500;
const MOST_SHOWN = 20;

/** What all cases together came to. */
interface Tally {
  plans: number;
  refused: number;
  sells: number;
  buys: number;
  cut: number;
  readonly broken: string[];
}

function numberAfter(flag: string, otherwise: number): number {
  const at = process.argv.indexOf(flag);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function block(seed: number, number: number): readonly Example[] {
  // Neighbouring seeds give unlike samples: the generator mixes them first.
  return fc.sample(anyExample, { seed: seed * 1_000_003 + number, numRuns: BLOCK });
}

function tryCase(example: Example, caseNumber: number, tally: Tally): void {
  const each = caseOf(example);
  if (each === undefined) {
    tally.refused += 1;
    return;
  }
  tally.plans += 1;
  tally.sells += each.plan.sells.length;
  tally.buys += each.plan.buys.length;
  if (each.plan.lines.some(({ reasons }) => reasons.some(({ kind }) => kind === 'cut'))) {
    tally.cut += 1;
  }
  for (const law of LAWS) {
    if (!law.holds(each)) tally.broken.push(`case ${caseNumber}: ${law.name}`);
  }
}

function main(): void {
  const cases = numberAfter('--cases', 20_000);
  const seed = numberAfter('--seed', 20_261_121);
  const one = numberAfter('--case', -1);
  if (one >= 0) {
    const example = block(seed, Math.floor(one / BLOCK))[one % BLOCK];
    const shown = (_: string, value: unknown): unknown =>
      typeof value === 'bigint' ? `${value}n` : value;
    say(JSON.stringify(example, shown, 1));
    const each = example === undefined ? undefined : caseOf(example);
    if (each === undefined) return;
    for (const { side, quantity, symbol } of ordersOf(each.plan))
      say(`${side} ${quantity} ${symbol}`);
    for (const law of LAWS) if (!law.holds(each)) say(`broken: ${law.name}`);
    return;
  }
  const tally: Tally = { plans: 0, refused: 0, sells: 0, buys: 0, cut: 0, broken: [] };
  const startedAt = performance.now();
  for (let first = 0; first < cases; first += BLOCK) {
    const examples = block(seed, first / BLOCK).slice(0, cases - first);
    for (const [at, example] of examples.entries()) {
      try {
        tryCase(example, first + at, tally);
      } catch (error) {
        const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
        tally.broken.push(`case ${first + at}: ${words}`);
      }
    }
    if (tally.broken.length >= MOST_SHOWN) break;
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`cases    ${tally.plans + tally.refused}, seed ${seed}, ${seconds} s`);
  say(
    `plans    ${tally.plans} with ${tally.sells} sells and ${tally.buys} buys; a row cut ${tally.cut}`,
  );
  say(`refused  ${tally.refused}: such accounts cannot be planned`);
  say(`laws     ${LAWS.length}, broken ${tally.broken.length} times`);
  for (const each of tally.broken.slice(0, MOST_SHOWN)) say(`  ${each}`);
  process.exitCode = tally.broken.length === 0 ? 0 : 1;
}

main();
