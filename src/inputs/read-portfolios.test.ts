import { describe, expect, it } from 'vitest';
import type { ModelPortfolio } from '../core/account/model-portfolio.ts';
import { describeProblem, exitCodeOf, type Problem } from '../core/units/problem.ts';
import { ratio } from '../core/units/ratio.ts';
import { NO_BORROWING } from './borrowing.ts';
import { readPortfolios } from './read-portfolios.ts';

const portfoliosOf = (text: string, names: readonly string[]): readonly ModelPortfolio[] => {
  const result = readPortfolios(text, 'portfolios.csv', names);
  if (!result.ok) throw new Error(result.problems.map(describeProblem).join('\n'));
  return result.value;
};

const problemsOf = (text: string, names: readonly string[] = ['A']): readonly Problem[] => {
  const result = readPortfolios(text, 'portfolios.csv', names);
  return result.ok ? [] : result.problems;
};

const sentences = (text: string, names?: readonly string[]) =>
  problemsOf(text, names).map(describeProblem);

const one: readonly ModelPortfolio[] = [
  {
    name: 'A',
    holdings: [
      { symbol: 'VTI', weight: ratio('0.6') },
      { symbol: 'BND', weight: ratio('0.4') },
    ],
    cash: ratio('0'),
  },
];

describe('a portfolios file', () => {
  it('has a column for each model portfolio and a row for each ETF', () => {
    const text = `ETF,SMURF,BADASS,GLTR
VTI,60%,0%,
BND,40%,50%,
GLD,,50%,98%
CASH,,,2%
`;
    expect(portfoliosOf(text, ['gltr', 'smurf', 'badass'])).toEqual([
      {
        name: 'gltr',
        holdings: [
          { symbol: 'VTI', weight: ratio('0') },
          { symbol: 'BND', weight: ratio('0') },
          { symbol: 'GLD', weight: ratio('0.98') },
        ],
        cash: ratio('0.02'),
      },
      {
        name: 'smurf',
        holdings: [
          { symbol: 'VTI', weight: ratio('0.6') },
          { symbol: 'BND', weight: ratio('0.4') },
          { symbol: 'GLD', weight: ratio('0') },
        ],
        cash: ratio('0'),
      },
      {
        name: 'badass',
        holdings: [
          { symbol: 'VTI', weight: ratio('0') },
          { symbol: 'BND', weight: ratio('0.5') },
          { symbol: 'GLD', weight: ratio('0.5') },
        ],
        cash: ratio('0'),
      },
    ]);
  });

  it.each([
    ['percent signs', 'ETF,A\nVTI,60%\nBND,40%\n'],
    ['plain numbers', 'ETF,A\nVTI,60\nBND,40.00\n'],
    ['blanks before the sign', 'ETF,A\nVTI,60 %\nBND,40\u00a0%\n'],
    ['blanks around cells', ' ETF , A \n VTI , 60% \n BND , 40% \n'],
    ['quoted cells', '"ETF","A"\n"VTI","60%"\n"BND"," 40 "\n'],
    ['blank lines', '\n\nETF,A\n\nVTI,60\n   \nBND,40\n\n'],
    ['comment lines', '# mine\nETF,A\n# stocks\nVTI,60\n  # bonds, "safe"\nBND,40\n'],
    ['rows of empty cells', 'ETF,A\nVTI,60\n,\nBND,40\n,\n'],
    ['a byte order mark', '\uFEFFETF,A\nVTI,60\nBND,40'],
    ['CRLF line ends', 'ETF,A\r\nVTI,60\r\nBND,40\r\n'],
    ['symbols in lower case', 'ETF,A\nvti,60\nbnd,40\n'],
    ['names in another case', 'Etf,a\nVTI,60\nBND,40\n'],
    ['the symbols in another column', 'A,ETF\n60,VTI\n40,BND\n'],
    ['a CASH row of 0', 'ETF,A\nVTI,60\nBND,40\nCASH,0\n'],
    ['a blank CASH row', 'ETF,A\nCASH,\nVTI,60\nBND,40\n'],
  ])('may have %s', (_, text) => {
    expect(portfoliosOf(text, ['A'])).toEqual(one);
  });

  it('lists an ETF that no model portfolio wants, because it is managed', () => {
    const [a] = portfoliosOf('ETF,A\nVTI,100\nOLD,0%\n', ['A']);
    expect(a?.holdings).toContainEqual({ symbol: 'OLD', weight: ratio('0') });
  });

  it('keeps cash that a positive CASH row asks for', () => {
    expect(portfoliosOf('ETF,A\nVTI,97.5\ncash,2.5%\n', ['A'])).toEqual([
      {
        name: 'A',
        holdings: [{ symbol: 'VTI', weight: ratio('0.975') }],
        cash: ratio('0.025'),
      },
    ]);
  });

  it.each(['VTI', 'BRK.B', 'BRK-B', 'BRK B', 'A1', 'ABCDEFGHIJKL'])(
    'knows %s as a symbol',
    (it) => {
      expect(portfoliosOf(`ETF,A\n${it},100`, ['A'])[0]?.holdings[0]?.symbol).toBe(it);
    },
  );

  it.each(['__proto__', 'constructor', 'toString'])('may have a model portfolio %s', (name) => {
    expect(portfoliosOf(`ETF,${name}\nVTI,100`, [name])[0]?.name).toBe(name);
  });

  it('may have thousands of rows', () => {
    const rows = Array.from({ length: 5000 }, (_, at) => `S${at},0.02%`);
    expect(portfoliosOf(['ETF,A', ...rows].join('\n'), ['A'])[0]?.holdings).toHaveLength(5000);
  });
});

