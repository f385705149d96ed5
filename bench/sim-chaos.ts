// Lives many stories of a client that trades through faults of every kind, and audits the books after
// each. It ends with an error at the first story whose books differ from its executions, and names
// the seed.
//     npm run chaos:sim -- --stories 10000 --first 1
import { parseArgs } from 'node:util';
import { live } from '../simulator/testing/chaos-story.ts';

const { values } = parseArgs({
  options: {
    stories: { type: 'string', default: '2000' },
    first: { type: 'string', default: '1' },
  },
});
const first = Number(values.first);
const count = Number(values.stories);
const faults = new Map<string, number>();
let executions = 0;
const start = performance.now();
for (let seed = first; seed < first + count; seed += 1) {
  const story = live(seed);
  if (story.differences.length > 0) {
    console.error(`seed ${seed}:`, story.differences);
    process.exit(1);
  }
  executions += story.executions;
  for (const [name, times] of Object.entries(story.faults)) {
    faults.set(name, (faults.get(name) ?? 0) + times);
  }
}
const seconds = (performance.now() - start) / 1000;
console.log(`${count} stories from seed ${first}: ${executions} executions, every audit clean`);
console.log(`${seconds.toFixed(1)} s, ${((60 * count) / seconds).toFixed(0)} stories a minute`);
console.log('faults:', Object.fromEntries([...faults].sort()));
