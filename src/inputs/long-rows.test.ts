import { describe, expect, it } from 'vitest';
import type { ModelPortfolio } from '../core/account/model-portfolio.ts';
import { describeProblem } from '../core/units/problem.ts';
import { ratio } from '../core/units/ratio.ts';
import { readPortfolios } from './read-portfolios.ts';

const read = (text: string, names: readonly string[] = ['A', 'B']) =>
  readPortfolios(text, 'portfolios.csv', names);

const problemsOf = (text: string, names?: readonly string[]) => {
  const result = read(text, names);
  return result.ok ? [] : result.problems;
};

const sentences = (text: string, names?: readonly string[]) =>
  problemsOf(text, names).map(describeProblem);

const HEADER = 'portfolio,symbol,target_pct\n';
const B = 'B,VTI,100\n';

const one: readonly ModelPortfolio[] = [
  {
    name: 'A',
    holdings: [
      { symbol: 'VTI', weight: ratio('0.605') },
      { symbol: 'BND', weight: ratio('0.395') },
    ],
    cash: ratio('0'),
  },
];

describe('a long portfolios file', () => {
  it.each([
    ['a row for each ETF', `${HEADER}A,VTI,60.5\nA,BND,39.5\n`],
    ['percent signs', `${HEADER}A,VTI,60.5%\nA,BND,39.5 %\n`],
    ['its columns in another order', 'target_pct,symbol,portfolio\n60.5,VTI,A\n39.5,BND,A\n'],
    ['names in another case', 'Portfolio,SYMBOL,Target_Pct\na,vti,60.5\nA,Bnd,39.5\n'],
    [
      'extra columns',
      'note,portfolio,symbol,target_pct,min_lot,exchange,note\n"x, y",A,VTI,60.5,1,ARCA,\n,A,BND,39.5,,,z\n',
    ],
    ['a column ETF that is ignored', 'ETF,portfolio,symbol,target_pct\nx,A,VTI,60.5\ny,A,BND,39.5'],
    ['semicolons and decimal commas', 'portfolio;symbol;target_pct\nA;VTI;60,5\nA;BND;39,5\n'],
    ['comments and blank lines', `# mine\n\n${HEADER}A,VTI,60.5\n# bonds\n,,\nA,BND,39.5\n`],
  ])('may have %s', (_, text) => {
    expect(read(text, ['A'])).toEqual({ ok: true, value: one });
  });

  it('keeps an ETF of 0, which is managed and not wanted', () => {
    const result = read(`${HEADER}A,VTI,100\nA,OLD,0\n`, ['A']);
    expect(result.ok && result.value[0]?.holdings).toContainEqual({
      symbol: 'OLD',
      weight: ratio('0'),
    });
  });

  it('has one row for a symbol in each model portfolio', () => {
    expect(sentences(`${HEADER}A,VTI,50\nA,BND,50\nA,vti,50\n${B}`)).toEqual([
      'portfolios.csv:4 VTI, A: VTI a second time; it stands on line 2 too; expected each symbol in one row. Delete line 2 or line 4, or join the two.',
    ]);
    expect(problemsOf(`${HEADER}A,VTI,100\n${B}`)).toEqual([]);
  });

  it('that repeats a symbol with 0 still has a sum', () => {
    expect(problemsOf(`${HEADER}A,VTI,90\nA,VTI,0\n${B}`).map(({ code }) => code)).toEqual([
      'portfolios.sum',
      'portfolios.duplicate',
    ]);
  });

  it('names no portfolio that the settings do not know, and says so once', () => {
    expect(sentences(`${HEADER}A,VTI,100\n${B}C,VTI,50\nC,BND,50\n,X,1\n`)).toEqual([
      'portfolios.csv:4: the portfolio "C", and in 1 more row; expected A or B. Correct the name, or give it a weight in [models].',
      'portfolios.csv:6: no portfolio; expected A or B. Correct the name, or give it a weight in [models].',
    ]);
    expect(problemsOf(`${HEADER}SMRUF,VTI,100\n`, ['smurf'])).toMatchObject([
      { fix: 'Give it its ETFs, or delete it here and in [models].' },
      { fix: 'Did you mean smurf? Correct the name, or give it a weight in [models].' },
    ]);
  });

  it('has rows for each model portfolio of the settings', () => {
    expect(sentences(`${HEADER}A,VTI,100\n`)).toEqual([
      'portfolios.csv:1 B: no row; expected at least one ETF above 0%. Give it its ETFs, or delete it here and in [models].',
    ]);
  });

  it('points to the first row of a model portfolio that does not add up', () => {
    expect(sentences(`${HEADER}${B}A,VTI,60\nA,BND,39.98\n`)).toEqual([
      'portfolios.csv:3 A: rows that add up to 99.98%, CASH included; expected 100% +/- 0.01. Add 0.02% to its rows.',
    ]);
    expect(problemsOf(`${HEADER}${B}A,VTI,60\nA,BND,39.99\n`)).toEqual([]);
  });

  it.each([
    ['A,VTI,', 'no percentage'],
    ['A,VTI,x', '"x"'],
    ['A,VTI,nan', '"nan"'],
    ['A,VTI,-5', '"-5"'],
  ])('refuses the cell of %j', (row, found) => {
    expect(problemsOf(`${HEADER}${B}${row}\n`)).toMatchObject([
      { code: 'portfolios.percent', where: 'portfolios.csv:3 VTI, A', found },
    ]);
  });

  it('refuses a row without a symbol or of another width', () => {
    expect(problemsOf(`${HEADER}${B}A,,100\nA,VTI\n`)).toMatchObject([
      { code: 'portfolios.symbol', where: 'portfolios.csv:3' },
      { code: 'portfolios.syntax', where: 'portfolios.csv:4', found: '2 cells' },
    ]);
  });

  it('gives up on a file of nothing but faults', () => {
    const problems = problemsOf(HEADER + 'A,VTI,x\n'.repeat(5000));
    expect(problems.length).toBeLessThan(1010);
    expect(problems.at(-1)?.found).toBe('more than 1000 problems up to here');
  });
});

