// How fast an approved plan of 200 orders is sent and filled: the whole program, with its journal on
// the disk, over a socket to the simulator at zero latency, within the message budget.
//     npm run bench:execution -- --runs 3
// The floor is what no program can beat that sends at most 45 messages in any second: the last of
// 200 leaves when four whole seconds have passed since the first. Ends with 1 above 1.25 times that.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseScenario } from '../simulator/scenario/parse-scenario.ts';
import { startSimulator } from '../simulator/start-simulator.ts';
import { composeRun, newRunId } from '../src/cli/compose.ts';
import { describeProblem, exitCodeOf } from '../src/core/units/problem.ts';
import { rebalance } from '../src/rebalance.ts';
import { numberAfter } from './arguments.ts';
import { FigureSheet } from './figures.ts';

const ORDERS = 200;
const MESSAGES_PER_SECOND = 45;
const FLOOR_MS = Math.floor((ORDERS - 1) / MESSAGES_PER_SECOND) * 1000;
const MOST_MS = 1.25 * FLOOR_MS;

const symbols = Array.from({ length: ORDERS }, (_, at) => `LD${String(at).padStart(3, '0')}`);

/** Every other fund is held twice over, the others not at all: 100 sells, then 100 buys. */
const scenario = `gateway:
  accounts:
    - id: DU1
      cash: { USD: '50000.00' }
      positions:
${symbols
  .filter((_, at) => at % 2 === 0)
  .map((symbol) => `        - { symbol: ${symbol}, shares: 200, average_cost: '100' }`)
  .join('\n')}
  contracts:
${symbols.map((symbol) => `    - { symbol: ${symbol} }`).join('\n')}
  quotes:
${symbols
  .map(
    (symbol) => `    ${symbol}: { bid: '100.00', ask: '100.01', last: '100.00', close: '100.00' }`,
  )
  .join('\n')}
  market_data: { lines: 300 }
  fills: { delay_ms: 0 }
`;

/** Milliseconds from the first order to the last execution. */
async function execute(): Promise<number> {
  const simulator = await startSimulator({ scenario: parseScenario(scenario) });
  const folder = mkdtempSync(join(tmpdir(), 'execution-'));
  try {
    const times = { first: 0, last: 0, orders: 0 };
    simulator.engine.listen((event) => {
      if (event.kind === 'order' && event.order.status === 'PreSubmitted') {
        if (times.first === 0) times.first = performance.now();
        times.orders += 1;
      }
      if (event.kind === 'execution') times.last = performance.now();
    });
    writeFileSync(
      join(folder, 'settings.ini'),
      `[ibkr]\nport = ${simulator.port}\nread_only = false\n[accounts]\nids = DU1\n[models]\nmain = 1\n[rebalance]\nper_holding_band_bps = 10\n`,
    );
    writeFileSync(
      join(folder, 'portfolios.csv'),
      `ETF,MAIN\n${symbols.map((symbol) => `${symbol},0.5%`).join('\n')}\n`,
    );
    const composed = composeRun({
      approver: { ask: () => Promise.resolve('no') },
      interrupted: { ask: () => Promise.resolve('no-answer') },
      reportDir: join(folder, 'reports'),
      stateFolder: join(folder, 'state'),
    });
    const outcome = await rebalance(
      {
        settingsPath: join(folder, 'settings.ini'),
        portfoliosPath: undefined,
        permission: { trade: true, dryRun: false, readOnly: false, yes: true },
        runId: newRunId(),
      },
      {
        ...composed,
        files: { ...composed.files, environment: {} },
        snapshots: { ...composed.snapshots, keep: () => undefined },
        screen: { columns: 80, show: () => undefined },
      },
    );
    const code = exitCodeOf(outcome.problems);
    if (code !== 0 || times.orders !== ORDERS) {
      const why = outcome.problems.map(describeProblem).join('\n');
      throw new Error(`exit ${code} after ${times.orders} of ${ORDERS} orders:\n${why}`);
    }
    return times.last - times.first;
  } finally {
    await simulator.close();
    rmSync(folder, { recursive: true });
  }
}

const ratios: number[] = [];
for (let run = 1; run <= numberAfter('--runs', 1); run += 1) {
  const took = await execute();
  ratios.push(took / FLOOR_MS);
  const times = (took / FLOOR_MS).toFixed(3);
  console.log(
    `${ORDERS} orders in ${Math.round(took)} ms, ${times} times the floor of ${FLOOR_MS} ms`,
  );
  if (took > MOST_MS) process.exitCode = 1;
}
const what = `${ORDERS} orders, first send to last execution, of the floor`;
new FigureSheet().add({ what, unit: 'times', values: ratios, bar: { most: 1.25 } });
