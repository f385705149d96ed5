import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { GOLDEN_RUNS, goldenRun, HOSTILE } from './golden-runs.ts';
import { tablesOfHtml, tablesOfMarkdown } from './read-report.ts';
import {
  expectTablesEqualCsv,
  expectTablesEqualJson,
  type CsvRow,
  type JsonReport,
  type JsonReports,
} from './expect-equal.ts';

/**
 * Reports of whole runs on the simulator, byte by byte. `npx vitest run test/golden -u` writes them
 * anew; look at what changed.
 */
describe.each(Object.keys(GOLDEN_RUNS))('the reports of a run: %s', (name) => {
  const ran = goldenRun(name);

  it('are what they were', async () => {
    const { files } = await ran;
    const last = files['post.csv'] === undefined ? 'pre' : 'post';
    expect(Object.keys(files).length).toBe(last === 'pre' ? 4 : 8);
    for (const [file, text] of Object.entries(files)) {
      if (!file.startsWith(last) && file !== 'pre.csv') continue;
      await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'runs', name, file));
    }
  });

  it('have the same figures in every form', async () => {
    const { files } = await ran;
    for (const kind of ['pre', 'post']) {
      const csv = files[`${kind}.csv`];
      if (csv === undefined) continue;
      const all: CsvRow[] = parse(csv, { columns: true });
      const { accounts, combined } = JSON.parse(files[`${kind}.json`] ?? '') as JsonReports;
      const htmlParts = partsOf(files[`${kind}.html`] ?? '', /<section class="account">/);
      const textParts = partsOf(files[`${kind}.md`] ?? '', /^(?=# )/m);
      if (combined !== undefined) {
        expectCombined(combined, all);
        const html = tablesOfHtml(htmlParts.shift() ?? '');
        expect(html).toEqual(tablesOfMarkdown(textParts.shift() ?? ''));
        expect(html.map(({ title }) => title)).toEqual(['Accounts', 'All accounts together']);
        expectTablesEqualJson(html, combined);
      }
      expect([htmlParts.length, textParts.length]).toEqual([accounts.length, accounts.length]);
      for (const [at, json] of accounts.entries()) {
        const rows = all.filter((row) => row['account_id'] === json.account_id);
        expectJsonEqualsCsv(json, rows);
        const html = tablesOfHtml(htmlParts[at] ?? '');
        const markdown = tablesOfMarkdown(textParts[at] ?? '');
        expect(html.map(({ title }) => title)).toEqual(
          markdown.map(({ title }) => title).sort(byOrderOf(html)),
        );
        expectTablesEqualCsv(html, rows, json);
        expectTablesEqualCsv(markdown, rows, json);
      }
    }
  });

  it('add up', async () => {
    const { files } = await ran;
    for (const kind of ['pre', 'post']) {
      const all: CsvRow[] = parse(files[`${kind}.csv`] ?? '', { columns: true });
      for (const id of new Set(all.map((row) => row['account_id']))) {
        expectSums(all.filter((row) => row['account_id'] === id));
      }
    }
  });
});

/** The values of an account's rows add up to its value, and its cash walks from before to after. */
function expectSums(rows: readonly CsvRow[]): void {
  if (rows[0]?.['netliq_usd'] === undefined || rows[0]['netliq_usd'] === '') return;
  expect(cents(rows, 'value_usd')).toBe(inCents(rows[0]['netliq_usd']));
  const cash = rows.find((row) => row['is_cash'] === 'true') ?? {};
  const of = (column: string): bigint => inCents(cash[column] ?? '');
  const walked =
    of('cash_before_usd') +
    of('cash_fx_usd') +
    of('cash_sells_usd') -
    of('cash_buys_usd') -
    of('cash_fees_usd') -
    of('cash_reserve_usd') +
    of('cash_other_usd');
  expect(walked).toBe(of('cash_after_usd'));
}

/** The part about all accounts together, where there are several, and those of single accounts. */
function partsOf(text: string, start: RegExp): string[] {
  return text.split(start).filter((part) => part !== '');
}

/** What is told of all accounts together is the sum of what the CSV tells of each. */
function expectCombined(
  { accounts, account_totals: totals, symbols }: NonNullable<JsonReports['combined']>,
  csv: readonly CsvRow[],
): void {
  const cash = csv.filter((row) => row['is_cash'] === 'true');
  expect(accounts.map((row) => row['account_id'])).toEqual(cash.map((row) => row['account_id']));
  for (const [column, total] of Object.entries(totals)) {
    expect([column, inCents(total)]).toEqual([column, cents(cash, column)]);
    for (const [at, row] of accounts.entries()) {
      expect([column, row[column] ?? '']).toEqual([column, cash[at]?.[column]]);
    }
  }
  const counted = csv.filter((row) => row['drift_usd'] !== '');
  expect(symbols.map((row) => row['symbol']).sort()).toEqual(
    [...new Set(counted.map((row) => row['symbol']))].sort(),
  );
  for (const row of symbols) {
    const rows = counted.filter(({ symbol }) => symbol === row['symbol']);
    for (const column of ['value_usd', 'drift_usd']) {
      expect([row['symbol'], inCents(row[column] ?? '')]).toEqual([
        row['symbol'],
        cents(rows, column),
      ]);
    }
  }
}

it('text that is a formula or markup stays text in every form', async () => {
  const { files } = await goldenRun('hostile');
  const rows: CsvRow[] = parse(files['post.csv'] ?? '', { columns: true });
  expect(rows.find(({ symbol }) => symbol === 'VTI')?.['name']).toBe(`'${HOSTILE}`);
  for (const row of rows) {
    for (const cell of Object.values(row)) expect(cell).not.toMatch(/^\s*[=+@]|^\s*-[^\d]/);
  }
  expect(files['post.html']).not.toMatch(/<script|<b>|href|onerror/i);
  expect(files['post.html']).toContain('&lt;script&gt;');
  expect(files['post.md']).not.toMatch(/[^\\]<script/);
  expect(
    (JSON.parse(files['post.json'] ?? '') as JsonReports).accounts.flatMap(({ rows: each }) =>
      each.map(({ name }) => name),
    ),
  ).toContain(HOSTILE);
});

/** Every cell of the CSV is in the JSON, on its row or for all rows. */
function expectJsonEqualsCsv({ rows, figures }: JsonReport, csv: readonly CsvRow[]): void {
  expect(rows.length).toBe(csv.length);
  for (const [at, row] of csv.entries()) {
    for (const [column, cell] of Object.entries(row)) {
      const value = rows[at]?.[column] ?? figures[column] ?? '';
      expect([column, cell]).toEqual([column, value === cell ? value : `'${value}`]);
    }
  }
}

function inCents(amount: string): bigint {
  return amount === '' ? 0n : BigInt(amount.replace('.', ''));
}

function cents(rows: readonly CsvRow[], column: string): bigint {
  return rows.reduce((sum, row) => sum + inCents(row[column] ?? ''), 0n);
}

function byOrderOf(tables: readonly { readonly title: string }[]) {
  const titles = tables.map(({ title }) => title);
  return (one: string, other: string): number => titles.indexOf(one) - titles.indexOf(other);
}
