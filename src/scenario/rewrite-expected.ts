import { Document, isMap, Scalar } from 'yaml';
import { isProblem } from './compare.ts';
import { columnsOf, tableOf } from './expected-table.ts';
import type { Happened, Told } from './happened.ts';
import type { ScenarioFile } from './scenario-file.ts';
import type { ExpectPart, Said } from './scenario-parts.ts';

/**
 * The text of a scenario file with what happened in the place of what was expected. Only the keys
 * that are there are written anew, save in a file that expects nothing: it gets the exit code, the
 * problems, the orders and the books. `says` and `says_not` are somebody's own words and stay.
 */
export function rewriteExpected(file: ScenarioFile, happened: Happened): string {
  const { text, document, expected } = file;
  const isNew = Object.keys(expected).length === 0;
  const told = document.get('expect', true);
  const part = new Document(isMap(told) ? told : {});
  const write = (path: readonly (string | number)[], value: unknown): void => {
    part.setIn(path, value);
  };
  const last = happened.told.at(-1);
  if (last !== undefined) {
    writeTold(isNew ? blankFor(last) : expected, last, (key, value) => {
      write([key], value);
    });
  }
  for (const [at, said] of (expected.steps ?? []).entries()) {
    const told = happened.told[at];
    if (told === undefined) continue;
    writeTold(said, told, (key, value) => {
      write(['steps', at, key], value);
    });
  }
  if (isNew || expected.orders !== undefined) write(['orders'], happened.orders);
  if (expected.story !== undefined && happened.story !== undefined) {
    write(['story'], happened.story);
  }
  const accounts = isNew ? Object.keys(happened.books) : Object.keys(expected.books ?? {});
  for (const account of accounts) {
    write(['books', account], part.createNode(figuresOf(happened, account), { flow: true }));
  }
  return replaceExpected(text, document, part);
}

function blankFor({ problems }: Told): Said {
  return { exit: 0, ...(problems.length > 0 && { problems: [] }) };
}

function writeTold(
  said: Said,
  told: Told,
  write: (key: keyof ExpectPart, value: unknown) => void,
): void {
  if (said.exit !== undefined) write('exit', told.exit);
  if (said.outcome !== undefined) write('outcome', told.outcome ?? 'none');
  if (said.problems !== undefined) {
    const { problems } = said;
    // What somebody wrote by its code alone, or with a part of the words, may stay if it still holds.
    const kept = told.problems.map(
      (problem) => problems.find((written) => isProblem(written, problem)) ?? problem,
    );
    write('problems', kept);
  }
  for (const [key, csv] of [
    ['plan', told.plan],
    ['report', told.report],
  ] as const) {
    const written = said[key];
    if (written === undefined) continue;
    const table = csv === undefined ? 'no report' : tableOf(csv, columnsOf(written));
    const block = new Scalar(`${table}\n`);
    block.type = 'BLOCK_LITERAL';
    write(key, block);
  }
}

/** Figures that are numbers in YAML are written as such: they are easier to read. */
function figuresOf(
  { books }: Happened,
  account: string,
): Readonly<Record<string, number | string>> {
  return Object.fromEntries(
    Object.entries(books[account] ?? {}).map(([name, figure]) => [
      name,
      String(Number(figure)) === figure ? Number(figure) : figure,
    ]),
  );
}

/** Everything around the part stays as it is, to the letter. */
function replaceExpected(text: string, document: ScenarioFile['document'], part: Document): string {
  const written = new Document({ expect: part.contents }).toString({
    lineWidth: 0,
    singleQuote: true,
  });
  const pair = isMap(document.contents)
    ? document.contents.items.find(({ key }) => String(key) === 'expect')
    : undefined;
  const start = rangeOf(pair?.key)?.[0];
  const end = rangeOf(pair?.value)?.[2] ?? rangeOf(pair?.key)?.[2];
  if (start === undefined || end === undefined) return `${text.trimEnd()}\n\n${written}`;
  const rest = text.slice(end);
  return `${text.slice(0, start)}${written}${rest.replace(/^\n+/, '\n')}`;
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
  return Array.isArray(range) ? (range as unknown as readonly [number, number, number]) : undefined;
}