describe('the sum of a model portfolio, CASH included, is 100% within a hundredth of a percent', () => {
  it.each([
    ['99.99', ['60', '39.99']],
    ['100.01', ['60', '40.01']],
    ['three thirds', ['33.33', '33.33', '33.33']],
    ['finer thirds', ['33.333333', '33.333333', '33.333333']],
    ['sums that binary fractions miss', ['33.1', '33.3', '33.59']],
  ])('%s', (_, cells) => {
    const rows = cells.map((cell, at) => `S${at},${cell}`);
    expect(problemsOf(['ETF,A', ...rows].join('\n'))).toEqual([]);
  });

  it.each([
    ['39.98', '99.98', 'Add 0.02% to its rows.'],
    ['39.989999', '99.989999', 'Add 0.010001% to its rows.'],
    ['40.010001', '100.010001', 'Take 0.010001% off its rows.'],
    ['', '60', 'Add 40% to its rows.'],
    ['60', '120', 'Take 20% off its rows.'],
  ])('60 and %s are %s', (cell, sum, fix) => {
    expect(sentences(`# mine\nETF,A\nVTI,60\nBND,${cell}\n`)).toEqual([
      `portfolios.csv:2 A: rows that add up to ${sum}%, CASH included; expected 100% +/- 0.01. ${fix}`,
    ]);
  });

  it('counts the CASH row', () => {
    expect(sentences('ETF,A\nVTI,100\nCASH,2\n')).toEqual([
      'portfolios.csv:1 A: rows that add up to 102%, CASH included; expected 100% +/- 0.01. Take 2% off its rows.',
    ]);
  });

  it('recognises fractions', () => {
    expect(problemsOf('ETF,A\nVTI,0.6\nBND,0.4\n')).toMatchObject([
      { fix: 'Write percentages, 33% or 33, not fractions such as 0.33.' },
    ]);
  });

  it('says nothing about a column with a cell that cannot be read, and speaks of the others', () => {
    expect(problemsOf('ETF,A,B\nVTI,x,50\n', ['A', 'B']).map(({ where }) => where)).toEqual([
      'portfolios.csv:1 B',
      'portfolios.csv:2 VTI, A',
    ]);
  });
});

