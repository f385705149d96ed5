/*
 * Runs the tests of the core for Stryker, all in one process. Vitest starts a worker and imports every
 * module again for each mutant: most of a second for tests that take milliseconds. The core is pure
 * and synchronous, so here its tests are bundled once and called as plain functions; `expect` is
 * Vitest's own.
 *
 * What a test file computes while it is loaded, such as a plan that all its tests look at, counts for
 * each of its tests: where a mutant is reached that way, the file is loaded again with the mutant.
 */
import { build } from 'esbuild';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { expect } from 'vitest';

const FOLDER = 'src/core';
const IS_TEST = /\.test\.ts$/;

/** A law that notices a mutant does so within its first cases; more would only delay the others. */
const MOST_RUNS = 60;

/** What Stryker's changed code and this runner tell each other. */
const stryker = (globalThis.__stryker__ ??= {});

class CoreRunner {
  /** Makes a new copy of all modules, none of them loaded yet. */
  #newCopy;
  /** The tests by file, of the copy that no mutant was ever active in. */
  #unchanged = new Map();
  /** The mutants that are reached while a test file is loaded, with the number of times. */
  #hitsOnLoad = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const files = readdirSync(FOLDER, { recursive: true })
      .map((name) => path.posix.join(FOLDER, name.replaceAll('\\', '/')))
      .filter((name) => name.endsWith('.ts'))
      .sort();
    const loaderOf = (name) =>
      `${JSON.stringify(name)}: () => require(${JSON.stringify(`./${name}`)})`;
    const { outputFiles } = await build({
      // Not the folder in which esbuild was imported: Stryker changes a copy of the project.
      absWorkingDir: process.cwd(),
      stdin: {
        contents: `module.exports = { ${files.map(loaderOf).join()} }`,
        resolveDir: process.cwd(),
      },
      bundle: true,
      write: false,
      format: 'cjs',
      platform: 'node',
      target: 'node20.19',
      external: ['vitest', 'fast-check'],
      plugins: [{ name: 'own-folder', setup: keepOwnFolder }],
      logLevel: 'error',
    });
    const bundle = new Function('require', 'module', outputFiles[0].text);
    this.#newCopy = () => {
      const module = { exports: {} };
      const tests = new Map();
      bundle(requireFor(tests), module);
      return { loaders: new Map(Object.entries(module.exports)), tests };
    };
    this.#loadUnchanged();
  }

  /** Loads everything once, unchanged; a runner that Stryker starts anew makes no dry run. */
  #loadUnchanged() {
    activate(undefined);
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const { loaders, tests } = this.#newCopy();
    // The sources first: what they compute on loading is every test's, and Stryker calls it static.
    for (const [name, load] of loaders) if (!IS_TEST.test(name)) load();
    for (const [name, load] of loaders) {
      if (!IS_TEST.test(name)) continue;
      stryker.currentTestId = name;
      this.#unchanged.set(name, loadTests(name, load, tests));
      this.#hitsOnLoad.set(name, stryker.mutantCoverage.perTest[name] ?? {});
      delete stryker.mutantCoverage.perTest[name];
    }
    stryker.currentTestId = undefined;
  }

  dryRun() {
    const results = [...this.#unchanged].flatMap(([name, group]) =>
      group.map((test) => this.#dryRunTest(name, test)),
    );
    stryker.currentTestId = undefined;
    return { status: 'complete', tests: results, mutantCoverage: stryker.mutantCoverage };
  }

  #dryRunTest(fileName, { id, run }) {
    stryker.currentTestId = id;
    const start = performance.now();
    const failureMessage = failureOf(run);
    const timeSpentMs = performance.now() - start;
    const hits = (stryker.mutantCoverage.perTest[id] ??= {});
    for (const [mutant, count] of Object.entries(this.#hitsOnLoad.get(fileName))) {
      hits[mutant] = (hits[mutant] ?? 0) + count;
    }
    const result = { id, name: id, fileName: path.resolve(fileName), timeSpentMs };
    return failureMessage === undefined
      ? { ...result, status: 0 }
      : { ...result, status: 1, failureMessage };
  }

  mutantRun({ activeMutant, testFilter, hitLimit, reloadEnvironment, sandboxFileName }) {
    const wanted = testFilter && new Set(testFilter);
    const changed = this.#newCopy();
    activate(activeMutant.id, hitLimit);
    let nrOfTests = 0;
    for (const name of nearestFirst([...this.#unchanged.keys()], sandboxFileName)) {
      const unchanged = this.#unchanged.get(name);
      if (wanted && !unchanged.some(({ id }) => wanted.has(id))) continue;
      const isReloaded = reloadEnvironment || activeMutant.id in this.#hitsOnLoad.get(name);
      let group = unchanged;
      let failureMessage = isReloaded
        ? failureOf(() => {
            group = loadTests(name, changed.loaders.get(name), changed.tests);
          })
        : undefined;
      if (failureMessage !== undefined) return killed([], failureMessage, nrOfTests);
      for (const { id, run } of group) {
        if (wanted && !wanted.has(id)) continue;
        nrOfTests += 1;
        failureMessage = failureOf(run);
        if (stryker.hitCount > hitLimit) return timedOut();
        if (failureMessage === undefined) continue;
        this.#mustPassUnchanged(name, id);
        return killed([id], failureMessage, nrOfTests);
      }
    }
    if (nrOfTests === 0) throw new Error(`no test of ${activeMutant.fileName} was found`);
    return { status: 'survived', nrOfTests };
  }

  /** A test that goes on failing was broken by what a mutant left behind, and proves nothing. */
  #mustPassUnchanged(name, id) {
    activate(undefined);
    const { run } = this.#unchanged.get(name).find((test) => test.id === id);
    const failureMessage = failureOf(run);
    if (failureMessage !== undefined) throw new Error(`${id} fails by itself: ${failureMessage}`);
  }
}

function activate(mutant, hitLimit) {
  stryker.activeMutant = mutant;
  stryker.hitLimit = hitLimit;
  stryker.hitCount = hitLimit === undefined ? undefined : 0;
}

function killed(killedBy, failureMessage, nrOfTests) {
  if (stryker.hitCount > stryker.hitLimit) return timedOut();
  return { status: 'killed', killedBy, failureMessage, nrOfTests };
}

function timedOut() {
  return { status: 'timeout', reason: 'The changed code ran a hundred times as often.' };
}

/** What a test says when it fails; undefined when it does not. */
function failureOf(run) {
  try {
    if (run() instanceof Promise) throw new Error('a test of the core is synchronous');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The tests beside the changed file, then those of its folder, then the others; laws come last. */
function nearestFirst(names, sandboxFileName) {
  const changed = path.relative('.', sandboxFileName).replaceAll('\\', '/').replace(/\.ts$/, '');
  const distance = (name) => {
    if (name.startsWith(`${changed}.`)) return 0;
    const far = path.posix.dirname(name) === path.posix.dirname(changed) ? 1 : 2;
    return name.includes('.property.') ? far + 2 : far;
  };
  return names.sort((a, b) => distance(a) - distance(b));
}

/** Loads a test file: its tests in the order of the file, named once and for all. */
function loadTests(name, load, tests) {
  tests.clear();
  load();
  return [...tests].map(([title, run]) => ({ id: `${name}#${title}`, run }));
}

/** What the bundled tests import from outside; `describe` and `it` write into `tests`. */
function requireFor(tests) {
  const titles = [];
  const describe = (title, body) => {
    titles.push(title);
    body();
    titles.pop();
  };
  const it = (title, body) => {
    const full = [...titles, title].join(' > ');
    let unique = full;
    for (let again = 2; tests.has(unique); again += 1) unique = `${full} (${again})`;
    tests.set(unique, body);
  };
  for (const declare of [describe, it]) {
    declare.each = (rows) => (title, body) => {
      for (const [at, row] of rows.entries()) {
        const given = Array.isArray(row) ? row : [row];
        declare(`${title} [${at}]`, () => body(...given));
      }
    };
  }
  const modules = {
    vitest: { describe, expect, it, test: it },
    'fast-check': capped(),
    'node:fs': fs,
    'node:path': path,
  };
  return (name) => modules[name];
}

/** fast-check with short runs, which looks for no smaller example once it has found one. */
function capped() {
  const most = (numRuns) => Math.min(numRuns ?? MOST_RUNS, MOST_RUNS);
  const short = (options) => ({ ...options, numRuns: most(options?.numRuns), endOnFailure: true });
  return {
    ...fc,
    assert: (property, options) => fc.assert(property, short(options)),
    sample: (generator, options) =>
      fc.sample(generator, typeof options === 'number' ? most(options) : short(options)),
  };
}

/** In a bundle every module would stand in the folder of the bundle. */
function keepOwnFolder({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, ({ path: file }) => ({
    contents: readFileSync(file, 'utf8').replaceAll(
      'import.meta.dirname',
      JSON.stringify(path.dirname(file)),
    ),
    loader: 'ts',
  }));
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'core', injectableClass: CoreRunner }];
