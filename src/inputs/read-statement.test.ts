import { describe, expect, it } from 'vitest';
import { describeProblem, exitCodeOf } from '../core/units/problem.ts';
import { price } from '../core/units/price.ts';
import { rate } from '../core/units/rate.ts';
import { shares } from '../core/units/shares.ts';
import { usd } from '../core/units/usd.ts';
import { readStatement } from './read-statement.ts';

const RIGHT = {
  positions: 'symbol,quantity\nVTI,300\n',
  cash: 'currency,amount\nUSD,10000\n',
  prices: 'symbol,bid,ask,last,close\nVTI,249.99,250.00,250,249\n',
};

function read(changed: Partial<typeof RIGHT> = {}, wanted: readonly string[] = []) {
  const texts = { ...RIGHT, ...changed };
  return readStatement(
    { positions: 'positions.csv', cash: 'cash.csv', prices: 'prices.csv' },
    {
      environment: {},
      read: (path) => Buffer.from(texts[path.replace('.csv', '') as keyof typeof RIGHT]),
    },
    wanted,
  );
}

function said(changed: Partial<typeof RIGHT>, wanted: readonly string[] = []): readonly string[] {
  const result = read(changed, wanted);
  if (result.ok) return [];
  expect(exitCodeOf(result.problems)).toBe(8);
  return result.problems.map(describeProblem);
}

