import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from './exit-code.ts';
import {
  describeProblem,
  exitCodeOf,
  PROBLEMS,
  type Problem,
  type ProblemCode,
} from './problem.ts';
import { failure, success } from './result.ts';

const codes = Object.keys(PROBLEMS) as ProblemCode[];

/** Known to the table before anything reports them: what they are about is not built yet. */
const reserved: readonly string[] = ['portfolios.leverage', 'usage.arguments'];

describe.each(codes)('%s', (code) => {
  const [exitCode, meaning] = PROBLEMS[code];

  it('has an exit code of its own area, and never success', () => {
    expect(Object.values(EXIT)).toContain(exitCode);
    expect(exitCode).not.toBe(EXIT.success);
    expect(exitCodeOf([problemOf(code)])).toBe(exitCode);
  });

  it('means something, in one sentence', () => {
    expect(meaning).toMatch(/^[A-Z].{10,}\.$/);
  });
});

it('no two codes mean the same', () => {
  const meanings = codes.map((code) => PROBLEMS[code][1]);
  expect(new Set(meanings).size).toBe(codes.length);
});

it('every code is reported somewhere, or is known not to be yet', () => {
  const source = join(import.meta.dirname, '..', '..');
  const written = sourcesBelow(source)
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n')
    // The table itself only defines its codes.
    .replaceAll(/'[a-z.-]+': \[/g, '');
  const silent = codes.filter((code) => !written.includes(`'${code}'`));
  expect(silent.filter((code) => !reserved.includes(code))).toEqual([]);
});

it('a problem is told in one line: where, what, what should be, and the next step', () => {
  const problem: Problem = {
    code: 'portfolios.sum',
    where: 'portfolios.csv:1 GLTR',
    found: 'rows that add up to 99.40%',
    expected: '100% +/- 0.01',
    fix: 'Add 0.6% to its rows.',
  };
  expect(describeProblem(problem)).toBe(
    'portfolios.csv:1 GLTR: rows that add up to 99.40%; expected 100% +/- 0.01. Add 0.6% to its rows.',
  );
});

it('of several problems the worst decides the exit code; of none, success', () => {
  expect(exitCodeOf([])).toBe(EXIT.success);
  expect(exitCodeOf([problemOf('settings.syntax'), problemOf('safety.read-only')])).toBe(12);
  expect(exitCodeOf([problemOf('orders.unknown'), problemOf('orders.incomplete')])).toBe(14);
});

it('a result is a value or problems, never both', () => {
  expect(success(1)).toEqual({ ok: true, value: 1 });
  expect(failure([])).toEqual({ ok: false, problems: [] });
});

function problemOf(code: ProblemCode): Problem {
  return { code, where: '', found: '', expected: '', fix: '' };
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path));
}

it('what a system says in a sentence of its own becomes a part of ours', () => {
  const problem = { ...problemOf('broker.connection'), where: 'DU1', found: 'It is gone.' };
  expect(describeProblem(problem)).toMatch(/^DU1: It is gone; expected /);
});
