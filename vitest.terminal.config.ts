import { defineConfig } from 'vitest/config';

/** Tests that drive the program in a real terminal, by tmux: `npm run test:terminal`. */
export default defineConfig({
  test: {
    include: ['test/terminal/**/*.test.ts'],
    globalSetup: 'test/build-first.ts',
    testTimeout: 60_000,
    // One terminal after the other: what is seen depends on when it is looked at.
    fileParallelism: false,
  },
});
