import { expect, it } from 'vitest';
import { portfoliosOf } from './starter-files.ts';

it('gives thirds that add up to exactly 100%', () => {
  const third = (symbol: string) => ({ symbol, value: 7n });
  expect(portfoliosOf([third('AA'), third('BB'), third('CC')], 'Thirds.')).toEqual({
    text: '# Thirds.\nETF,MAIN\nAA,33.3334%\nBB,33.3333%\nCC,33.3333%\n',
    leftOut: [],
  });
});

it('leaves out what would be written as 0%, which would sell it', () => {
  const { text, leftOut } = portfoliosOf(
    [
      { symbol: 'AA', value: 100_000_000n },
      { symbol: 'BB', value: 1n },
    ],
    'Crumbs.',
  );
  expect(leftOut).toEqual(['BB']);
  expect(text).toBe('# Crumbs.\nETF,MAIN\nAA,100.0000%\n');
});
