import { expect, it } from 'vitest';
import { fuzzCase } from '../../bench/input-fuzz/mutate.ts';
import { runCase } from '../../bench/input-fuzz/run-case.ts';

const SEED = 20_240_229;

/** A slice of `npm run fuzz:input`; the limits of time and memory are looked at there. */
it('3,000 changed settings and portfolios files each give a plan or clear problems', () => {
  const outcomes = { plan: 0, problems: 0 };
  for (let caseNumber = 0; caseNumber < 3000; caseNumber += 1) {
    try {
      outcomes[runCase(fuzzCase(SEED, caseNumber)).kind] += 1;
    } catch (error) {
      throw new Error(`npm run fuzz:input -- --seed ${SEED} --case ${caseNumber}`, {
        cause: error,
      });
    }
  }
  expect(outcomes.plan).toBeGreaterThan(300);
  expect(outcomes.problems).toBeGreaterThan(1500);
}, 60_000);

it('a case is made from its seed and number alone', () => {
  expect(fuzzCase(SEED, 77)).toEqual(fuzzCase(SEED, 77));
  expect(fuzzCase(SEED, 77)).not.toEqual(fuzzCase(SEED, 78));
  expect(fuzzCase(SEED, 77)).not.toEqual(fuzzCase(SEED + 1, 77));
});
