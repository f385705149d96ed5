// The most memory that a preview has at any time, as the system counts it for the whole process.
//     npm run bench:memory -- [--runs 3] [--symbols 100]
import { numberAfter } from './arguments.ts';
import { FigureSheet } from './figures.ts';
import { fundAccount } from './preview/funds.ts';
import { RunFolder, runTimed, startFarGateway } from './preview/program.ts';

const RUNS = numberAfter('--runs', 3);
const SYMBOLS = numberAfter('--symbols', 100);
const sheet = new FigureSheet();

const { peakMb: empty = NaN } = await runTimed(['--eval', '0'], { cwd: '.', memory: true });
sheet.add({ what: 'an empty Node process', unit: 'MB', values: [empty] });

const account = fundAccount(SYMBOLS);
const gateway = await startFarGateway(account, 0);
const peaks: number[] = [];
try {
  for (let run = 0; run < RUNS; run += 1) {
    await gateway.reset();
    const folder = new RunFolder(account, gateway.port);
    try {
      const { peakMb = NaN } = await folder.preview({ memory: true });
      peaks.push(peakMb);
    } finally {
      folder.remove();
    }
  }
} finally {
  gateway.end();
}
const what = `a preview of ${SYMBOLS} symbols`;
sheet.add({ what, unit: 'MB', values: peaks, bar: { most: 120 } });
