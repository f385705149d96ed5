import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchmarksPage } from '../../bench/benchmarks-page.ts';
import { BENCHMARKS } from '../../bench/benchmarks.ts';
import { figureText, holds, spreadOf, type Figure } from '../../bench/figures.ts';

const root = join(import.meta.dirname, '../..');
const [benchmark] = BENCHMARKS;

describe('the page of benchmarks', () => {
  it('names every benchmark of package.json, and each is a program', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const written = Object.keys(scripts).filter((name) => name.startsWith('bench:'));
    expect(BENCHMARKS.map(({ command }) => command).sort()).toEqual(written.sort());
    for (const { command, program } of BENCHMARKS) {
      expect(scripts[command]).toBe(`node bench/run.mjs ${program}`);
      expect(existsSync(join(root, `bench/${program}.ts`))).toBe(true);
    }
  });

  it('has a table for each, with the conditions they were measured under', () => {
    const page = readFileSync(join(root, 'docs/benchmarks.md'), 'utf8');
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
    expect(headings).toEqual(BENCHMARKS.map(({ command }) => command));
    for (const part of page.split(/^## /m).slice(1)) {
      expect(part).toMatch(
        /^\| what +\| unit +\| +median \| +min \| +max \| +runs \| bar +\| +\|$/m,
      );
      expect(part.match(/^\| (?!what|--|:)[^|]+\|/gm)?.length).toBeGreaterThan(0);
    }
    for (const line of [/^- machine: /m, /^- node v\d/m, /^- commit of \d{4}-/m]) {
      expect(page).toMatch(line);
    }
    expect(page).toMatch(/^(Every bar holds\.|What falls short:)$/m);
  });

  it('says what falls short, and what ended without figures', () => {
    const slow: Figure = { what: 'a start', unit: 'ms', values: [3, 9, 4], bar: { most: 3.5 } };
    const right: Figure = { what: 'an end', unit: 'ms', values: [3], bar: { least: 3 } };
    if (benchmark === undefined) throw new Error('there are benchmarks');
    const page = benchmarksPage({
      conditions: ['machine: mine'],
      benchmarks: [
        { benchmark, figures: [slow, right, { what: 'a word', unit: '', values: [1] }] },
        { benchmark, figures: undefined },
      ],
    });
    expect(page).toContain('- a start: 4 ms, at most 3.500');
    expect(page).toContain(`- \`${benchmark.command}\` ended without figures.`);
    expect(page).toContain('| a start | ms | 4 | 3 | 9 | 3 | at most 3.500 | **falls short** |');
    expect(page).toContain('| an end | ms | 3 | 3 | 3 | 1 | at least 3 | holds |');
    expect(page).toContain('| a word |  | 1 | 1 | 1 | 1 |  |  |');
    const fine = benchmarksPage({ conditions: [], benchmarks: [{ benchmark, figures: [right] }] });
    expect(fine).toContain('Every bar holds.');
  });
});

describe('a figure', () => {
  it('has the middle of its runs, or the middle of the two in the middle', () => {
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 });
    expect(spreadOf([4, 1, 2, 9])).toEqual({ median: 3, min: 1, max: 9 });
  });

  it.each([
    [{ most: 2 }, [2], true],
    [{ most: 2 }, [2.1], false],
    [{ least: 2 }, [2], true],
    [{ least: 2 }, [1.9, 1.9, 5], false],
    [undefined, [99], true],
  ] as const)('holds a bar of %j at %j: %s', (bar, values, held) => {
    expect(holds({ what: '', unit: '', values, ...(bar && { bar }) })).toBe(held);
  });

  it('that is not a number holds no bar', () => {
    expect(holds({ what: '', unit: '', values: [NaN], bar: { most: 2 } })).toBe(false);
    expect(holds({ what: '', unit: '', values: [], bar: { least: 2 } })).toBe(false);
  });

  it.each([
    [0, '0'],
    [0.00012, '1.2e-4'],
    [0.0123, '0.012'],
    [7, '7'],
    [1.234, '1.234'],
    [12.34, '12.3'],
    [1234.5, '1,235'],
    [1_234_567, '1,234,567'],
  ])('shows %d as %s', (value, text) => {
    expect(figureText(value)).toBe(text);
  });
});