describe('a header', () => {
  it.each([
    [
      'without a model portfolio',
      'ETF,A\nVTI,100',
      'no column "B"',
      'Add the column, or take B out of [models].',
    ],
    [
      'with one too many',
      'ETF,A,B,C\nVTI,100,100,1',
      'the column "C"',
      'Delete the column, or give it a weight in [models].',
    ],
    [
      'with a note',
      'ETF,A,B,note\nVTI,100,100,all',
      'the column "note"',
      'Delete the column, or give it a weight in [models].',
    ],
    [
      'with a column twice',
      'ETF,A,B,a\nVTI,100,100,1',
      'a second column "a"',
      'Delete one of them.',
    ],
    [
      'with the symbols twice',
      'ETF,A,B,etf\nVTI,100,100,VTI',
      'a second column "etf"',
      'Delete one of them.',
    ],
    [
      'with a column without a name that is not empty',
      'ETF,A,B,\nVTI,100,100,x',
      'a column without a name',
      'Delete the column, or give it a weight in [models].',
    ],
  ])('%s', (_, text, found, fix) => {
    expect(problemsOf(text, ['A', 'B'])).toMatchObject([
      { code: 'portfolios.columns', where: 'portfolios.csv:1', found, fix },
    ]);
  });

  it('with a name that is nearly right', () => {
    expect(sentences('ETF,SMURFF\nVTI,100', ['smurf'])).toEqual([
      'portfolios.csv:1: the column "SMURFF"; expected ETF or smurf. Did you mean smurf? Delete the column, or give it a weight in [models].',
      'portfolios.csv:1: no column "smurf"; expected the columns ETF, smurf. Add the column, or take smurf out of [models].',
    ]);
  });

  it.each(['Symbol,A\nVTI,100', 'VTI,100\nBND,100', 'A\n100'])('without ETF: %j', (text) => {
    const problems = problemsOf(text);
    expect(problems.every(({ code }) => code === 'portfolios.columns')).toBe(true);
    expect(problems.map(({ fix }) => fix)).toContain(
      'Head the column of the symbols with ETF, in the first row of the file.',
    );
  });

  it('with a missing column does not hide what else is wrong', () => {
    expect(problemsOf('ETF,A\nVTI,x', ['A', 'B']).map(({ code }) => code)).toEqual([
      'portfolios.columns',
      'portfolios.percent',
    ]);
  });
});

describe('a model portfolio that borrows', () => {
  it.each([
    [NO_BORROWING, 'neither [rebalance] allow_margin = true nor a max_leverage above 1 is written'],
    [
      { allowMargin: false, maxLeverage: ratio('2') },
      '[rebalance] allow_margin = false, whatever max_leverage says',
    ],
  ])('is refused, and the message names the keys that forbid it: %#', (rule, why) => {
    const result = readPortfolios('ETF,A\nVTI,150\nCASH,-50%', 'portfolios.csv', ['A'], {
      borrowing: rule,
    });
    expect(result.ok ? [] : result.problems.map(describeProblem)).toEqual([
      `portfolios.csv:3 CASH, A: "-50%": the model portfolio borrows; expected no borrowing, because ${why}. Write 0% or more for CASH, and lower the rows of its ETFs to match. Or allow it with those keys.`,
    ]);
  });

  it.each([
    { allowMargin: undefined, maxLeverage: ratio('1.5') },
    { allowMargin: true, maxLeverage: ratio('1') },
  ])('is read when the settings allow it: %#', (rule) => {
    const result = readPortfolios('ETF,A\nVTI,150\nCASH,-50%', 'portfolios.csv', ['A'], {
      borrowing: rule,
    });
    expect(result).toMatchObject({ ok: true, value: [{ cash: ratio('-0.5') }] });
  });

  it('is checked all the same', () => {
    expect(problemsOf('ETF,A\nVTI,149\nCASH,-50%').map(({ code }) => code)).toEqual([
      'portfolios.sum',
      'portfolios.borrowing',
    ]);
  });
});

