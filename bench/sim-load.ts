// The simulator under load, in a process of its own on one core, as its users run it.
//     npm run bench:sim -- --seconds 60 [--each]
// 8 clients share 500 subscriptions, or with --each have 500 each, and all 500 quotes are set 4 times a second over the control
// face. The price is the number of the update, so that each client knows when what it hears was set.
// Then one more client places orders, one after the other, while all of that goes on. Printed are
// updates heard of those that were set, how late they were, the CPU time of the simulator, and how
// long an order took to its acknowledgement and its fill. Linux only, for the CPU time.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buy } from '../simulator/testing/socket-trial.ts';
import { FigureSheet, spreadOf } from './figures.ts';
import { LoadClient } from './sim-load/load-client.ts';

const CLIENTS = 8;
const SUBSCRIPTIONS = 500;
const UPDATE_MS = 250;
const ORDERS = 500;
const KERNEL_TICKS_PER_SECOND = 100;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    each: { type: 'boolean', default: false },
    'cpu-prof': { type: 'string' },
    figures: { type: 'string' },
  },
});
const sheet = new FigureSheet();
const updates = Math.round((Number(values.seconds) * 1000) / UPDATE_MS);
const symbols = Array.from(
  { length: SUBSCRIPTIONS },
  (_, at) => `LD${String(at).padStart(3, '0')}`,
);
const lines = values.each ? CLIENTS * SUBSCRIPTIONS : SUBSCRIPTIONS;
const clients: LoadClient[] = [];

