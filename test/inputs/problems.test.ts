import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { describeProblem, exitCodeOf, type Problem } from '../../src/core/units/problem.ts';
import { readInputs } from '../../src/inputs/read-inputs.ts';
import { RIGHT_PORTFOLIOS, RIGHT_SETTINGS, type BadInput, type Content } from './bad-input.ts';
import { BAD_PORTFOLIOS } from './bad-portfolios.ts';
import { BAD_SETTINGS } from './bad-settings.ts';

const all = [...BAD_SETTINGS, ...BAD_PORTFOLIOS];

/** What the real readers say about a bad input. */
function problemsOf(input: BadInput): readonly Problem[] {
  const { settings = RIGHT_SETTINGS, portfolios = RIGHT_PORTFOLIOS } = input;
  const result = readInputs(
    {
      settingsPath: 'settings.ini',
      portfoliosPath: undefined,
      flags: new Map(Object.entries(input.flags ?? {})),
    },
    {
      read: (path) => bytesOf(path === 'settings.ini' ? settings : portfolios),
      environment: input.environment ?? {},
    },
  );
  return result.ok ? [] : result.problems;
}

function bytesOf(content: Content): Uint8Array {
  if (typeof content === 'string') return Buffer.from(content);
  if ('bytes' in content) return content.bytes;
  throw Object.assign(new Error(content.error), { code: content.error });
}

/** The input as a person would see it in an editor, or in words. */
function shown(input: BadInput): string[] {
  const { settings, portfolios, environment = {}, flags = {} } = input;
  return [
    ...(settings === undefined ? [] : file('settings.ini', settings, 'ini')),
    ...(portfolios === undefined ? [] : file('portfolios.csv', portfolios, 'csv')),
    ...Object.entries(environment).map(
      ([name, value]) => `In the environment: \`${name}=${value}\``,
    ),
    ...Object.entries(flags).map(([name, value]) => `On the command line: \`--${name} ${value}\``),
  ];
}

function file(name: string, content: Content, language: string): string[] {
  if (typeof content !== 'string') return [`\`${name}\`: ${content.words}`];
  const visible = content.replaceAll('\uFEFF', '').replaceAll('\r', '').replaceAll('\u001b', '␛');
  if (visible === '') return [`\`${name}\`: nothing`];
  return [`\`${name}\`:`, `\`\`\`${language}\n${visible.trimEnd()}\n\`\`\``];
}

/** At most this many messages of one input are shown on the page. */
const MOST_SHOWN = 8;

function entry(input: BadInput): string {
  const problems = problemsOf(input);
  const messages = problems.slice(0, MOST_SHOWN).map(describeProblem);
  const more = problems.length - messages.length;
  return [
    `### ${input.title}`,
    ...shown(input),
    `Exit code ${exitCodeOf(problems)}:`,
    `\`\`\`text\n${messages.join('\n')}\n\`\`\``,
    ...(more === 0 ? [] : [`and ${more.toLocaleString('en-US')} more.`]),
  ].join('\n\n');
}

const intro = `# Bad inputs, and what is said about them

Made by a test from the real readers. Every message says where, what was found, what was expected and
what to do next; all problems of both files are told at once. Files that are not shown are right; the
model portfolios are \`smurf\` and \`gltr\` unless the settings are shown. The numbers are the
[exit codes](exit-codes.md).
`;

describe('a bad input', () => {
  it.each(all)('$title: is refused in clear words', (input) => {
    const problems = problemsOf(input);
    expect(problems.length).toBeGreaterThan(0);
    expect([3, 4]).toContain(exitCodeOf(problems));
    for (const { where, found, expected, fix } of problems) {
      for (const words of [where, found, expected, fix]) expect(words).toMatch(/^[^\p{Cc}]+$/u);
      expect(fix).toMatch(/[.?]$/);
    }
  });

  it('has a title of its own', () => {
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(60);
  });

  it('is not what 99.99 is: within a hundredth of a percent of 100', () => {
    expect(problemsOf({ title: '', portfolios: 'ETF,SMURF,GLTR\nVTI,99.99,100.01\n' })).toEqual([]);
  });
});

it('docs/problems.md shows what people see', async () => {
  const page = [
    intro,
    '## The settings, the environment and flags',
    ...BAD_SETTINGS.map(entry),
    '## The portfolios',
    ...BAD_PORTFOLIOS.map(entry),
  ].join('\n\n');
  await expect(await format(page, { parser: 'markdown', printWidth: 100 })).toMatchFileSnapshot(
    join(import.meta.dirname, '../../docs/problems.md'),
  );
});
