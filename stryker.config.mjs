/*
 * Mutation tests of the pure core, run and judged by `npm run mutate` (scripts/mutate.mjs). What is
 * left out, and why, stands in docs/mutation.md.
 */
export default {
  testRunner: 'core',
  plugins: ['./test/mutation/core-runner.mjs', './test/mutation/words-for-people.mjs'],
  ignorers: ['words-for-people'],
  coverageAnalysis: 'perTest',
  mutate: ['src/core/**/*.ts', '!src/core/**/*.test.ts', '!src/core/testing/**'],
  concurrency: 1,
  timeoutMS: 15_000,
  timeoutFactor: 3,
  reporters: ['progress-append-only', 'clear-text', 'json'],
  jsonReporter: { fileName: 'coverage/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: 'coverage/stryker',
  cleanTempDir: 'always',
};
