/*
 * fast-check with short runs. A mutant that a law can kill dies within its first cases; the long
 * runs would only make a survivor expensive.
 */
import fc from '../../node_modules/fast-check/lib/fast-check.js';

export * from '../../node_modules/fast-check/lib/fast-check.js';

const MOST_RUNS = 150;

interface Runs {
  readonly numRuns?: number;
}

function capped<Parameters extends Runs>(parameters: Parameters | undefined): Parameters {
  const numRuns = Math.min(parameters?.numRuns ?? MOST_RUNS, MOST_RUNS);
  return { ...parameters, numRuns } as Parameters;
}

export default {
  ...fc,
  assert: (property: never, parameters?: Runs) => fc.assert(property, capped(parameters)),
  sample: (generator: never, parameters?: Runs | number) =>
    fc.sample(
      generator,
      capped(typeof parameters === 'number' ? { numRuns: parameters } : parameters),
    ),
};
