// A run over 20 accounts of 30 funds each, every fund traded in every account: the whole program, with
// its journals on the disk, over a socket to the simulator at zero latency, within the message budget.
//     npm run bench:accounts -- --runs 3
// Shows how often contracts and prices were asked for, how long the planning of all accounts takes,
// and the time from the first order to the last execution. The floor is what no program can beat that
// sends at most 45 messages in any second, if it sends nothing but the orders. Ends with 1 when a
// fund is asked for twice, planning takes 100 ms, or the orders more than 1.25 times their floor.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseScenario } from '../simulator/scenario/parse-scenario.ts';
import { startSimulator } from '../simulator/start-simulator.ts';
import { accountOf } from '../src/choose-accounts.ts';
import { composeRun, newRunId } from '../src/cli/compose.ts';
import { describeProblem, exitCodeOf } from '../src/core/units/problem.ts';
import { readInputs } from '../src/inputs/read-inputs.ts';
import { planObserved } from '../src/observe-and-plan.ts';
import type { SavedRun } from '../src/ports.ts';
import { rebalance } from '../src/rebalance.ts';
import { numberAfter } from './arguments.ts';
import { FigureSheet } from './figures.ts';

const ACCOUNTS = 20;
const FUNDS = 30;
const ORDERS = ACCOUNTS * FUNDS;
const MESSAGES_PER_SECOND = 45;
const FLOOR_MS = Math.floor((ORDERS - 1) / MESSAGES_PER_SECOND) * 1000;
const MOST_MS = 1.25 * FLOOR_MS;
const MOST_PLANNING_MS = 100;

const ids = Array.from({ length: ACCOUNTS }, (_, at) => `DU${String(at + 1).padStart(7, '0')}`);
const symbols = Array.from({ length: FUNDS }, (_, at) => `LD${String(at).padStart(2, '0')}`);

/** In each account every other fund is held twice over and the others not at all. */
const scenario = `gateway:
  accounts:
${ids
  .map(
    (id, account) => `    - id: ${id}
      cash: { USD: '${20_000 + account * 500}.00' }
      positions:
${symbols
  .filter((_, at) => at % 2 === account % 2)
  .map((symbol) => `        - { symbol: ${symbol}, shares: ${200 + account}, average_cost: '100' }`)
  .join('\n')}`,
  )
  .join('\n')}
  contracts:
${symbols.map((symbol) => `    - { symbol: ${symbol} }`).join('\n')}
  quotes:
${symbols
  .map(
    (symbol) => `    ${symbol}: { bid: '100.00', ask: '100.01', last: '100.00', close: '100.00' }`,
  )
  .join('\n')}
  fills: { delay_ms: 0 }
`;
const settings = `[ibkr]
port = PORT
read_only = false
[accounts]
ids = ${ids.join(', ')}
[models]
main = 1
[rebalance]
per_holding_band_bps = 10
`;
const portfolios = `ETF,MAIN\n${symbols.map((symbol, at) => `${symbol},${at < 10 ? '3.4' : '3.3'}%`).join('\n')}\n`;

interface Measured {
  readonly executionMs: number;
  /** Of all messages from the first order to the last execution. */
  readonly messages: number;
  readonly planningMs: number;
  readonly requests: Readonly<Record<string, number>>;
}

