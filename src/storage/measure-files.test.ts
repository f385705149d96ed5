import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { usd } from '../core/units/usd.ts';
import type { RunMeasure } from '../ports.ts';
import { measureFiles } from './measure-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'measures-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const measure: RunMeasure = {
  runId: 'RUN1',
  accountId: 'DU1',
  startedAt: Date.parse('2026-11-21T10:15:30.123Z'),
  before: { netLiq: usd('20000.12345678'), investable: usd('19800'), totalDrift: usd('1200') },
  after: { netLiq: usd('19999'), investable: usd('19800'), totalDrift: usd('50') },
};
const file = (): string =>
  join(folder, 'history/DU1', readdirSync(join(folder, 'history/DU1'))[0]!);

it('what runs have changed is read back as it was, the oldest first, account by account', () => {
  const measures = measureFiles(folder);
  const unread = { ...measure, runId: 'RUN0', startedAt: 0, after: undefined };
  measures.keep(measure);
  measures.keep(unread);
  expect(measures.all('DU1')).toEqual([unread, measure]);
  expect(measures.all('DU2')).toEqual([]);
});

it('a file of another version, another account or none at all is a gap', () => {
  const measures = measureFiles(folder);
  measures.keep(measure);
  const whole = readFileSync(file(), 'utf8');
  for (const spoiled of [
    whole.replace('"version":1', '"version":2'),
    whole.replace('measure of', 'memory of'),
    whole.replace('"DU1"', '"DU2"'),
    whole.slice(0, -5),
    whole.replace('"1200', '"x1200'),
  ]) {
    expect(spoiled).not.toBe(whole);
    writeFileSync(file(), spoiled);
    expect(measures.all('DU1')).toEqual([]);
  }
});

it('a folder that cannot be written to says so', () => {
  writeFileSync(join(folder, 'history'), 'no folder');
  expect(() => {
    measureFiles(folder).keep(measure);
  }).toThrow();
});