describe('an empty file', () => {
  it.each(['', '\n\n', '\uFEFF', '# ETF,A\n', ',,,\n'])('%j is refused', (text) => {
    expect(sentences(text)).toEqual([
      'portfolios.csv: an empty file; expected a table that begins with ETF,A. Write the header and a row for each ETF.',
    ]);
  });

  it('that has a header is not an order to sell everything', () => {
    expect(problemsOf('ETF,A,B\n\n', ['A', 'B'])).toMatchObject([
      { code: 'portfolios.empty', where: 'portfolios.csv:1', found: 'a header and no rows' },
    ]);
  });

  it.each([
    ['ETF,A,B\nVTI,100,\nBND,,0%\n', 'blank and 0'],
    ['ETF,A,B\nVTI,100,0\nCASH,,100\n', 'all cash'],
  ])('so is a column without any ETF: %j (%s)', (text) => {
    expect(sentences(text, ['A', 'B'])).toEqual([
      'portfolios.csv:1 B: no ETF above 0%; expected at least one ETF above 0%. Give it its ETFs, or delete it here and in [models].',
    ]);
  });
});

describe('a cell', () => {
  const bad = ['nan', 'NaN%', 'inf', '-inf', 'Infinity', '1e5', '1e1%', '0x10', '"1,5"', '"1,000"'];
  const worse = [
    '%',
    '%%',
    '5%%',
    '% 5',
    '1 0',
    '--5',
    'x',
    '-',
    '.',
    '١٠',
    '$5',
    '=5',
    '5 percent',
  ];
  it.each([...bad, ...worse])('%s is no percentage', (cell) => {
    expect(problemsOf(`ETF,A\nVTI,100\nBND,${cell}\n`)).toMatchObject([
      { code: 'portfolios.percent', where: 'portfolios.csv:3 BND, A' },
    ]);
  });

  it('cannot be negative', () => {
    expect(sentences('ETF,A\nVTI,110\nBND,-10%\n')).toEqual([
      'portfolios.csv:3 BND, A: "-10%"; expected 0% or more: an ETF cannot be sold short. Correct the cell.',
    ]);
  });

  it('is never rounded', () => {
    expect(sentences('ETF,A\nVTI,99.9999999\n')).toEqual([
      'portfolios.csv:2 VTI, A: "99.9999999"; expected at most 6 decimals of a percent. Round it yourself, so that the file says what is meant.',
    ]);
  });

  it('has a point before its decimals', () => {
    expect(problemsOf('ETF,A\nVTI,"99,9%"\n')).toMatchObject([
      { fix: 'Write the decimals behind a point: 12.5, not 12,5.' },
    ]);
  });
});

