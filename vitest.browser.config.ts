import { defineConfig } from 'vitest/config';

/** Tests that look at reports with a real browser: `npm run test:browser`. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
