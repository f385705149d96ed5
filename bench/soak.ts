// Random accounts, plans and faults: the program itself, from its files to its exit code, over the
// engine in this process under a virtual clock; crashed, cut off and lied to, then recovered, and
// held against the laws in soak/laws.ts. A case is told again from its seed and number:
//     npm run soak -- --seeds 10000
//     npm run soak -- --seed 1 --case 77
import { parseArgs } from 'node:util';
import { caseOf } from './soak/any-case.ts';
import { liveCase } from './soak/live.ts';

// What the program asks of the local day is asked in one time zone, so that a case is the same anywhere.
process.env['TZ'] = 'UTC';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '0' },
    case: { type: 'string' },
  },
});
const seed = Number(values.seed);

if (values.case === undefined) await soak(Number(values.from), Number(values.seeds));
else await tell(Number(values.case));

async function soak(from: number, count: number): Promise<void> {
  const start = performance.now();
  let failed = 0;
  let orders = 0;
  const codes = new Map<string, number>();
  for (let number = from; number < from + count; number += 1) {
    const ending = await liveCase(caseOf(seed, number));
    orders += ending.orders;
    for (const { outcome } of ending.processes) {
      const name = outcome === undefined ? 'crashed' : outcome.kind;
      codes.set(name, (codes.get(name) ?? 0) + 1);
    }
    if (ending.violations.length === 0) continue;
    failed += 1;
    console.log(`--seed ${seed} --case ${number}: ${[...new Set(ending.violations)].join('; ')}`);
  }
  const seconds = (performance.now() - start) / 1000;
  const ways = [...codes].map(([name, times]) => `${times} ${name}`).join(', ');
  console.log(`${count} cases, ${orders} orders; processes: ${ways}`);
  console.log(`${failed} cases broke a law; ${Math.round((count * 60) / seconds)} cases a minute`);
  if (failed > 0) process.exitCode = 1;
}

async function tell(number: number): Promise<void> {
  const soakCase = caseOf(seed, number);
  const ending = await liveCase(soakCase);
  console.log(soakCase.account.settings);
  console.log(soakCase.account.portfolios);
  console.log(JSON.stringify(soakCase.processes, null, 1));
  for (const line of ending.story) console.log(line);
  for (const violation of ending.violations) console.log(`BROKEN: ${violation}`);
  if (ending.violations.length > 0) process.exitCode = 1;
}
