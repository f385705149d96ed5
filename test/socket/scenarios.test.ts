import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { describeProblem } from '../../src/core/units/problem.ts';
import type { Happened, Told } from '../../src/scenario/happened.ts';
import { runScenario } from '../../src/scenario/run-scenario.ts';
import { readScenarioFile } from '../../src/scenario/scenario-file.ts';
import { worldInProcess } from '../../src/scenario/world-in-process.ts';
import { worldOnSocket } from '../../src/scenario/world-on-socket.ts';

const folder = join(import.meta.dirname, '../scenarios');
/** A scenario that takes longer waits for a timer: over the socket it would take as long. */
const LONGEST_MS = 6_000;
/** What differs from run to run: times and what is made of them. */
const VOLATILE = new Set(['timestamp_run', 'plan_digest', 'slippage_bps', 'slippage_usd']);

const scenarios = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => {
    const file = readScenarioFile(name, readFileSync(join(folder, name), 'utf8'));
    if (!file.ok) throw new Error(file.problems.map(describeProblem).join('\n'));
    return { name, file: file.value };
  });

/** The plans, orders and reports of a scenario, without what differs from run to run. */
function comparable({ told, orders, books }: Happened): unknown {
  return { told: told.map(tables), orders, books };
}

function tables({ exit, outcome, problems, plan, report }: Told): unknown {
  const rows = (csv: string | undefined): readonly unknown[] =>
    parse<Record<string, string>>(csv ?? '', { columns: true }).map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => !VOLATILE.has(column))),
    );
  const codes = problems.map((problem) => problem.split(':')[0]);
  return { exit, outcome, codes, plan: rows(plan), report: rows(report) };
}

const lived = await Promise.all(
  scenarios
    .filter(({ file }) => file.run.socket === 'same')
    .map(async ({ name, file }) => {
      const { happened } = await runScenario(file, worldInProcess);
      return { name, file, happened };
    }),
);
const quick = lived.filter(({ happened }) => happened.tookMs <= LONGEST_MS);
const slow = lived.filter(({ happened }) => happened.tookMs > LONGEST_MS);
const only = scenarios.filter(({ file }) => file.run.socket === 'only');
const left = slow.map(({ name }) => `  ${name}`).join('\n');
console.info(
  `${slow.length} scenarios wait for a timer and are lived through in process only:\n${left}`,
);

describe('over a socket the same happens as in process', () => {
  it.each(quick)('$name', async ({ file, happened }) => {
    const overSocket = await runScenario(file, worldOnSocket);
    expect(comparable(overSocket.happened)).toEqual(comparable(happened));
    expect(overSocket.happened.wrongBooks).toEqual([]);
  });
});

describe('over a socket happens what there is no other way to try', () => {
  it.each(only)('$name', async ({ file }) => {
    const { happened, differences } = await runScenario(file, worldOnSocket);
    expect(differences).toEqual([]);
    expect(happened.wrongBooks).toEqual([]);
  });
});
