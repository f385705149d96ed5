/*
 * `npm run fuzz:limit -- --cases N --seed S` prices orders in random markets and holds each limit
 * against the laws of PLANNING A.9-31 to 35. A case is made from the seed and its number alone.
 */
import { brokenLimitLaws, limitCase } from './limit-fuzz.ts';

function numberAfter(flag: string, otherwise: number): number {
  const at = process.argv.indexOf(flag);
  return at === -1 ? otherwise : Number(process.argv[at + 1]);
}

const seed = numberAfter('--seed', 1);
const cases = numberAfter('--cases', 500_000);
const startedAt = performance.now();
const failures: string[] = [];
for (let caseNumber = 0; caseNumber < cases; caseNumber += 1) {
  const each = limitCase(seed, caseNumber);
  for (const law of brokenLimitLaws(each)) {
    failures.push(`case ${caseNumber}, ${each.bid} x ${each.ask} on ${each.tick}: ${law}`);
  }
}
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
const shown = failures.slice(0, 20).map((failure) => `FAILED ${failure}\n`);
process.stdout.write(
  `cases     ${cases}, seed ${seed}, ${seconds} s\nfailures  ${failures.length}\n${shown.join('')}`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
