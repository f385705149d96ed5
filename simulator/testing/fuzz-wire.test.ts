import { expect, test } from 'vitest';
import { runLife } from '../../bench/wire-fuzz/run-life.ts';

/** A slice of `npm run fuzz:wire`, which sends a million. */
test.each([1, 2])(
  'seed %i: 1,500 malformed, cut, oversized and fragmented messages disturb nobody',
  async (seed) => {
    const counts = await runLife({ seed, from: 0, count: 1_500, checkEvery: 25 });
    expect(counts.message + counts.stream + counts.opening).toBe(1_500);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(5);
  },
);
