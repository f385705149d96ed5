import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { reportFiles } from './report-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'reports-'));
afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('a report gets a file of its own, in a folder that is made for it, and never takes the place of another', () => {
  const reports = reportFiles(join(folder, 'deep', 'reports'));
  const run = { runId: 'RUN1', startedAt: Date.UTC(2026, 10, 21, 10, 15, 30, 999) };
  const paths = ['one', 'two', 'three'].map((text) =>
    reports.write({ ...run, kind: 'pre', form: 'csv', text }),
  );
  reports.write({ ...run, kind: 'post', form: 'csv', text: 'after' });
  for (const form of ['html', 'html', 'md', 'json'] as const) {
    reports.write({ ...run, kind: 'post', form, text: form });
  }
  expect(readdirSync(join(folder, 'deep', 'reports'), { recursive: true }).sort()).toEqual([
    'RUN1',
    join('RUN1', 'post-trade-2.html'),
    join('RUN1', 'post-trade.html'),
    join('RUN1', 'post-trade.json'),
    join('RUN1', 'post-trade.md'),
    'rebalance_post_20261121T101530Z.csv',
    'rebalance_pre_20261121T101530Z-2.csv',
    'rebalance_pre_20261121T101530Z-3.csv',
    'rebalance_pre_20261121T101530Z.csv',
  ]);
  expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['one', 'two', 'three']);
});
