import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { quoteParts } from '../scenario/schema.ts';
import { faultKinds } from './fault-kinds.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/simulator.md'), 'utf8');

test('docs/simulator.md lists every fault with all its options and what it can hang on', () => {
  const rows = [...page.matchAll(/^\| `([a-z_]+)` +\| ([^|]*)\| ([^|]*)\|/gm)];
  const documented = rows.map(([, name, hooks = '', options = '']) => ({
    name,
    hooks: hooks.trim().split(', ').sort(),
    options: [...options.matchAll(/`([a-z_]+)`/g)].map(([, option]) => option).sort(),
  }));
  const built = Object.entries(faultKinds).map(([name, { hooks, schema }]) => ({
    name,
    hooks: hooks.map((hook) => (hook === 'order' ? 'PLACE_ORDER' : hook)).sort(),
    options: Object.keys(schema.shape)
      .filter((option) => option !== 'do' && !(option in quoteParts))
      .sort(),
  }));
  expect(documented).toEqual(built);
});

test('the sample scenario with faults is one, and the page explains what stands in it', () => {
  const text = readFileSync(join(root, 'samples/scenarios/faults.yaml'), 'utf8');
  const { faults } = parseScenario(text);
  expect(faults.events).toHaveLength(4);
  expect([...(faults.chaos?.rates.answers.keys() ?? [])]).toEqual(['delay', 'duplicate']);
  for (const { action } of faults.events) expect(page).toContain(`\`${action.do}\``);
});
