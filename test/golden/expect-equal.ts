import { expect } from 'vitest';
import { divide } from '../../src/core/units/rounding.ts';
import type { ReadTable } from './read-report.ts';

export type CsvRow = Record<string, string>;

export interface JsonReports {
  readonly accounts: readonly JsonReport[];
  readonly combined?: {
    readonly accounts: readonly CsvRow[];
    readonly account_totals: CsvRow;
    readonly symbols: readonly CsvRow[];
    readonly symbol_totals: CsvRow;
  };
}

export interface JsonReport {
  readonly account_id: string;
  readonly figures: CsvRow;
  readonly rows: readonly CsvRow[];
  readonly totals: CsvRow;
  readonly orders: readonly {
    readonly symbol: string;
    readonly side: string;
    readonly quantity: string;
    readonly steps: readonly {
      readonly after_ms: number;
      readonly limit?: string;
      readonly bid?: string;
      readonly ask?: string;
    }[];
  }[];
}

/** Which column of the CSV a column of a table shows, before and after the trades. */
const COLUMNS: Readonly<Record<string, readonly [pre: string, post: string]>> = {
  'Planned trades/Shares': ['qty_shares', ''],
  'Planned trades/Price $': ['est_price', ''],
  'Planned trades/Limit $': ['limit_price', ''],
  'Planned trades/Value $': ['est_value_usd', ''],
  'Planned trades/Drift %': ['drift_pct', ''],
  'Planned trades/Weight after %': ['wt_after_pct', ''],
  'Trades/Planned': ['', 'planned_qty_shares'],
  'Trades/Filled': ['', 'exec_qty_shares'],
  'Trades/Limit $': ['', 'limit_price'],
  'Trades/Average $': ['', 'exec_price'],
  'Trades/Value $': ['', 'exec_value_usd'],
  'Trades/Drift before %': ['', 'drift_before_pct'],
  'Trades/Drift left %': ['', 'drift_pct'],
  'Execution quality/Arrival mid $': ['', 'arrival_mid'],
  'Execution quality/Average $': ['', 'exec_price'],
  'Execution quality/Slippage bps': ['', 'slippage_bps'],
  'Execution quality/Slippage $': ['', 'slippage_usd'],
  'Execution quality/Commission $': ['', 'commission_usd'],
  'Allocation/Before %': ['', 'wt_before_pct'],
  'Allocation/Now %': ['current_wt_pct', 'new_wt_pct'],
  'Allocation/Planned %': ['wt_after_pct', 'wt_planned_pct'],
  'Allocation/Target %': ['target_wt_pct', 'target_wt_pct'],
  'Drift/Drift %': ['drift_pct', ''],
  'Drift/Before %': ['', 'drift_before_pct'],
  'Drift/Now %': ['', 'drift_pct'],
  'All holdings/Target %': ['target_wt_pct', 'target_wt_pct'],
  'All holdings/Now %': ['current_wt_pct', 'new_wt_pct'],
  'All holdings/Drift %': ['drift_pct', 'drift_pct'],
  'All holdings/Drift $': ['drift_usd', 'drift_usd'],
  'All holdings/Shares': ['held_shares', 'new_qty_shares'],
  'All holdings/Price $': ['est_price', 'price'],
  'All holdings/Value $': ['value_usd', 'value_usd'],
  'All holdings/Of NetLiq %': ['netliq_wt_pct', 'netliq_wt_pct'],
};

/** Columns of words. */
const WORDS = new Set(['Symbol', 'Action', 'Status', 'Why', 'Notes', 'Fund', 'What', 'Step']);

const STEPS: Readonly<Record<string, readonly [column: string, sign: bigint]>> = {
  'Cash before': ['cash_before_usd', 1n],
  Converted: ['cash_fx_usd', 1n],
  Sells: ['cash_sells_usd', 1n],
  Buys: ['cash_buys_usd', -1n],
  Commissions: ['cash_fees_usd', -1n],
  'Commissions, estimated': ['cash_fees_usd', -1n],
  'Reserve for prices that move': ['cash_reserve_usd', -1n],
  'Other changes': ['cash_other_usd', 1n],
  'Cash after the plan': ['cash_after_usd', 1n],
  'Cash now': ['cash_after_usd', 1n],
};

/** Every number in every table is the one of the CSV, or of the JSON where it is about a step. */
export function expectTablesEqualCsv(
  tables: readonly ReadTable[],
  csv: readonly CsvRow[],
  json: JsonReport,
): void {
  const lives = [...json.orders];
  for (const table of tables) {
    const life = lives[0];
    if (life !== undefined && table.title.includes(`${life.side} `) && table.head[0] === 'After') {
      lives.shift();
      expectSteps(table, life);
    } else if (table.title === 'Cash walk') expectWalk(table, csv);
    else expectFigures(table, csv);
  }
  expect(lives).toEqual([]);
}

