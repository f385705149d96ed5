import { expect, it } from 'vitest';
import { bugProblem } from './bug-problem.ts';

it('a bug is told with its place and with all that is known of it', () => {
  const error = new Error('a rule was broken');
  expect(bugProblem('report', error)).toMatchObject({
    code: 'internal.bug',
    where: 'report',
    found: error.stack,
  });
  expect(bugProblem('report', 'only words').found).toBe('only words');
});
