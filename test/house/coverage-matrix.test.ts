/* docs/coverage-matrix.md: nothing in it is empty, out of date or made up. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import config from '../../vitest.config.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/coverage-matrix.md');
const BEYOND = '\n## Scenarios beyond the two texts\n';
const NOT_OF_THE_PRODUCT = 'not a requirement of the product';

/** The sections of both texts that ask for something; a heading alone has no row. */
const SECTIONS = {
  S: '0 1 2 3.1 3.2 4.1 4.2 4.3 5 6 7 8.1 8.2 8.3 8.4 8.5 9 10 11 12 13',
  P: '0 1 2 2.1 2.2 2.3 2.4 2.5 3 3.1 3.2 4 5 6 6.1 7 7.0 7.1 7.2 7.3 8 9 10 11 12 13 14',
};

interface Row {
  readonly number: string;
  readonly asked: string;
  readonly shownBy: string;
  readonly remark: string;
}

const rows: readonly Row[] = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (number|---) /.test(line))
  .map((line) => {
    const [number = '', asked = '', shownBy = '', remark = '', ...more] = line
      .slice(2, -1)
      .split('|')
      .map((cell) => cell.trim());
    if (more.length > 0) throw new Error(`more than four cells: ${line}`);
    return { number, asked, shownBy, remark };
  });

interface Reference {
  readonly path: string;
  /** A part of the name of a test in it. */
  readonly name: string | undefined;
  /** The row or line that it stands in. */
  readonly within: string;
}

/** Everything that a text names: `path`, or `path` › "a part of the name of a test". */
function referencesOf(text: string, within: string): readonly Reference[] {
  return [...text.matchAll(/`([^`]+)`(?: › "([^"]+)")?/g)].map(([, path = '', name]) => ({
    path,
    name,
    within,
  }));
}

const shown = rows.flatMap((row) =>
  referencesOf(row.shownBy, `${row.number} ${row.shownBy} ${row.remark}`),
);
const beyond = page
  .slice(page.indexOf(BEYOND))
  .split('\n')
  .filter((line) => line.startsWith('- '))
  .map((line) => ({ path: /^- `([^`]+)`/.exec(line)?.[1] ?? line, name: undefined, within: line }));
