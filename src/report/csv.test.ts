import { expect, it } from 'vitest';
import { safeText, writeCsv } from './csv.ts';

it('has exactly the columns asked for, in their order, and empty cells for what a row lacks', () => {
  const rows = [{ b: '2', a: '1' }, { a: 'x, "y"' }];
  expect(writeCsv(['a', 'b', 'c'], rows)).toBe('a,b,c\n1,2,\n"x, ""y""",,\n');
});

it.each([
  ['=HYPERLINK("x")', `'=HYPERLINK("x")`],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1+1', "' =1+1"],
  ['two\r\nlines', 'two lines'],
  ['VANGUARD TOTAL BOND', 'VANGUARD TOTAL BOND'],
])('text from outside, %j, is safe to open in a spreadsheet', (text, safe) => {
  expect(safeText(text)).toBe(safe);
});

it('numbers stay numbers, negative ones too', () => {
  expect(writeCsv(['drift'], [{ drift: '-1.25' }])).toBe('drift\n-1.25\n');
});
