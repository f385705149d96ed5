/*
 * Mutation tests of the pure core: `npm run mutate`, or `npm run mutate -- --mutate "src/core/prices/*.ts"`.
 * The bars of this project: 90% in plan and prices, 80% in the rest of the core.
 */
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts', related: true },
  coverageAnalysis: 'perTest',
  mutate: [
    'src/core/**/*.ts',
    '!src/core/**/*.test.ts',
    '!src/core/testing/**',
    // Words for people: a changed letter is no fault that a test should hold.
    '!src/core/units/problem.ts',
  ],
  // A message may be worded otherwise without being wrong; its code and place are tested.
  mutator: { excludedMutations: ['StringLiteral'] },
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 5000,
  timeoutFactor: 3,
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: 'coverage/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: 'coverage/stryker',
  cleanTempDir: 'always',
};