const references: readonly Reference[] = [...shown, ...beyond];
const tests = references.filter(({ path }) => path.endsWith('.test.ts'));
const scenarios = readdirSync(join(root, 'test/scenarios'), { recursive: true, encoding: 'utf8' })
  .map((name) => `test/scenarios/${name.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.yaml'))
  .sort();

/** The literal text of every title of `it`, `test` and `describe` in a file, tables included. */
function titlesIn(path: string): readonly string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const [title] = ts.isCallExpression(node) ? node.arguments : [];
    if (
      ts.isCallExpression(node) &&
      title !== undefined &&
      /^(it|test|describe)$/.test(callee(node))
    )
      titles.push(literalOf(title));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest));
  return titles;
}

/** `it` of `it('…')`, of `it.each(table)('…')` and of `it.each`a table`('…')`. */
function callee(call: ts.CallExpression): string {
  let node: ts.Expression = call.expression;
  while (!ts.isIdentifier(node)) {
    if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) node = node.expression;
    else if (ts.isTaggedTemplateExpression(node)) node = node.tag;
    else return '';
  }
  return node.text;
}

function literalOf(title: ts.Expression): string {
  if (ts.isStringLiteralLike(title)) return title.text;
  if (!ts.isTemplateExpression(title)) return '';
  return [title.head.text, ...title.templateSpans.map(({ literal }) => literal.text)].join('…');
}

/** The parts of a number in the order of the page: `S-4.1.6a` is S, 4, 1, 6, a. */
function partsOf(number: string): readonly [text: string, section: number[], letters: string] {
  const [, text = '', section = '', letters = ''] =
    /^([SP])-(\d+(?:\.\d+)*)([a-z]{0,2})$/.exec(number) ?? [];
  return [text, section.split('.').map(Number), letters];
}

function comesBefore(one: string, other: string): boolean {
  const [text, section, letters] = partsOf(one);
  const [otherText, otherSection, otherLetters] = partsOf(other);
  // The detailed SRS stands first.
  if (text !== otherText) return text === 'S';
  for (let at = 0; at < Math.max(section.length, otherSection.length); at += 1) {
    const [mine = -1, its = -1] = [section[at], otherSection[at]];
    if (mine !== its) return mine < its;
  }
  if (letters.length !== otherLetters.length) return letters.length < otherLetters.length;
  return letters < otherLetters;
}

describe('the rows', () => {
  it('have a number each, unique and in order', () => {
    const numbers = rows.map(({ number }) => number);
    expect(numbers.filter((number) => partsOf(number)[0] === '')).toEqual([]);
    const wrong = numbers.filter(
      (number, at) => at > 0 && !comesBefore(numbers[at - 1] ?? '', number),
    );
    expect(wrong).toEqual([]);
  });

  it('stand under each section of both texts', () => {
    for (const [text, listed] of Object.entries(SECTIONS)) {
      const sections = listed.split(' ');
      const found = rows
        .map(({ number }) => partsOf(number))
        .filter(([of]) => of === text)
        .map(([, [chapter, ...place]]) => {
          const below = sections.find((each) => each === `${chapter ?? ''}.${place[0] ?? ''}`);
          return below ?? String(chapter);
        });
      expect([...new Set(found)]).toEqual(sections);
    }
  });

  it('say what is asked and what shows it', () => {
    const empty = rows.filter(
      ({ asked, shownBy }) =>
        asked === '' || (shownBy !== NOT_OF_THE_PRODUCT && referencesOf(shownBy, '').length === 0),
    );
    expect(empty).toEqual([]);
  });

  it('name nothing but what is separated by semicolons', () => {
    const strange = rows.filter(
      ({ shownBy }) =>
        shownBy !== NOT_OF_THE_PRODUCT &&
        !shownBy.split('; ').every((each) => /^`[^`]+`(?: › "[^"]+")?$/.test(each)),
    );
    expect(strange).toEqual([]);
  });

  it('speak in remarks of decisions that there are', () => {
    const decisions = readdirSync(join(root, 'docs/decisions'));
    const missing = rows.flatMap(({ number, remark }) =>
      (remark.match(/decisions? \d+(?: and \d+)?/g) ?? [])
        .flatMap((named) => named.match(/\d+/g) ?? [])
        .filter((each) => !decisions.some((name) => name.startsWith(`${each.padStart(4, '0')}-`)))
        .map((each) => `${number}: decision ${each}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('what they name', () => {
  it('is a file that there is', () => {
    expect(references.filter(({ path }) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('is a test by its name, which stands in its file', () => {
    const titles = new Map<string, readonly string[]>();
    const missing = tests.filter(({ path, name }) => {
      if (!titles.has(path)) titles.set(path, titlesIn(path));
      return name === undefined || !titles.get(path)?.some((title) => title.includes(name));
    });
    expect(missing).toEqual([]);
    expect(references.filter((each) => each.name !== undefined && !tests.includes(each))).toEqual(
      [],
    );
  });

  it('runs with npm test, or the row names the command', () => {
    const { include = [], exclude = [] } = config.test ?? {};
    // A pattern is a folder here, with everything below it.
    const startsOf = (patterns: readonly string[]) =>
      patterns.map((pattern) => pattern.replace(/\*\*.*$/, ''));
    const apart = startsOf(exclude);
    expect(startsOf(include)).toEqual(['src/', 'simulator/', 'test/']);
    for (const { path, within } of [...tests, ...scenarioReferences()]) {
      expect(startsOf(include).some((start) => path.startsWith(start))).toBe(true);
      const folder = apart.find((start) => path.startsWith(start));
      const command =
        folder === undefined
          ? path.startsWith('test/scenarios/socket-only/') && 'test:socket'
          : `test:${folder.split('/')[1] ?? ''}`;
      if (command !== false) expect(within).toContain(`\`npm run ${command}\``);
    }
  });

  it('is every scenario, for a requirement or beyond them', () => {
    const named = scenarioReferences().map(({ path }) => path);
    expect([...new Set(named)].sort()).toEqual(scenarios);
    const requirements = new Set(shown.map(({ path }) => path));
    expect(beyond.filter(({ path }) => requirements.has(path))).toEqual([]);
    expect(beyond.map(({ path }) => path)).toEqual(
      [...new Set(beyond.map(({ path }) => path))].sort(),
    );
  });
});

function scenarioReferences(): readonly Reference[] {
  return references.filter(
    ({ path }) => path.endsWith('.yaml') && path.startsWith('test/scenarios'),
  );
}
