import { describe, expect, it } from 'vitest';
import { readCsv } from './read-csv.ts';

const rowsOf = (text: string) => readCsv(text).rows.map(({ line, cells }) => [line, ...cells]);

describe('readCsv', () => {
  it.each([
    ['LF', 'ETF,A\nVTI,1\n'],
    ['CRLF', 'ETF,A\r\nVTI,1\r\n'],
    ['CR', 'ETF,A\rVTI,1\r'],
    ['no end of the last line', 'ETF,A\nVTI,1'],
    ['a byte order mark', '\uFEFFETF,A\nVTI,1\n'],
    ['blanks around cells', ' ETF ,\tA\n  VTI, 1  \n'],
    ['quoted cells', '"ETF","A"\n"VTI"," 1 "\n'],
  ])('reads a table with %s', (_, text) => {
    expect(rowsOf(text)).toEqual([
      [1, 'ETF', 'A'],
      [2, 'VTI', '1'],
    ]);
  });

  it('leaves out blank lines, comments and rows of empty cells, and keeps the count of lines', () => {
    const text = '\uFEFF# "top\n\n  # more, of it\r\nETF,A\n \t \n,,\n"",\nVTI,1\r\r\n\nVOO,2';
    expect(rowsOf(text)).toEqual([
      [4, 'ETF', 'A'],
      [8, 'VTI', '1'],
      [11, 'VOO', '2'],
    ]);
  });

  it('gives a row of several lines the line it begins on', () => {
    expect(rowsOf('a,"b\nc"\nd,e')).toEqual([
      [1, 'a', 'b\nc'],
      [3, 'd', 'e'],
    ]);
  });

  it.each([
    ['semicolons', 'ETF;A\nVTI;33,5\n', ';'],
    ['tabs', 'ETF\tA\nVTI\t33,5\n', '\t'],
    ['semicolons after a comment with commas', '# a, b, c\n;;\n"ETF";"A"\nVTI;33,5', ';'],
    ['commas, with a semicolon in a quoted name', 'ETF,"A;;B"\nVTI,"33,5"', ','],
  ])('finds out that a table has %s', (_, text, separator) => {
    const table = readCsv(text);
    expect(table.separator).toBe(separator);
    expect(table.rows.at(-1)?.cells).toEqual(['VTI', '33,5']);
  });

  it('keeps empty cells between tabs', () => {
    expect(rowsOf('ETF\tA\tB\n\t\t\nVTI\t\t1\n')).toEqual([
      [1, 'ETF', 'A', 'B'],
      [3, 'VTI', '', '1'],
    ]);
  });

  it('leaves out a comment that a spreadsheet put into quotes', () => {
    expect(rowsOf('"# a, b",,\nETF,A\n"#VOO, later",\nVTI,1')).toEqual([
      [2, 'ETF', 'A'],
      [4, 'VTI', '1'],
    ]);
  });

  it('gives up on a text that is no table', () => {
    const table = readCsv(`ETF,A\n${'x\n'.repeat(9000)}`);
    expect(table.unevenAt).toBe(2002);
    expect(table.rows).toHaveLength(2001);
  });

  it('leaves the number of cells to its caller', () => {
    expect(rowsOf('a,b\nc\nd,e,f')).toEqual([
      [1, 'a', 'b'],
      [2, 'c'],
      [3, 'd', 'e', 'f'],
    ]);
  });

  it.each([
    ['a quote that never closes', 'a,b\n\n# x\nc,"d\ne,f\ng,h', 4],
    ['a quote that closes on the next line', 'a,b\nc,"d\n"e",f', 2],
    ['a quote inside a cell', 'a,b\nc,3"3\ne,f', 2],
    ['text after a quote', 'a,b\nc,"3"3\ne,f', 2],
    ['a quote alone', '"', 1],
  ])('names the row with %s', (_, text, line) => {
    const table = readCsv(text);
    expect(table.brokenAt).toBe(line);
    expect(table.rows.length).toBe(text === '"' ? 0 : 1);
  });

  it.each(['', '\n\n', '\uFEFF', '# nothing', ',,\n,,'])('finds no rows in %j', (text) => {
    expect(readCsv(text)).toMatchObject({ rows: [], brokenAt: undefined });
  });
});
