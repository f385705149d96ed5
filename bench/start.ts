// How long the commands take that connect to nothing, from start to end of the process, and how long
// the simulator takes until it is ready.
//     npm run bench:start -- [--runs 15]
// The offline plan is `rebalance --report-only`, of what the newest run saw.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { numberAfter } from './arguments.ts';
import { FigureSheet } from './figures.ts';
import { fundAccount } from './preview/funds.ts';
import { REBALANCE, RunFolder, runTimed, SIMULATOR, startFarGateway } from './preview/program.ts';

const RUNS = numberAfter('--runs', 15);
const SYMBOLS = 20;
const rebalance = join(process.cwd(), REBALANCE);
const sheet = new FigureSheet();

/** Milliseconds of each run; fails when one does not end well. */
async function times(args: readonly string[], cwd: string): Promise<readonly number[]> {
  const took: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { tookMs, code, err } = await runTimed(args, { cwd });
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}:\n${err}`);
    took.push(tookMs);
  }
  return took;
}

/** Milliseconds from the command to the line that says that the simulator is ready. */
async function simulatorReady(): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [SIMULATOR], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const took = performance.now() - startedAt;
  child.kill();
  await new Promise((resolve) => child.once('exit', resolve));
  return took;
}

const account = fundAccount(SYMBOLS);
const gateway = await startFarGateway(account, 0);
const folder = new RunFolder(account, gateway.port);
try {
  // What the offline commands look at.
  await folder.preview();
  const { path } = folder;
  const timed = async (what: string, args: readonly string[], most?: number): Promise<void> => {
    const values = await times(args, path);
    const figure = { what, unit: 'ms', values };
    sheet.add(most === undefined ? figure : { ...figure, bar: { most } });
  };
  await timed('an empty Node process', ['--eval', '0']);
  await timed('rebalance --help', [rebalance, '--help'], 150);
  await timed('rebalance validate', [rebalance, 'validate']);
  await timed(`an offline plan of ${SYMBOLS} symbols`, [rebalance, '--report-only'], 300);
} finally {
  folder.remove();
  gateway.end();
}
const ready: number[] = [];
for (let run = 0; run < RUNS; run += 1) ready.push(await simulatorReady());
sheet.add({ what: 'tws-sim until it is ready', unit: 'ms', values: ready, bar: { most: 500 } });
