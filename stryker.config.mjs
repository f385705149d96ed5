/*
 * Mutation tests of the pure core, run and judged by `npm run mutate` (scripts/mutate.mjs). What is
 * left out, and why, stands in docs/mutation.md.
 */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './test/mutation/words-for-people.mjs'],
  ignorers: ['words-for-people'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  mutate: ['src/core/**/*.ts', '!src/core/**/*.test.ts', '!src/core/testing/**'],
  ignoreStatic: true,
  concurrency: 1,
  incremental: true,
  incrementalFile: 'coverage/mutation-incremental.json',
  timeoutMS: 5000,
  timeoutFactor: 3,
  reporters: ['progress-append-only', 'clear-text', 'json'],
  jsonReporter: { fileName: 'coverage/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: 'coverage/stryker',
  cleanTempDir: 'always',
};
