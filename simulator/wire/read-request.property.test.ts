import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRequest } from './read-request.ts';
import { requestNames } from './request-ids.ts';

const field = fc.oneof(
  fc.constantFrom('', '0', '1', '2', '-1', '7', 'BAG', 'PEG BEST', '2147483647', '1e5', '0.5'),
  fc.string({ maxLength: 6 }),
);

test('whatever comes is read as some request, and never throws', () => {
  const id = fc.oneof(
    fc.constantFrom(...requestNames.keys()).map(String),
    fc.string({ maxLength: 4 }),
  );
  const property = fc.property(
    id,
    fc.array(field, { maxLength: 130 }),
    fc.integer({ min: 151, max: 200 }),
    (first, rest, version) => {
      expect(readRequest([first, ...rest], version).kind).toBeTypeOf('string');
    },
  );
  fc.assert(property, { numRuns: 2_000, seed: 20260413 });
});