describe('the CASH row of a long file', () => {
  it.each([
    [
      '5',
      'Use the wide shape, where CASH may be positive, and lower the rows of its ETFs to match; or delete the CASH row, so that its ETFs alone are 100%.',
    ],
    ['0', 'Delete the CASH row.'],
  ])('may not be %s', (cell, fix) => {
    const asset = 100 - Number(cell);
    expect(problemsOf(`${HEADER}${B}A,VTI,${asset}\nA,CASH,${cell}\n`)).toMatchObject([
      { code: 'portfolios.percent', where: 'portfolios.csv:4 CASH, A', fix },
    ]);
  });

  it('is checked when it borrows, which nobody allowed', () => {
    expect(problemsOf(`${HEADER}${B}A,VTI,150\nA,CASH,-50\n`)).toMatchObject([
      { code: 'portfolios.borrowing', where: 'portfolios.csv:4 CASH, A' },
    ]);
    expect(problemsOf(`${HEADER}${B}A,VTI,149\nA,cash,-50\n`).map(({ code }) => code)).toEqual([
      'portfolios.sum',
      'portfolios.borrowing',
    ]);
  });

  it('stands once in a model portfolio', () => {
    expect(problemsOf(`${HEADER}${B}A,VTI,150\nA,CASH,-25\nA,CASH,-25\n`)).toMatchObject([
      { code: 'portfolios.borrowing' },
      { code: 'portfolios.borrowing' },
      { code: 'portfolios.duplicate', expected: 'at most one CASH row' },
    ]);
  });
});

describe('the header of a long file', () => {
  it.each([
    ['portfolio,symbol\nA,VTI\n', 'Add the column target_pct.'],
    ['symbol,target_pct\nVTI,100\n', 'Add the column portfolio.'],
    ['target_pct\n100\n', 'Add the column portfolio.'],
    ['portfolio,symbol,target_pct,Symbol\nA,VTI,100,VTI\n', 'Delete all but one of them.'],
  ])('%j', (text, fix) => {
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({ code: 'portfolios.columns', where: 'portfolios.csv:1', fix });
  });

  it('without rows is not an order to sell everything', () => {
    expect(problemsOf(HEADER)).toMatchObject([
      { code: 'portfolios.empty', found: 'a header and no rows' },
    ]);
  });

  it('may be the header of a wide file whose model portfolios have these names', () => {
    const names = ['portfolio', 'symbol', 'target_pct'];
    const text = 'ETF,portfolio,symbol,target_pct\nVTI,100,100,100\n';
    expect(read(text, names).ok).toBe(true);
  });
});
