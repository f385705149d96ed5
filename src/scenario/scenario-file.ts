import { isCollection, LineCounter, parseDocument, type Document } from 'yaml';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import {
  BadScenario,
  type Scenario,
  type ScenarioProblem,
} from '../../simulator/scenario/scenario.ts';
import { problemsOf } from '../../simulator/scenario/scenario-problems.ts';
import type { Problem } from '../core/units/problem.ts';
import { failure, success, type Result } from '../core/units/result.ts';
import { closestName } from '../inputs/closest-name.ts';
import { expectSchema, runSchema, type ExpectPart, type RunPart } from './scenario-parts.ts';

/** A scenario file, read and checked. */
export interface ScenarioFile {
  readonly path: string;
  readonly text: string;
  readonly gateway: Scenario;
  readonly run: RunPart;
  /** Empty when the file expects nothing. */
  readonly expected: ExpectPart;
  readonly document: Document.Parsed;
  /** `file.yaml:12`, for what is written at this path of keys, or where it would stand. */
  readonly lineOf: (path: readonly PropertyKey[]) => string;
}

/** A scenario from its text. Every mistake in any of its three parts is reported, with its line. */
export function readScenarioFile(path: string, text: string): Result<ScenarioFile> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (keys: readonly PropertyKey[]): string =>
    `${path}:${lines.linePos(offsetOf(document, keys)).line}`;
  const [broken] = document.errors;
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line ?? 1;
    const found = broken.message.split('\n')[0] ?? broken.message;
    const fix = 'Correct the indentation, the brackets or the quotes there.';
    return failure([badFile(`${path}:${line}`, { found, expected: 'a YAML document', fix })]);
  }
  const whole: unknown = document.toJS();
  const parts = typeof whole === 'object' && whole !== null ? whole : {};
  const gateway = readGateway(path, text);
  const run = runSchema.safeParse('run' in parts ? parts.run : undefined);
  const expected = expectSchema.safeParse(('expect' in parts ? parts.expect : undefined) ?? {});
  const mistakes = [
    ...(gateway instanceof BadScenario ? gateway.problems : []),
    ...problemsOf(run.error?.issues ?? [], ['run']),
    ...problemsOf(expected.error?.issues ?? [], ['expect']),
  ];
  if (gateway instanceof BadScenario || !run.success || !expected.success) {
    return failure(mistakes.map((mistake) => problemOf(mistake, document, lineOf)));
  }
  const read = { path, text, gateway, run: run.data, expected: expected.data, document, lineOf };
  return success(read);
}

export function badFile(
  where: string,
  { found, expected, fix }: Pick<Problem, 'found' | 'expected' | 'fix'>,
): Problem {
  return { code: 'scenario.bad-file', where, found, expected, fix };
}

function readGateway(source: string, text: string): Scenario | BadScenario {
  try {
    return parseScenario(text, { source });
  } catch (error) {
    if (error instanceof BadScenario) return error;
    throw error;
  }
}

/** `gateway.accounts[0].cash.EUR` as its keys. A symbol with a dot in it is found by its first part. */
function keysOf(where: string): readonly (string | number)[] {
  if (where === 'the document') return [];
  return [...where.matchAll(/[^.[\]]+/g)].map(([key]) => (/^\d+$/.test(key) ? Number(key) : key));
}

/** Where the node of these keys begins; of what is not written, the innermost that is around it. */
function offsetOf(document: Document.Parsed, keys: readonly PropertyKey[]): number {
  for (let depth = keys.length; depth >= 0; depth -= 1) {
    const node = document.getIn(keys.slice(0, depth), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
    if (Array.isArray(range)) return Number(range[0]);
  }
  return 0;
}

const KNOWN: Readonly<Record<string, readonly string[]>> = {
  run: Object.keys(runSchema.shape),
  expect: Object.keys(expectSchema.shape),
};
const PAGE = 'docs/scenario-files.md shows every key with an example.';

/** A mistake as a person can find it: with its line, what stands there, and the next step. */
function problemOf(
  { where, what }: ScenarioProblem,
  document: Document.Parsed,
  lineOf: ScenarioFile['lineOf'],
): Problem {
  const keys = keysOf(where);
  const unknown = /^unknown key (\S+?)(,|$)/.exec(what)?.[1];
  if (unknown !== undefined) {
    const known = KNOWN[where] ?? [];
    const near = closestName(unknown, known);
    return badFile(lineOf([...keys, unknown]), {
      found: `the key ${unknown}`,
      expected: known.length === 0 ? `a key of ${where}` : `one of ${known.join(', ')}`,
      fix: near === undefined ? PAGE : `Did you mean ${near}?`,
    });
  }
  const expected = /^(?:must be|needs) (.*)$/.exec(what)?.[1];
  if (expected === undefined) {
    const found = `${where}: ${what}`;
    return badFile(lineOf(keys), { found, expected: 'a scenario that can begin', fix: PAGE });
  }
  const written = document.getIn(keys);
  const found =
    written === undefined || isCollection(written)
      ? where
      : `${where} is ${JSON.stringify(written)}`;
  return badFile(lineOf(keys), { found, expected, fix: PAGE });
}
