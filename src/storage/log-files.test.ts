import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { LOG_LEVELS } from '../core/settings.ts';
import { logFiles } from './log-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'log-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const clock = { now: () => Date.UTC(2026, 0, 15, 15, 30, 0, 250) };

const mask = (text: string): string => text.replaceAll('DU1', 'DU*');

it.each(['text', 'json'] as const)('every entry is one line, as %s', (format) => {
  const log = logFiles(folder, 'RUN1', { clock, mask, level: 'INFO', format });
  log.write({ level: 'INFO', event: 'run', text: 'run RUN1 of DU1' });
  log.write({ level: 'DEBUG', event: 'line', text: 'less than what is kept' });
  log.write({ level: 'ERROR', event: 'order', text: 'two\nlines', facts: { state: 'rejected' } });
  if (format === 'json') return;
  expect(readdirSync(join(folder, 'RUN1'))).toEqual(['run.log']);
  expect(readFileSync(join(folder, 'RUN1', 'run.log'), 'utf8')).toBe(
    '2026-01-15T15:30:00.250Z INFO     run        run RUN1 of DU*\n' +
      '2026-01-15T15:30:00.250Z ERROR    order      two lines\n',
  );
});

it('as JSON every entry is an object with its facts', () => {
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

it.each([
  ['DEBUG', 'DEBUG INFO WARNING ERROR'],
  ['INFO', 'INFO WARNING ERROR'],
  ['WARNING', 'WARNING ERROR'],
  ['ERROR', 'ERROR'],
] as const)('log_level = %s keeps %s', (level, kept) => {
  const log = logFiles(folder, level, { clock, mask, level, format: 'text' });
  for (const each of LOG_LEVELS) log.write({ level: each, event: 'run', text: 'x' });
  const lines = readFileSync(join(folder, level, 'run.log'), 'utf8')
    .trim()
    .split('\n');
  expect(lines.map((line) => line.split(/ +/)[1]).join(' ')).toBe(kept);
});

it('a log that cannot be written stops nothing', () => {
  mkdirSync(join(folder, 'busy'));
  writeFileSync(join(folder, 'busy', 'RUN2'), 'a file where the folder should be');
  const log = logFiles(join(folder, 'busy'), 'RUN2', {
    ...{ clock, mask },
    ...{ level: 'INFO', format: 'text' },
  });
  expect(() => {
    log.write({ level: 'INFO', event: 'run', text: 'run RUN2' });
  }).not.toThrow();
});
