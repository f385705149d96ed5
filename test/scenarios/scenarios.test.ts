import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../src/core/units/problem.ts';
import { runScenario } from '../../src/scenario/run-scenario.ts';
import { readScenarioFile } from '../../src/scenario/scenario-file.ts';
import { worldInProcess } from '../../src/scenario/world-in-process.ts';

const folder = import.meta.dirname;
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  // What only a socket can do, npm run test:socket tries.
  .filter((name) => name.endsWith('.yaml') && !name.startsWith('socket-only'))
  .sort();

/** Every scenario, in process: `npx rebalance scenario <file>` runs one and shows what differs. */
describe('the scenarios', () => {
  it.each(files)('%s', async (name) => {
    const file = readScenarioFile(name, readFileSync(join(folder, name), 'utf8'));
    if (!file.ok) throw new Error(file.problems.map(describeProblem).join('\n'));
    expect(Object.keys(file.value.expected), 'a scenario expects something').not.toEqual([]);
    const { happened, differences } = await runScenario(file.value, worldInProcess);
    const told = differences.map(({ path, lines }) => [path.join('.'), ...lines].join('\n'));
    expect(told.join('\n\n')).toBe('');
    expect(happened.wrongBooks).toEqual([]);
  });
});