/** Which figure of the JSON a column of the tables about all accounts together shows. */
const COMBINED: Readonly<Record<string, readonly string[]>> = {
  Accounts: [
    'account_id',
    'netliq_usd',
    'pre_total_drift_bps',
    'post_total_drift_bps',
    'cash_before_usd',
    'cash_sells_usd',
    'cash_buys_usd',
    'cash_after_usd',
  ],
  'All accounts together': [
    'symbol',
    'value_usd',
    'cash_sells_usd',
    'cash_buys_usd',
    'drift_usd',
    'drift_pct',
  ],
};

/** Every number about all accounts together is the one of the JSON. */
export function expectTablesEqualJson(
  tables: readonly ReadTable[],
  combined: NonNullable<JsonReports['combined']>,
): void {
  for (const { title, head, rows } of tables) {
    const columns = COMBINED[title] ?? [];
    const isAccounts = title === 'Accounts';
    const told = isAccounts
      ? [...combined.accounts, { account_id: 'Total', ...combined.account_totals }]
      : [...combined.symbols, { symbol: 'Total', ...combined.symbol_totals }];
    expect(head.length).toBe(columns.length);
    expect(rows.map((row) => row.map(plain))).toEqual(
      told.map((row: CsvRow) =>
        columns.map((column, at) => shown(row[column] ?? '', head[at] ?? '')),
      ),
    );
  }
}

function expectFigures({ title, head, rows }: ReadTable, csv: readonly CsvRow[]): void {
  const kind = csv[0]?.['status'] === undefined ? 0 : 1;
  for (const row of rows) {
    const [symbol = ''] = row;
    for (const [at, cell] of row.entries()) {
      const name = head[at] ?? '';
      if (WORDS.has(name)) continue;
      const column = COLUMNS[`${title}/${name}`]?.[kind] ?? '';
      expect([title, name, column]).not.toEqual([title, name, '']);
      const figure = symbol === 'Total' ? totalOf(csv, column, cell) : cellOf(csv, symbol, column);
      expect([title, symbol, name, plain(cell)]).toEqual([
        title,
        symbol,
        name,
        shown(figure, name),
      ]);
    }
  }
}

/** A total is the sum of its column; that of the slippage in bps is over the value at the mid. */
function totalOf(csv: readonly CsvRow[], column: string, cell: string): string {
  if (cell === '') return '';
  if (column !== 'slippage_bps') return sum(csv.map((row) => row[column] ?? ''));
  const measured = csv.filter((row) => (row['slippage_usd'] ?? '') !== '');
  const cost = measured.reduce((total, row) => total + Number(row['slippage_usd']), 0);
  const atMid = measured.reduce((total, row) => {
    const price = row['symbol'] === 'USD.CAD' ? 1 : Number(row['arrival_mid']);
    return total + Number(row['exec_qty_shares']) * price;
  }, 0);
  // The costs were rounded to cents before they are added up here.
  const mostOff = 0.005 + (10_000 * 0.005 * measured.length) / atMid;
  expect(Math.abs(Number(cell) - (10_000 * cost) / atMid)).toBeLessThanOrEqual(mostOff);
  return plain(cell);
}

function cellOf(csv: readonly CsvRow[], symbol: string, column: string): string {
  return csv.find((row) => row['symbol'] === symbol)?.[column] ?? '';
}

function expectWalk({ rows }: ReadTable, csv: readonly CsvRow[]): void {
  const cash = csv.find((row) => row['is_cash'] === 'true') ?? {};
  expect(rows.length).toBeGreaterThan(0);
  for (const [label = '', cell = ''] of rows) {
    const [column, sign] = STEPS[label] ?? ['', 1n];
    const cents = sign * BigInt((cash[column] ?? '').replace('.', ''));
    expect([label, BigInt(plain(cell).replace('.', ''))]).toEqual([label, cents]);
  }
}

function expectSteps({ rows }: ReadTable, { steps }: JsonReport['orders'][number]): void {
  expect(rows.length).toBe(steps.length);
  for (const [at, [, , limit = '', market = '']] of rows.entries()) {
    const step = steps[at];
    expect(limit).toBe(step?.limit ?? 'market');
    expect(market).toBe(step?.bid === undefined ? '' : `${step.bid} / ${step.ask ?? ''}`);
  }
}

/** A cell without what makes it easier to read. */
function plain(cell: string): string {
  return cell.replace(/,/g, '').replace(/^\+/, '');
}

/** A figure as tables show it: percentages have two of their four decimals. */
function shown(figure: string, name: string): string {
  if (!name.endsWith('%') || figure === '') return figure;
  const hundredths = divide(BigInt(figure.replace('.', '')), 100n, 'halfAway');
  const sign = hundredths < 0n ? '-' : '';
  const digits = String(hundredths < 0n ? -hundredths : hundredths).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function sum(figures: readonly string[]): string {
  const known = figures.filter((figure) => figure !== '');
  const decimals = known[0]?.split('.')[1]?.length ?? 0;
  const total = known.reduce((all, figure) => all + BigInt(figure.replace('.', '')), 0n);
  const sign = total < 0n ? '-' : '';
  const digits = String(total < 0n ? -total : total).padStart(decimals + 1, '0');
  return decimals === 0
    ? sign + digits
    : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
