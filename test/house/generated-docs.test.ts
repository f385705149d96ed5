import { join } from 'node:path';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { EXIT_MEANINGS } from '../../src/core/units/exit-code.ts';
import { PROBLEMS } from '../../src/core/units/problem.ts';

const docs = join(import.meta.dirname, '../../docs');

/** Pages that are made from the code. `npx vitest run test/house -u` writes them anew. */
async function page(text: string): Promise<string> {
  return format(text, { parser: 'markdown', printWidth: 100 });
}

it('docs/exit-codes.md says what the code says', async () => {
  const codes = Object.entries(EXIT_MEANINGS).map(([code, meaning]) => {
    const problems = Object.entries(PROBLEMS).filter(([, [exit]]) => exit === Number(code));
    const lines = problems.map(([name, [, what]]) => `| \`${name}\` | ${what} |`);
    const table = lines.length === 0 ? [] : ['', '| problem | means |', '|---|---|', ...lines];
    return [`## ${code}: ${meaning}`, ...table].join('\n');
  });
  const intro = `# Exit codes

Made from the code; a test holds it fresh. Every message says what was found where, what was
expected, and the next step. When several codes apply, the process ends with the first of 14, 1,
130, 13, 12, 11, 15, 10, 9, 8, 7, 6, 5, 4, 3. A code from 3 up without a table is reserved and never
used by this version.
`;
  await expect(await page([intro, ...codes].join('\n\n'))).toMatchFileSnapshot(
    join(docs, 'exit-codes.md'),
  );
});
