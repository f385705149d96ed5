/* `rebalance --json` as programs call it: one object, in the shape that docs/json.md promises. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod/mini';
import { COLUMNS } from '../../src/report/report-columns.ts';
import { runInJson } from '../../src/cli/run-in-json.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { ReportFile } from '../../src/ports.ts';
import { workplace, type Workplace } from './program.ts';

const decimal = /^-?\d+(\.\d+)?$/;
const texts = z.array(z.string());
const gate = {
  ...{ code: z.string(), where: z.string(), found: z.string() },
  ...{ expected: z.string(), fix: z.string() },
};
/** Every figure is a text under the name of a column; no number of JSON is one. */
const cells = z.record(z.string(), z.string());
const report = z.strictObject({
  ...{ account_id: z.string(), headline: z.string(), mode: z.string() },
  digest: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  ...{ remarks: texts, warnings: texts, problems: texts },
  gates: z.optional(z.array(z.strictObject(gate))),
  ...{ figures: cells, totals: cells, rows: z.array(cells), trades: texts },
  orders: z.array(z.record(z.string(), z.unknown())),
});
const combined = z.nullable(z.record(z.string(), z.unknown()));
const schema = z.strictObject({
  ...{ format: z.literal('run of ibkr-etf-rebalancer'), version: z.literal(1) },
  command: z.enum(['rebalance', 'report-only', 'recover']),
  outcome: z.string(),
  exit_code: z.number(),
  run_id: z.string(),
  problems: z.array(z.strictObject({ ...gate, exit_code: z.number() })),
  reports: z.array(
    z.strictObject({
      kind: z.enum(['pre-trade', 'post-trade']),
      form: z.enum(['csv', 'md', 'html', 'json']),
      path: z.string(),
    }),
  ),
  accounts: z.array(
    z.strictObject({
      account_id: z.string(),
      pre_trade: z.nullable(report),
      post_trade: z.nullable(report),
    }),
  ),
  combined: z.strictObject({ pre_trade: combined, post_trade: combined }),
});
const scenario = `
accounts:
  - id: DU1
    cash: { USD: '10000.00' }
    positions: [{ symbol: VTI, shares: 300 }]
quotes:
  VTI: { bid: '249.99', ask: '250.00', last: '250.00', close: '250.00' }
  BND: { bid: '99.99', ask: '100.00', last: '100.00', close: '100.00' }
fills: { delay_ms: 1 }
`;

let place: Workplace;
beforeAll(async () => {
  place = await workplace(scenario);
  const open = readFileSync(join(place.folder, 'settings.ini'), 'utf8');
  place.write('closed.ini', open.replace('read_only = false', 'read_only = true'));
});
afterAll(() => place.close());

async function told(...args: readonly string[]) {
  const { code, out, err } = await place.run('--json', ...args);
  const object = schema.parse(JSON.parse(out));
  expect(object.exit_code).toBe(code);
  return { object, err };
}