describe('a statement', () => {
  it('is read exactly, a cell left empty is a price that is not known', () => {
    const result = read({
      positions:
        'Type,symbol,quantity,value_usd,note\n,vti,300.5,,mine\nOPT,SPY 261218C700,2,1234.56,\n',
      cash: 'currency,amount,worth_usd\nusd,-12.34567891,\nCAD,1500.5,\nEUR,-10,-11.5\n',
      prices: 'symbol,bid,ask,last\nVTI,249.9901,250,\nUSD.CAD,1.350015,1.350035,\n',
    });
    expect(result).toEqual({
      ok: true,
      value: {
        positions: [
          { kind: 'etf', symbol: 'VTI', quantity: shares('300.5') },
          {
            ...{ kind: 'other', symbol: 'SPY 261218C700', type: 'OPT' },
            ...{ quantity: shares('2'), value: usd('1234.56') },
          },
        ],
        cash: usd('-12.34567891'),
        otherCash: [
          { currency: 'CAD', amount: usd('1500.5'), worth: undefined },
          { currency: 'EUR', amount: usd('-10'), worth: usd('-11.5') },
        ],
        prices: new Map([
          ['VTI', { bid: price('249.9901'), ask: price('250'), last: undefined, close: undefined }],
        ]),
        rate: { bid: rate('1.350015'), ask: rate('1.350035') },
      },
    });
  });

  it('may be saved by a spreadsheet that writes decimals with a comma', () => {
    expect(read({ prices: '\uFEFFsymbol;last\r\nVTI;250,25\r\n' })).toMatchObject({
      value: { prices: new Map([['VTI', { last: price('250.25') }]]) },
    });
  });

  it.each([
    [
      { positions: 'symbol,shares\nVTI,3\n' },
      'positions.csv:1: the columns "symbol", "shares"; expected the columns symbol, quantity. Add the column quantity',
    ],
    [
      { positions: 'symbol,quantity,quantity\nVTI,3,3\n' },
      '2 columns quantity; expected each column once',
    ],
    [{ positions: 'symbol,quantity\nVTI,3,000\n' }, 'positions.csv:2: 3 cells; expected 2'],
    [
      { positions: 'symbol,quantity\nVTI,"3,000"\n' },
      'positions.csv:2 VTI: "3,000"; expected a number of shares: plain digits',
    ],
    [
      { positions: 'symbol,quantity\nVTI,\n' },
      'positions.csv:2 VTI: nothing; expected a number of shares',
    ],
    [{ positions: 'symbol,quantity\nVTI,1.00001\n' }, 'at most 4 decimals. Round it yourself.'],
    [
      { positions: `symbol,quantity\nVTI,${'9'.repeat(60)}\n` },
      'expected a number of shares: plain digits',
    ],
    [{ positions: 'symbol,quantity\nVTI,1e3\n' }, '"1e3"; expected a number of shares'],
    [{ positions: 'symbol,quantity\nV?I,3\n' }, '"V?I"; expected a ticker symbol'],
    [{ positions: 'symbol,quantity\n,3\n' }, 'no symbol; expected a ticker symbol'],
    [
      { positions: 'symbol,quantity\nCASH,3\n' },
      'expected positions only. Write cash into the file of --cash.',
    ],
    [
      { positions: 'symbol,quantity\nVTI,3\nvti,4\n' },
      'positions.csv:3 VTI: VTI a second time; it stands on line 2 too',
    ],
    [{ positions: 'symbol,quantity,type\nVTI,3,E T\n' }, 'the type "E T"; expected ETF'],
    [{ positions: 'symbol,quantity,type\nT,3,STK\n' }, 'nothing; expected its worth in US dollars'],
    [
      { positions: '' },
      'positions.csv: an empty file; expected a table that begins with symbol,quantity',
    ],
    [
      { positions: 'symbol,quantity\nVTI,"3\n' },
      'a double quote that does not enclose one whole cell',
    ],
    [
      { cash: 'currency,amount\nCAD,5\n' },
      'cash.csv: no row for USD; expected the US dollars of the account',
    ],
    [
      { cash: 'currency,amount\nUSD,5\nBASE_SUMMARY,5\n' },
      'cash.csv:3: "BASE_SUMMARY"; expected a currency of three letters',
    ],
    [{ cash: 'currency,amount\nUSD,5\nUSD,6\n' }, 'cash.csv:3 USD: USD a second time'],
    [
      { cash: 'currency,amount\nUSD,5\nCAD,-6\n' },
      'cash.csv:3 CAD: nothing; expected its worth in US dollars',
    ],
    [{ cash: 'currency,amount\nUSD,$5\n' }, '"$5"; expected an amount of that currency'],
    [
      { prices: 'symbol,price\nVTI,250\n' },
      'expected the columns symbol, and bid or ask or last or close',
    ],
    [{ prices: 'symbol,last\nVTI,0\n' }, '"0"; expected a price, at least 0.0001'],
    [{ prices: 'symbol,last\nVTI,-1\n' }, 'expected a price, at least 0.0001'],
    [
      { prices: 'symbol,last,bid\nVTI,,\n' },
      'no price; expected at least one of bid, ask, last and close',
    ],
    [{ prices: 'symbol,bid,ask\nVTI,250,249\n' }, 'a bid above the ask'],
    [
      { prices: 'symbol,last\nBND,100\n' },
      'prices.csv: no price of VTI; expected a price of everything that is held or has a target',
    ],
    [{ prices: 'symbol,last\nV_I,100\n' }, 'prices.csv:2: "V_I"; expected a ticker symbol'],
  ])('refuses %j', (changed, words) => {
    expect(said(changed).join('\n')).toContain(words);
  });

  it('needs a price of what has a target and is not held', () => {
    expect(said({}, ['VTI', 'BND'])).toEqual([expect.stringContaining('no price of BND;')]);
  });

  it('tells the problems of all three files together', () => {
    const all = said({ positions: 'x\n', cash: 'x\n', prices: 'x\n' });
    expect(all.map((each) => each.slice(0, 9))).toEqual(
      expect.arrayContaining(['positions', 'cash.csv:', 'prices.cs']),
    );
  });

  it('ends its list of problems somewhere', () => {
    const rows = Array.from({ length: 5000 }, () => 'VTI,x').join('\n');
    expect(said({ positions: `symbol,quantity\n${rows}\n` }).length).toBeLessThanOrEqual(1002);
  });

  it('names a file that is not there, and the flag', () => {
    const missing = Object.assign(new Error(), { code: 'ENOENT' });
    const result = readStatement(
      { positions: 'a.csv', cash: 'b.csv', prices: 'c.csv' },
      {
        environment: {},
        read: () => {
          throw missing;
        },
      },
      [],
    );
    expect(result.ok ? [] : result.problems.map(describeProblem)).toEqual([
      'a.csv: there is no such file; expected a text file. Name the file with --positions.',
      'b.csv: there is no such file; expected a text file. Name the file with --cash.',
      'c.csv: there is no such file; expected a text file. Name the file with --prices.',
    ]);
  });
});
