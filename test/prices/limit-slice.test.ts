import { expect, it } from 'vitest';
import { brokenLimitLaws, limitCase } from '../../bench/limit-fuzz.ts';

it('31 to 35: 20,000 random markets get limits that keep every law', () => {
  const seed = 7_801;
  for (let caseNumber = 0; caseNumber < 20_000; caseNumber += 1) {
    const each = limitCase(seed, caseNumber);
    const broken = brokenLimitLaws(each);
    if (broken.length > 0) expect({ seed, caseNumber, broken }).toBe('no law broken');
  }
});

it('a case is made from its seed and its number alone', () => {
  expect(limitCase(1, 5)).toEqual(limitCase(1, 5));
  expect(limitCase(1, 5)).not.toEqual(limitCase(2, 5));
});