describe('rebalance --json', () => {
  it.each([
    [[], 'preview', 0],
    [['--dry-run', '--paper'], 'dry_run', 0],
    [['--report-only'], 'report_only', 0],
    [['--min-order-usd', '1000000'], 'nothing', 0],
    [['recover'], 'nothing', 0],
    [['--account', 'DU9'], 'refused', 3],
    [['--live', '--yes'], 'refused', 12],
  ])('%j: %s', async (args, outcome, exitCode) => {
    const { object, err } = await told(...args);
    expect([object.outcome, object.exit_code]).toEqual([outcome, exitCode]);
    expect(err !== '').toBe(exitCode !== 0);
    expect(object.problems.length > 0).toBe(exitCode !== 0);
    expect(place.simulator.requestCounts()['PLACE_ORDER']).toBeUndefined();
  });

  it('has the plan of each account with its digest, its gates and exact figures', async () => {
    const { object } = await told('--dry-run');
    const [account] = object.accounts;
    const pre = account?.pre_trade;
    expect([account?.account_id, account?.post_trade]).toEqual(['DU1', null]);
    expect(pre?.rows.map(({ symbol }) => symbol)).toEqual(['BND', 'VTI', 'CASH']);
    expect(pre?.rows[0]).toMatchObject({ action: 'BUY', limit_price: '100.00' });
    for (const name of ['drift_usd', 'value_usd', 'target_wt_pct']) {
      expect(pre?.rows[0]?.[name]).toMatch(decimal);
      expect(Object.keys(COLUMNS)).toContain(name);
    }
    const written = object.reports.find(({ form }) => form === 'json')?.path ?? '';
    expect(JSON.parse(readFileSync(join(place.folder, written), 'utf8'))).toMatchObject({
      accounts: [pre],
    });
  });

  it('tells what stands in the way as data, and a gate has no effect on a preview', async () => {
    const { object } = await told('--ini', 'closed.ini');
    expect(object.outcome).toBe('preview');
    expect(object.accounts[0]?.pre_trade?.gates).toMatchObject([{ code: 'safety.read-only' }]);
  });

  it('is all that is printed, and tells what was traded', async () => {
    const { object, err } = await told('--paper', '--yes');
    expect([object.outcome, object.exit_code, err]).toEqual(['traded', 0, '']);
    expect(object.accounts[0]?.post_trade?.headline).toContain('2 of 2 orders filled');
    expect(object.reports.filter(({ kind }) => kind === 'post-trade')).toHaveLength(4);
    expect(place.simulator.audit().differences).toEqual([]);
  });
});

it('asks nobody, and keeps what the screen would have shown where a report found no place', async () => {
  const outcome: Outcome = {
    kind: 'traded',
    problems: [
      {
        ...{ code: 'report.unwritten', where: 'the post-trade report', found: 'ENOSPC' },
        ...{ expected: 'a folder', fix: 'Make room.' },
      },
    ],
  };
  let [out, err] = ['', ''];
  const code = await runInJson(
    { command: 'rebalance', runId: 'R1' },
    async ({ approver, interrupted, screen }) => {
      expect(await approver.ask('?')).toBe('no-answer');
      expect(await interrupted.ask('?')).toBe('no-answer');
      screen.show('all that was traded');
      return outcome;
    },
    { out: (text) => (out += text), err: (text) => (err += text) },
  );
  expect(code).toBe(1);
  expect(err).toMatch(/^all that was traded\nthe post-trade report: ENOSPC/);
  expect(schema.parse(JSON.parse(out))).toMatchObject({ outcome: 'traded', accounts: [] });
});

it('calls what Ctrl-C ended interrupted, with the reports that there are', async () => {
  const golden = join(import.meta.dirname, '../golden/runs/partial');
  let out = '';
  const outcome: Outcome = {
    kind: 'traded',
    problems: [
      { code: 'run.interrupted', where: 'DU1', found: 'Ctrl-C', expected: 'an end', fix: 'Go on.' },
    ],
  };
  const code = await runInJson(
    { command: 'rebalance', runId: 'R1' },
    ({ onReport }) => {
      for (const kind of ['pre', 'post'] as const) {
        const text = readFileSync(
          join(golden, `${kind}.${kind === 'pre' ? 'csv' : 'json'}`),
          'utf8',
        );
        const file: ReportFile = {
          kind,
          form: kind === 'pre' ? 'csv' : 'json',
          runId: 'R1',
          startedAt: 0,
          text,
        };
        onReport(file, kind);
      }
      return Promise.resolve(outcome);
    },
    { out: (text) => (out += text), err: () => undefined },
  );
  expect(code).toBe(130);
  const { outcome: word, accounts } = schema.parse(JSON.parse(out));
  expect([word, accounts[0]?.pre_trade]).toEqual(['interrupted', null]);
  expect(accounts[0]?.post_trade?.orders).not.toEqual([]);
});