async function execute(): Promise<Measured> {
  const simulator = await startSimulator({ scenario: parseScenario(scenario) });
  const folder = mkdtempSync(join(tmpdir(), 'accounts-'));
  try {
    const times = { first: 0, last: 0, orders: 0, before: 0, after: 0 };
    const messages = (): number =>
      Object.values(simulator.requestCounts()).reduce((sum, each) => sum + each, 0);
    simulator.engine.listen((event) => {
      if (event.kind === 'order' && event.order.status === 'PreSubmitted') {
        if (times.first === 0) {
          times.first = performance.now();
          times.before = messages();
        }
        times.orders += 1;
      }
      if (event.kind === 'execution') {
        times.last = performance.now();
        times.after = messages();
      }
    });
    const settingsPath = join(folder, 'settings.ini');
    writeFileSync(settingsPath, settings.replace('PORT', String(simulator.port)));
    writeFileSync(join(folder, 'portfolios.csv'), portfolios);
    const composed = composeRun({
      approver: { ask: () => Promise.resolve('no') },
      interrupted: { ask: () => Promise.resolve('no-answer') },
      reportDir: join(folder, 'reports'),
      stateFolder: join(folder, 'state'),
    });
    const files = { ...composed.files, environment: {} };
    const seen: SavedRun[] = [];
    const outcome = await rebalance(
      {
        settingsPath,
        portfoliosPath: undefined,
        permission: { trade: true, dryRun: false, readOnly: false, yes: true },
        runId: newRunId(),
      },
      {
        ...composed,
        files,
        snapshots: { ...composed.snapshots, keep: (run) => seen.push(run) },
        screen: { columns: 80, show: () => undefined },
      },
    );
    const code = exitCodeOf(outcome.problems);
    if (code !== 0 || times.orders !== ORDERS || !simulator.audit().ok) {
      const why = outcome.problems.map(describeProblem).join('\n');
      throw new Error(`exit ${code} after ${times.orders} of ${ORDERS} orders:\n${why}`);
    }
    const inputs = readInputs({ settingsPath, portfoliosPath: undefined }, files);
    if (!inputs.ok) throw new Error('the files are right');
    const accounts = inputs.value.accounts.map((each) => accountOf(each.accountId ?? '', each));
    const planningMs = planAll(accounts, seen);
    return {
      executionMs: times.last - times.first,
      messages: times.after - times.before + 1,
      planningMs,
      requests: simulator.requestCounts(),
    };
  } finally {
    await simulator.close();
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds to plan every account as it was seen, once the code is warm. */
function planAll(
  accounts: readonly ReturnType<typeof accountOf>[],
  seen: readonly SavedRun[],
): number {
  let took = 0;
  for (let round = 0; round < 3; round += 1) {
    const began = performance.now();
    for (const [at, account] of accounts.entries()) {
      const run = seen[at];
      if (run === undefined || !planObserved(account, run.snapshot).ok) throw new Error('no plan');
    }
    took = performance.now() - began;
  }
  return took;
}

const ratios: number[] = [];
const plannings: number[] = [];
for (let run = 1; run <= numberAfter('--runs', 1); run += 1) {
  const { executionMs, messages, planningMs, requests } = await execute();
  const { REQ_CONTRACT_DATA: contracts = 0, REQ_MKT_DATA: prices = 0 } = requests;
  ratios.push(executionMs / FLOOR_MS);
  plannings.push(planningMs);
  const times = (executionMs / FLOOR_MS).toFixed(3);
  console.log(
    `${ACCOUNTS} accounts, ${FUNDS} funds: asked for ${contracts} contracts and ${prices} prices; planned in ${planningMs.toFixed(1)} ms; ${ORDERS} orders in ${Math.round(executionMs)} ms, ${times} times the floor of ${FLOOR_MS} ms (${messages} messages)`,
  );
  const isRight = contracts === FUNDS && prices === FUNDS && planningMs < MOST_PLANNING_MS;
  if (!isRight || executionMs > MOST_MS) process.exitCode = 1;
}
const sheet = new FigureSheet();
const orders = `${ACCOUNTS} accounts, ${ORDERS} orders, first send to last execution, of the floor`;
sheet.add({ what: orders, unit: 'times', values: ratios, bar: { most: 1.25 } });
const planning = `planning ${ACCOUNTS} accounts of ${FUNDS} funds`;
sheet.add({ what: planning, unit: 'ms', values: plannings, bar: { most: MOST_PLANNING_MS } });
