// Random accounts, plans and faults: the program itself, from its files to its exit code, over the
// engine in this process under a virtual clock; crashed, cut off and lied to, then recovered, and
// held against the laws in soak/laws.ts. A case is told again from its seed and number:
//     npm run soak -- --seeds 10000
//     npm run soak -- --seeds 100 --everywhere        the run dies at every entry in turn
//     npm run soak -- --seed 1 --case 77 [--crash 12 --when torn]
import { parseArgs } from 'node:util';
import { caseOf } from './soak/any-case.ts';
import { crashEverywhere } from './soak/everywhere.ts';
import { liveCase, type Ending } from './soak/live.ts';
import type { Crash } from './soak/memory-journals.ts';

// What the program asks of the local day is asked in one time zone: a case is the same anywhere.
process.env['TZ'] = 'UTC';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '0' },
    everywhere: { type: 'boolean', default: false },
    case: { type: 'string' },
    crash: { type: 'string' },
    when: { type: 'string', default: 'after' },
  },
});
const seed = Number(values.seed);

if (values.case === undefined) await soak(Number(values.from), Number(values.seeds));
else await tell(Number(values.case), crashOf(values.crash, values.when));

async function soak(from: number, count: number): Promise<void> {
  const start = performance.now();
  const sum = { lived: 0, failed: 0, orders: 0, ends: new Map<string, number>() };
  const add = (ending: Ending, name: string): void => {
    sum.lived += 1;
    sum.orders += ending.orders;
    for (const { outcome } of ending.processes) {
      const kind = outcome?.kind ?? 'crashed';
      sum.ends.set(kind, (sum.ends.get(kind) ?? 0) + 1);
    }
    if (ending.violations.length === 0) return;
    sum.failed += 1;
    console.log(`--seed ${seed} --case ${name}: ${[...new Set(ending.violations)].join('; ')}`);
  };
  for (let number = from; number < from + count; number += 1) {
    if (!values.everywhere) add(await liveCase(caseOf(seed, number)), String(number));
    else {
      for await (const { crash, ending } of crashEverywhere(seed, number)) {
        add(ending, `${number} --crash ${crash.entry} --when ${crash.when}`);
      }
    }
  }
  const minutes = (performance.now() - start) / 60_000;
  const ends = [...sum.ends].map(([kind, times]) => `${times} ${kind}`).join(', ');
  console.log(`seed ${seed}: ${sum.lived} lived, ${sum.orders} orders; processes: ${ends}`);
  console.log(`${sum.failed} broke a law; ${Math.round(sum.lived / minutes)} a minute`);
  if (sum.failed > 0) process.exitCode = 1;
}

async function tell(number: number, crash: Crash | undefined): Promise<void> {
  const soakCase = caseOf(seed, number, crash);
  const ending = await liveCase(soakCase);
  console.log(`${soakCase.accounts.settings}\n${soakCase.accounts.portfolios}`);
  for (const troubles of soakCase.processes) console.log(JSON.stringify(troubles));
  for (const line of ending.story) console.log(line);
  for (const violation of ending.violations) console.log(`BROKEN: ${violation}`);
  if (ending.violations.length > 0) process.exitCode = 1;
}

function crashOf(entry: string | undefined, when: string): Crash | undefined {
  if (entry === undefined) return undefined;
  return { entry: Number(entry), when: when === 'torn' ? 'torn' : 'after' };
}
