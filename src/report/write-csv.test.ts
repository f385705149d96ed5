import { describe, expect, it } from 'vitest';
import { exampleHead } from './testing/example-head.ts';
import { safeText, writeCsv } from './write-csv.ts';
import type { RunReport } from './run-report.ts';
import type { Cells } from './report-columns.ts';

function csvOf(columns: RunReport['columns'], ...rows: readonly Cells[]): string {
  const report: RunReport = {
    kind: 'pre',
    head: exampleHead(),
    headline: '',
    remarks: [],
    columns,
    shared: { account_id: 'DU1' },
    rows: rows.map((cells) => ({ kind: 'holding', cells })),
    trades: [],
    totals: {},
    orders: [],
  };
  return writeCsv({ accounts: [report] });
}

describe('a report as CSV', () => {
  it('has exactly its columns in their order, and empty cells for what a row lacks', () => {
    const rows = [{ symbol: 'VTI', drift_pct: '-1.2500' }, { name: 'x, "y"' }];
    expect(csvOf(['account_id', 'symbol', 'drift_pct', 'name'], ...rows)).toBe(
      'account_id,symbol,drift_pct,name\nDU1,VTI,-1.2500,\nDU1,,,"x, ""y"""\n',
    );
  });

  it('keeps text from outside from being read as a formula, and leaves numbers alone', () => {
    const cells = { symbol: '=A1', name: '+1', notes: '@SUM(A1)', error: '-2', drift_usd: '-2.00' };
    expect(csvOf(['symbol', 'name', 'notes', 'error', 'drift_usd'], cells)).toBe(
      "symbol,name,notes,error,drift_usd\n'=A1,'+1,'@SUM(A1),'-2,-2.00\n",
    );
  });
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
