import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../src/core/units/problem.ts';

const root = join(import.meta.dirname, '../..');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
})
  .toString()
  .split('\n')
  .filter((path) => path !== '' && existsSync(join(root, path)));
const sources = files.filter((path) => /^(src|simulator|test|bench)\/.*\.ts$/.test(path));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Every banned text is paired with what to do instead. */
const banned: readonly [RegExp, string][] = [
  [/\b(TODO|FIXME|XXX)\b/, 'finish it, or say in the known limitations that it is not there'],
  [/\b(it|test|describe)\.(only|skip|todo)\b/, 'a test runs, or it is not there'],
  [/@ts-(ignore|nocheck|expect-error)/, 'make the types say it'],
  [/\bas any[;,)\]]/, 'name the type'],
  [/\bparseFloat\(|\bNumber\.parseFloat\(/, 'parseDecimal: money is never a binary fraction'],
];

describe('the tree is tidy', () => {
  it.each(banned)('no %s', (pattern) => {
    const found = sources.filter(
      (path) => path !== 'test/house/tidy.test.ts' && pattern.test(read(path)),
    );
    expect(found).toEqual([]);
  });

  it('files are named in kebab-case, and no name is a bin for leftovers', () => {
    const names = sources.map((path) => path.split('/').at(-1) ?? '');
    expect(
      names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.property)?(\.test|\.d)?\.ts$/.test(name)),
    ).toEqual([]);
    const leftovers = /(^|\/)(utils?|helpers?|common|misc|manager|service)s?(\.|\/)/;
    expect(sources.filter((path) => leftovers.test(path))).toEqual([]);
  });

  it('no source file is longer than 400 lines', () => {
    const long = sources.filter(
      (path) => !path.endsWith('.test.ts') && read(path).split('\n').length > 400,
    );
    expect(long).toEqual([]);
  });

  it('every part of the house has a README of at most 40 lines', () => {
    for (const folder of [
      'src/core',
      'src/execution',
      'src/broker',
      'src/simulated',
      'simulator',
      'simulator/wire',
      'simulator/sessions',
      'simulator/engine',
      'simulator/scenario',
      'simulator/faults',
      'simulator/control',
    ]) {
      expect(files).toContain(`${folder}/README.md`);
      expect(read(`${folder}/README.md`).split('\n').length).toBeLessThanOrEqual(41);
    }
  });

  it('links between the documents lead somewhere', () => {
    const broken = files
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        [...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
          .map(([, target]) => join(path, '..', target ?? ''))
          .filter((target) => !existsSync(join(root, target)))
          .map((target) => `${path} -> ${target}`),
      );
    expect(broken).toEqual([]);
  });

  it('every kind of problem is raised somewhere', () => {
    const code = sources
      .filter(
        (path) =>
          path.startsWith('src/') &&
          !path.endsWith('.test.ts') &&
          !path.endsWith('units/problem.ts'),
      )
      .map(read)
      .join('\n');
    expect(Object.keys(PROBLEMS).filter((name) => !code.includes(`'${name}'`))).toEqual([]);
  });

  it('the flags that the README names are the flags there are', () => {
    const flags = (text: string): string[] => text.match(/--[a-z][a-z-]+/g) ?? [];
    const commandLine = sources.filter(
      (path) => path.startsWith('src/cli/') && !path.endsWith('.test.ts'),
    );
    const built = new Set(commandLine.flatMap((path) => flags(read(path))));
    const documented = new Set(flags(read('README.md')));
    // What only one setting needs is on the page of settings, which is made from the code.
    expect([...documented].sort()).toEqual([...built].sort());
  });

  it('no dependency is pinned loosely', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('the lockfile holds every package that it names, or another system cannot install it', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          packages[`${path}/node_modules/${name}`] === undefined &&
          packages[`node_modules/${name}`] === undefined,
      ),
    );
    expect(missing).toEqual([]);
  });
});
