import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'simulator/**/*.test.ts', 'test/**/*.test.ts'],
    // These need a browser, a terminal, the package registry or real time: npm run test:browser,
    // test:terminal, test:package, test:socket.
    exclude: ['test/browser/**', 'test/terminal/**', 'test/package/**', 'test/socket/**'],
    globalSetup: 'test/build-first.ts',
    // Two cores: more workers only get in each other's way.
    maxWorkers: 2,
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      reporter: ['text-summary', 'json'],
      include: ['src/**/*.ts', 'simulator/**/*.ts'],
      exclude: ['**/*.test.ts', '**/testing/**', 'src/main.ts', 'simulator/main.ts'],
      thresholds: { lines: 90, branches: 80, 'src/core/**': { lines: 98, branches: 95 } },
    },
  },
});
