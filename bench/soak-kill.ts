// Kills a run of twelve orders at every entry of its journal in turn, once before and once after the
// entry is durable, and lets recover finish it. Each account has to end with exactly the approved
// trades, each once, and clean books.
//     npm run soak:kill -- --first 1 --every 1 --at-once 6
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runAndDie } from './soak-kill/run-and-die.ts';
import { disagreement, live, type KillPoint } from './soak-kill/story.ts';

const [flag, folder = '', command, entry, when] = process.argv.slice(2);
if (flag === '--child') {
  process.exitCode = await runAndDie(folder, command === 'recover' ? 'recover' : 'rebalance', {
    entry: Number(entry),
    when: when === 'before' ? 'before' : 'after',
  });
} else {
  await soak();
}

async function soak(): Promise<void> {
  const { values } = parseArgs({
    options: {
      first: { type: 'string', default: '1' },
      every: { type: 'string', default: '1' },
      'at-once': { type: 'string', default: '6' },
    },
  });
  const home = mkdtempSync(join(tmpdir(), 'soak-kill-'));
  const start = performance.now();
  try {
    const kills = await killEverywhere(process.argv[1] ?? '', home, values);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${kills} kills: every account ended as approved, every audit clean, ${seconds} s`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** How often the run was killed; fails at the first account that does not end as approved. */
async function killEverywhere(
  program: string,
  home: string,
  {
    first,
    every,
    'at-once': atOnce,
  }: { readonly first: string; readonly every: string; readonly 'at-once': string },
): Promise<number> {
  const whole = await live(program, join(home, 'whole'), undefined);
  const entries = entriesOf(join(home, 'whole'));
  const orders = Object.keys(whole.traded).length;
  if (whole.codes[0] !== 0 || orders !== 12) throw new Error(`not the story:\n${whole.output}`);
  console.log(`${orders} orders, ${entries} journal entries`);
  // Before the first entry is durable nothing has begun, so there is nothing to recover.
  const points = Array.from({ length: entries }, (_, at): readonly KillPoint[] => [
    ...(at === 0 ? [] : [{ entry: at + 1, when: 'before' } as const]),
    { entry: at + 1, when: 'after' },
  ])
    .slice(Number(first) - 1)
    .filter((_, at) => at % Number(every) === 0);
  const left = points.flat();
  const count = left.length;
  const work = async (): Promise<void> => {
    for (let point = left.shift(); point !== undefined; point = left.shift()) {
      const ended = await live(program, join(home, `${point.entry}-${point.when}`), point);
      const wrong = disagreement(ended, whole);
      if (wrong !== undefined) {
        throw new Error(`killed ${point.when} entry ${point.entry}: ${wrong}\n${ended.output}`);
      }
    }
  };
  // Each story has a simulator and a home of its own, and spends most of its time waiting.
  await Promise.all(Array.from({ length: Number(atOnce) }, work));
  return count;
}

function entriesOf(folder: string): number {
  const journals = join(folder, 'state', 'journals', 'DU1');
  const [name = ''] = readdirSync(journals);
  return readFileSync(join(journals, name), 'utf8').split('\n').length - 1;
}
