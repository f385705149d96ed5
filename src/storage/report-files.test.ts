import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reportFiles } from './report-files.ts';

it('a report gets a file of its own, in a folder that is made for it, and never takes the place of another', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reports-'));
  const reports = reportFiles(join(folder, 'deep', 'reports'));
  const at = Date.UTC(2026, 10, 21, 10, 15, 30, 999);
  const paths = ['one', 'two', 'three'].map((text) => reports.write('pre', at, text));
  reports.write('post', at, 'after');
  expect(readdirSync(join(folder, 'deep', 'reports')).sort()).toEqual([
    'rebalance_post_20261121T101530Z.csv',
    'rebalance_pre_20261121T101530Z-2.csv',
    'rebalance_pre_20261121T101530Z-3.csv',
    'rebalance_pre_20261121T101530Z.csv',
  ]);
  expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['one', 'two', 'three']);
  rmSync(folder, { recursive: true });
});
