import { expect, it } from 'vitest';
import { foldFor, foldLines } from './fold-lines.ts';

it.each([
  ['a line that fits', 'one two', 'one two'],
  ['a line that is as wide as the terminal', 'one two 34', 'one two 34'],
  ['a wider line, between two words', 'one two three', 'one two\n  three'],
  ['an indented one, below itself', ' one two three', ' one two\n   three'],
  ['each line by itself', 'a\none two three\nb', 'a\none two\n  three\nb'],
  [
    'a word wider than the terminal, which stays whole',
    'a /one/two/three b',
    'a\n  /one/two/three\n  b',
  ],
  [
    'colours, which have no width',
    '\u001b[31mone two 34\u001b[39m',
    '\u001b[31mone two 34\u001b[39m',
  ],
])('folds %s', (_, text, folded) => {
  expect(foldLines(text, 10)).toBe(folded);
});

it('leaves everything as it is where nobody looks at it', () => {
  expect(foldFor({ columns: 10 }, 'one two three')).toBe('one two three');
  expect(foldFor({ isTTY: true, columns: 10 }, 'one two three')).toBe('one two\n  three');
  // Some terminals do not know how wide they are.
  expect(foldFor({ isTTY: true, columns: 0 }, 'one two three')).toBe('one two three');
});
