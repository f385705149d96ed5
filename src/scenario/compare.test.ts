import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';
import { columnsOf, tableOf } from './expected-table.ts';
import type { Happened, Told } from './happened.ts';
import type { ExpectPart } from './scenario-parts.ts';

const CSV = 'symbol,action,qty_shares,reasons\nVTI,SELL,3,"a,  b"\nCASH,NONE,,\n';

const told: Told = {
  exit: 13,
  outcome: 'traded',
  problems: ['orders.incomplete: VTI SELL: rejected; expected filled. Run again.'],
  screen: 'Trade plan ready.\nProceed?',
  plan: CSV,
  report: undefined,
};

function differences(expected: ExpectPart, happened: Partial<Happened> = {}): readonly string[] {
  const all = { told: [told], orders: ['one', 'two'], story: [], wrongBooks: [], tookMs: 0 };
  const books = { DU1: { USD: '100.50', VTI: '3' } };
  return compare(expected, { ...all, books, ...happened }).map(({ path, lines }) =>
    [path.join('.'), ...lines].join(' | '),
  );
}

describe('what happened is compared with what is written', () => {
  it('and with nothing else', () => {
    expect(differences({})).toEqual([]);
    expect(
      differences({
        exit: 13,
        outcome: 'traded',
        problems: ['orders.incomplete'],
        says: ['Proceed?'],
        says_not: ['LIVE'],
        orders: ['one', 'two'],
        plan: 'symbol   qty_shares\nVTI      3\nCASH  -',
        books: { DU1: { VTI: 3, USD: 100.5 } },
        steps: [{ exit: 13 }],
      }),
    ).toEqual([]);
  });

  it.each<[string, ExpectPart, string]>([
    ['the exit code', { exit: 0 }, 'expect.exit | - 0 | + 13'],
    ['the outcome', { outcome: 'declined' }, 'expect.outcome | - declined | + traded'],
    ['an order', { orders: ['one', '2', 'two'] }, 'expect.orders |   one | - 2 |   two'],
    [
      'words',
      { says: ['LIVE'] },
      'expect.says | - LIVE | it said: |   Trade plan ready. |   Proceed?',
    ],
    ['words that are there', { says_not: ['Proceed?'] }, 'expect.says_not | + Proceed?'],
    [
      'a cell of a table',
      { plan: 'symbol  action\nVTI  BUY\nCASH  NONE' },
      'expect.plan |   symbol  action | - VTI  BUY | + VTI  SELL |   CASH  NONE',
    ],
    [
      'a table of a report that was not written',
      { report: 'symbol' },
      'expect.report | - symbol | + no report',
    ],
    [
      'the books',
      { books: { DU1: { USD: 1, VTI: 3 } } },
      'expect.books.DU1 | - USD 1 | + USD 100.5 |   VTI 3',
    ],
    ['an account', { books: { DU2: { USD: 1 } } }, 'expect.books.DU2 | - USD 1'],
    ['an earlier command', { steps: [{ exit: 0 }] }, 'expect.steps.0.exit | - 0 | + 13'],
  ])('%s', (_, expected, difference) => {
    expect(differences(expected)).toEqual([difference]);
  });

  it('a problem by its code, and by a part of what is said', () => {
    expect(differences({ problems: ['orders.incomplete: VTI SELL: rejected'] })).toEqual([]);
    expect(differences({ problems: ['orders.incomplete: cancelled'] })).toHaveLength(1);
    expect(differences({ problems: [] })).toHaveLength(1);
  });
});

it('a table has the columns of its first line, and dashes where there is no figure', () => {
  const columns = columnsOf('symbol  qty_shares  nothing\nVTI 1');
  expect(columns).toEqual(['symbol', 'qty_shares', 'nothing']);
  expect(tableOf(CSV, ['symbol', 'qty_shares', 'reasons', 'nothing'])).toBe(
    'symbol  qty_shares  reasons  nothing\nVTI     3           a, b     ?\nCASH    -           -        ?',
  );
});