const profile = values['cpu-prof'];
const profiled = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
const folder = mkdtempSync(join(tmpdir(), 'sim-load-'));
const scenario = join(folder, 'load.yaml');
writeFileSync(scenario, scenarioText());
const simulator = spawn(
  process.execPath,
  [...profiled, 'dist/tws-sim.js', '--scenario', scenario, '--control'],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
try {
  const ready = await new Promise<Buffer>((resolve) => simulator.stdout.once('data', resolve));
  const { port, control } = JSON.parse(ready.toString()) as { port: number; control: number };
  await measureStream(port, control);
  await measureOrders(port, control);
} finally {
  for (const client of clients) client.end();
  simulator.kill();
  rmSync(folder, { recursive: true });
}

async function measureStream(port: number, control: number): Promise<void> {
  const setAt: number[] = [];
  const lags: number[] = [];
  const last = new Map<string, number>();
  for (let id = 1; id <= CLIENTS; id += 1) {
    const client = new LoadClient(port, (fields) => {
      if (fields[0] !== '1' || fields[3] !== '1') return;
      const update = Math.round((Number(fields[4]) - 100) * 100);
      const start = setAt[update];
      if (start !== undefined) lags.push(performance.now() - start);
      last.set(`${id}/${fields[2] ?? ''}`, update);
    });
    client.greet(id);
    clients.push(client);
  }
  for (const [at, symbol] of symbols.entries()) {
    for (const [number, client] of clients.entries()) {
      if (!values.each && at % CLIENTS !== number) continue;
      client.send(`1|11|${at}|0|${symbol}|STK||0.0|||SMART||USD|||0||0|0||`);
    }
  }
  await until(() => last.size === lines);
  const cpuBefore = cpuSeconds();
  const start = performance.now();
  for (let update = 1; update <= updates; update += 1) {
    setAt[update] = performance.now();
    await setQuotes(control, update);
    await pause(start + update * UPDATE_MS - performance.now());
  }
  const seconds = (performance.now() - start) / 1000;
  const cpu = cpuSeconds() - cpuBefore;
  await until(() => [...last.values()].every((update) => update === updates));
  const due = lines * updates;
  console.log(`${CLIENTS} clients, ${lines} subscriptions, ${seconds.toFixed(1)} s`);
  console.log(`updates heard: ${lags.length} of ${due}; the last of every quote was heard`);
  console.log(`late by: ${describe(lags)}`);
  const load = `${(lines * 1000) / UPDATE_MS} updates a second`;
  sheet.keep({ what: `${load}, heard late, median`, unit: 'ms', values: [medianOf(lags)] });
  const aSecond = (cpu / (updates * UPDATE_MS)) * 1000;
  sheet.keep({ what: `${load}, processor time a second`, unit: 's', values: [aSecond] });
  console.log(
    `CPU of the simulator: ${cpu.toFixed(2)} s, ${aSecond.toFixed(3)} s a second of load`,
  );
}

async function measureOrders(port: number, control: number): Promise<void> {
  let acknowledged = 0;
  let filled = 0;
  let accounts = false;
  const trader = new LoadClient(port, (fields) => {
    if (fields[0] === '15') accounts = true;
    if (fields[0] === '5' && acknowledged === 0) acknowledged = performance.now();
    if (fields[0] === '59') filled = performance.now();
  });
  clients.push(trader);
  trader.greet(99);
  await until(() => accounts);
  const load = { goesOn: true };
  const stream = (async () => {
    for (let update = updates + 1; load.goesOn; update += 1) {
      await setQuotes(control, update);
      await pause(UPDATE_MS);
    }
  })();
  const times: { acknowledged: number[]; filled: number[] } = { acknowledged: [], filled: [] };
  for (let order = 1; order <= ORDERS; order += 1) {
    acknowledged = 0;
    filled = 0;
    const start = performance.now();
    trader.send(buy(order, 'MKT|'));
    await until(() => filled > 0);
    times.acknowledged.push(acknowledged - start);
    times.filled.push(filled - start);
  }
  load.goesOn = false;
  await stream;
  console.log(`${ORDERS} orders under that load, one after the other`);
  console.log(`to the acknowledgement: ${describe(times.acknowledged)}`);
  console.log(`to the fill: ${describe(times.filled)}`);
  const under = 'an order under that load';
  const { acknowledged: heard, filled: done } = times;
  sheet.keep({ what: `${under}, acknowledged, median`, unit: 'ms', values: [medianOf(heard)] });
  sheet.keep({ what: `${under}, filled, median`, unit: 'ms', values: [medianOf(done)] });
  const audit = (await (await fetch(`http://127.0.0.1:${control}/audit`)).json()) as {
    ok: boolean;
  };
  console.log(`audit: ${audit.ok ? 'clean' : 'NOT CLEAN'}`);
}

async function setQuotes(control: number, update: number): Promise<void> {
  const bid = (100 + update / 100).toFixed(2);
  const quotes = Object.fromEntries(symbols.map((symbol) => [symbol, { bid, ask: '900.00' }]));
  const body = JSON.stringify(quotes);
  const answer = await fetch(`http://127.0.0.1:${control}/quotes`, { method: 'POST', body });
  if (!answer.ok) throw new Error(await answer.text());
}

function describe(times: readonly number[]): string {
  const sorted = [...times].sort((left, right) => left - right);
  const at = (share: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1);
  return `median ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`;
}

function medianOf(times: readonly number[]): number {
  return spreadOf(times).median;
}

/** User and system time that the simulator's process has used. */
function cpuSeconds(): number {
  const stat = readFileSync(`/proc/${simulator.pid ?? 0}/stat`, 'utf8').split(') ')[1] ?? '';
  const fields = stat.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / KERNEL_TICKS_PER_SECOND;
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}

function scenarioText(): string {
  return [
    'gateway:',
    '  accounts: [{ id: DU1, cash: { USD: 1000000000 } }]',
    '  contracts:',
    ...symbols.map((symbol) => `    - { symbol: ${symbol} }`),
    '  quotes:',
    ...symbols.map((symbol) => `    ${symbol}: { bid: "100.00", ask: "900.00" }`),
    '  fills: { delay_ms: 0 }',
    `  market_data: { lines: ${lines} }`,
  ].join('\n');
}
