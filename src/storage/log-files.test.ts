import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { logFiles } from './log-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'log-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const clock = { now: () => Date.UTC(2026, 0, 15, 15, 30, 0, 250) };

it('every entry is a line to be read and a line for programs', () => {
  const log = logFiles(folder, 'RUN1', { clock, mask: (text) => text.replaceAll('DU1', 'DU*') });
  log.write({ level: 'INFO', event: 'run', text: 'run RUN1 of DU1' });
  log.write({ level: 'ERROR', event: 'order', text: 'two\nlines', facts: { state: 'rejected' } });
  expect(readFileSync(join(folder, 'RUN1', 'run.log'), 'utf8')).toBe(
    '2026-01-15T15:30:00.250Z INFO     run        run RUN1 of DU*\n' +
      '2026-01-15T15:30:00.250Z ERROR    order      two lines\n',
  );
  const lines = readFileSync(join(folder, 'RUN1', 'run.jsonl'), 'utf8')
    .trim()
    .split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual([
    {
      time: '2026-01-15T15:30:00.250Z',
      run: 'RUN1',
      level: 'INFO',
      event: 'run',
      text: 'run RUN1 of DU*',
    },
    {
      time: '2026-01-15T15:30:00.250Z',
      run: 'RUN1',
      level: 'ERROR',
      event: 'order',
      text: 'two\nlines',
      state: 'rejected',
    },
  ]);
});

it('a log that cannot be written stops nothing', () => {
  mkdirSync(join(folder, 'busy'));
  writeFileSync(join(folder, 'busy', 'RUN2'), 'a file where the folder should be');
  const log = logFiles(join(folder, 'busy'), 'RUN2', { clock, mask: (text) => text });
  expect(() => {
    log.write({ level: 'INFO', event: 'run', text: 'run RUN2' });
  }).not.toThrow();
});
