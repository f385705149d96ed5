import { expect, it } from 'vitest';
import { inFileOrder, problemAt } from './located-problem.ts';
import { quoted } from './quoted.ts';

const words = { found: 'x', expected: 'y', fix: 'Z.' };

it('says file, line and what stands there', () => {
  const where = (place: Parameters<typeof problemAt>[0]) =>
    problemAt(place, 'portfolios.sum', words).problem.where;
  expect(where({ file: 'p.csv', line: 7, what: 'VTI' })).toBe('p.csv:7 VTI');
  expect(where({ file: 'p.csv', line: 7 })).toBe('p.csv:7');
  expect(where({ file: 'p.csv', what: '[models]' })).toBe('p.csv [models]');
});

it('puts problems in the order of the file, those of the whole file last', () => {
  const at = (line?: number) => problemAt({ file: 'f', line }, 'portfolios.sum', words);
  const order = inFileOrder([at(), at(9), at(), at(2)]).map(({ where }) => where);
  expect(order).toEqual(['f:2', 'f:9', 'f', 'f']);
});

it('lets no control character of a file reach the terminal', () => {
  const { problem } = problemAt({ file: 'f', line: 1, what: 'a\u001b[31m' }, 'portfolios.sum', {
    ...words,
    fix: 'Delete\u0007.',
  });
  expect(problem.where).toBe('f:1 a\\u{1b}[31m');
  expect(problem.fix).toBe('Delete\\u{7}.');
});

it('cuts what is long', () => {
  expect(quoted('a'.repeat(200))).toBe(`"${'a'.repeat(60)}…"`);
  expect(quoted('a'.repeat(60))).toBe(`"${'a'.repeat(60)}"`);
});