describe('a row', () => {
  it.each([
    ['with a cell too many', 'VTI,99,9', '3 cells'],
    ['with a cell too few', 'VTI', '1 cell'],
  ])('%s', (_, row, found) => {
    expect(problemsOf(`ETF,A\n${row}\n`)).toMatchObject([
      { code: 'portfolios.syntax', where: 'portfolios.csv:2', found },
    ]);
  });

  it.each([',100', '?,100', 'ABCDEFGHIJKLM,100', 'A/B,100', '.VTI,100', 'VTI.,100', '=VTI,100'])(
    '%s has no symbol',
    (row) => {
      expect(problemsOf(`ETF,A\n${row}\n`)).toMatchObject([
        { code: 'portfolios.symbol', where: 'portfolios.csv:2' },
      ]);
    },
  );

  it('repeats no symbol', () => {
    expect(sentences('ETF,A,B\nVTI,50,100\nBND,50,\nvti,50,\n', ['A', 'B'])).toEqual([
      'portfolios.csv:4 VTI: VTI a second time; it stands on line 2 too; expected each symbol in one row. Delete line 2 or line 4, or join the two.',
    ]);
  });

  it('repeats no CASH', () => {
    expect(problemsOf('ETF,A\nVTI,96\nCASH,2\ncash,2\n')).toMatchObject([
      {
        code: 'portfolios.duplicate',
        where: 'portfolios.csv:4 CASH',
        expected: 'at most one CASH row',
      },
    ]);
  });

  it('that is repeated does not hide the sum of a column that it leaves alone', () => {
    const text = 'ETF,A,B\nVTI,50,90\nVTI,50,0\n';
    expect(problemsOf(text, ['A', 'B']).map(({ code, where }) => `${where} ${code}`)).toEqual([
      'portfolios.csv:1 B portfolios.sum',
      'portfolios.csv:3 VTI portfolios.duplicate',
    ]);
  });

  it('with a broken quote ends the reading, and the rows above it are checked', () => {
    const text = 'ETF,A\nVTI,x\nBND,"50\nGLD,y\n';
    expect(sentences(text)).toEqual([
      'portfolios.csv:2 VTI, A: "x"; expected a percentage such as 33%, 12.5 or 0. Correct the cell.',
      'portfolios.csv:3: a double quote that does not enclose one whole cell; expected no quotes, or a pair of them around a cell. Correct the quotes in this row; the rows below it were not read.',
    ]);
    expect(problemsOf('"ETF,A\nVTI,100')).toMatchObject([
      { code: 'portfolios.syntax', where: 'portfolios.csv:1' },
    ]);
  });
});

it('tells all problems of a file at once, from its top to its end', () => {
  const text = `# bad in every way
ETF,SMURF,BADAS,GLTR
VTI,50%,x,98%
VTI,,,

B?D,50%,,1.98%
GLD,nan,1
CASH,1
`;
  const problems = problemsOf(text, ['smurf', 'badass', 'gltr']);
  expect(problems.map(({ code, where }) => `${where} ${code}`)).toEqual([
    'portfolios.csv:2 portfolios.columns',
    'portfolios.csv:2 portfolios.columns',
    'portfolios.csv:4 VTI portfolios.duplicate',
    'portfolios.csv:6 portfolios.symbol',
    'portfolios.csv:7 portfolios.syntax',
    'portfolios.csv:8 portfolios.syntax',
  ]);
  expect(exitCodeOf(problems)).toBe(4);
});

it('tells the first thousand problems of a file that has more', () => {
  const rows = Array.from({ length: 30_000 }, () => '?,');
  const problems = problemsOf(['ETF,A', ...rows].join('\n'));
  expect(problems).toHaveLength(1002);
  expect(problems.at(-1)).toMatchObject({
    code: 'portfolios.syntax',
    where: 'portfolios.csv:1003',
    found: 'more than 1000 problems up to here',
  });
});

describe('a file that a spreadsheet saved', () => {
  it.each([
    ['semicolons and decimal commas', 'ETF;A\r\nVTI;60,5\r\nBND;39,5 %\r\n'],
    ['tabs and decimal commas', 'ETF\tA\nVTI\t60,5\nBND\t39,5%\n'],
    ['semicolons and decimal points', 'ETF;A\nVTI;60.5\nBND;39.5\n'],
    ['empty columns at its end', 'ETF,A,,\nVTI,60.5,,\nBND,39.5,,\n'],
    ['a comment in quotes', '"# stocks, bonds",\nETF,A\nVTI,60.5\nBND,39.5\n'],
  ])('may have %s', (_, text) => {
    expect(portfoliosOf(text, ['A'])[0]?.holdings).toEqual([
      { symbol: 'VTI', weight: ratio('0.605') },
      { symbol: 'BND', weight: ratio('0.395') },
    ]);
  });

  it('has no thousands between its digits', () => {
    expect(problemsOf('ETF;A\nVTI;1.000,5\n')).toMatchObject([{ code: 'portfolios.percent' }]);
  });
});
