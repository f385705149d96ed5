import { defineConfig } from 'vitest/config';

/** Packs the program, installs it somewhere else and runs it there: `npm run test:package`. */
export default defineConfig({
  test: {
    include: ['test/package/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
