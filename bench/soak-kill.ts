// Kills a run of twelve orders at every entry of its journal in turn, once before and once after the
// entry is durable, and lets recover finish it. Each account has to end with exactly the approved
// trades, each once, and clean books.
//     npm run soak:kill -- --every 1
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runAndDie } from './soak-kill/run-and-die.ts';
import { live, type Ending, type KillPoint } from './soak-kill/story.ts';

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
  const { values } = parseArgs({ options: { every: { type: 'string', default: '1' } } });
  const program = process.argv[1] ?? '';
  const home = mkdtempSync(join(tmpdir(), 'soak-kill-'));
  const start = performance.now();
  try {
    const whole = await live(program, join(home, 'whole'), undefined);
    const entries = entriesOf(join(home, 'whole'));
    const orders = Object.keys(whole.traded).length;
    if (whole.codes[0] !== 0 || orders !== 12) throw new Error(`not the story:\n${whole.output}`);
    console.log(`${orders} orders, ${entries} journal entries`);
    let points = 0;
    // Before the first entry is durable nothing has begun, so there is nothing to recover.
    for (let at = 1; at <= entries; at += Number(values.every)) {
      for (const each of ['before', 'after'] as const) {
        const point: KillPoint = { entry: at, when: each };
        if (at === 1 && each === 'before') continue;
        const ended = await live(program, join(home, `${at}-${each}`), point);
        const wrong = disagreement(ended, whole);
        if (wrong !== undefined) {
          console.error(`killed ${each} entry ${at}: ${wrong}\n${ended.output}`);
          process.exitCode = 1;
          return;
        }
        points += 1;
      }
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(
      `${points} kills: every account ended as approved, every audit clean, ${seconds} s`,
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** What is not as in the run that nobody killed; undefined when nothing is. */
function disagreement(ended: Ending, whole: Ending): string | undefined {
  const text = (record: Readonly<Record<string, bigint>>): string =>
    Object.entries(record)
      .map(([name, value]) => `${name} ${value}`)
      .sort()
      .join(', ');
  if (ended.differences.length > 0) return ended.differences.join('; ');
  if (ended.codes.at(-1) !== 0) return `recover ended with ${String(ended.codes.at(-1))}`;
  if (text(ended.positions) !== text(whole.positions)) return `holds ${text(ended.positions)}`;
  if (text(ended.traded) !== text(whole.traded)) return `traded ${text(ended.traded)}`;
  return undefined;
}

function entriesOf(folder: string): number {
  const journals = join(folder, 'state', 'journals', 'DU1');
  const [name = ''] = readdirSync(journals);
  return readFileSync(join(journals, name), 'utf8').split('\n').length - 1;
}
