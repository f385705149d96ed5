// How many seeded runs of the simulator's engine a minute are possible in one process, without
// sockets: a run is one account and 20 orders, audited at its end or, with --every-event, always.
//     npm run bench:runs -- --seed 1 --runs 2000
import { parseArgs } from 'node:util';
import { FigureSheet } from './figures.ts';
import { runSeeded } from '../simulator/testing/seeded-run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '2000' },
    figures: { type: 'string' },
    'every-event': { type: 'boolean', default: false },
  },
});
const first = Number(values.seed);
const runs = Number(values.runs);
let executions = 0;
let wrong = 0;
const started = performance.now();
for (let seed = first; seed < first + runs; seed += 1) {
  const engine = runSeeded(seed, values['every-event']);
  executions += engine.executions().length;
  const { ok, differences } = engine.audit();
  if (ok) continue;
  wrong += 1;
  process.stdout.write(`seed ${seed}: ${differences.join('; ')}\n`);
}
const minutes = (performance.now() - started) / 60_000;
const aMinute = Math.round(runs / minutes);
process.stdout.write(
  `${runs} runs from seed ${first}, ${executions} executions, ${aMinute} runs a minute, ` +
    `${wrong} with wrong books\n`,
);
const sheet = new FigureSheet();
sheet.add({ what: 'seeded runs of the engine', unit: 'a minute', values: [aMinute] });
sheet.add({ what: 'runs with wrong books', unit: '', values: [wrong], bar: { most: 0 } });
