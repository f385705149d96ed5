import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runScenario } from '../../src/scenario/run-scenario.ts';
import { readScenarioFile } from '../../src/scenario/scenario-file.ts';
import { worldInProcess } from '../../src/scenario/world-in-process.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/scenario-files.md'), 'utf8');

it('the first scenario of docs/scenario-files.md goes as the page says', async () => {
  const blocks = page.match(/(?:^ {4}.*\n|^\n(?= {4}))+/gm) ?? [];
  const [first = '', second = ''] = blocks.map((block) => block.replaceAll(/^ {4}/gm, ''));
  const file = readScenarioFile('my.yaml', `${first}\n${second}`);
  if (!file.ok) throw new Error('the page has a mistake');
  expect(Object.keys(file.value.expected)).toEqual(['exit', 'orders', 'books']);
  expect((await runScenario(file.value, worldInProcess)).differences).toEqual([]);
});
