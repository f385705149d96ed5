import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The tests of the core alone, with short property runs: what `npm run mutate` runs for a mutant. */
export default defineConfig({
  resolve: {
    alias: {
      'fast-check': fileURLToPath(new URL('test/mutation/capped-fast-check.ts', import.meta.url)),
    },
  },
  test: {
    include: ['src/core/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    testTimeout: 20_000,
  },
});
