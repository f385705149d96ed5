/*
 * `npm run bench:plan` measures the whole of `planTrades`, warm, on accounts of the sizing corpus.
 * `npm run bench:plan -- --input FILE` plans the book of that file again and again and prints one
 * line, `{"ns_per_plan":…,"orders":[…]}`, to be held against another planner on the same book.
 */
import { readFileSync } from 'node:fs';
import { planTrades } from '../src/core/plan/plan-trades.ts';
import type { TradePlan } from '../src/core/plan/trade-plan.ts';
import { plannerInput, type PlannerInput } from '../src/core/testing/example-account.ts';
import { assert } from '../src/core/units/assert.ts';
import { describeProblem } from '../src/core/units/problem.ts';
import { formatShares } from '../src/core/units/shares.ts';
import { numberAfter, textAfter } from './arguments.ts';
import { FigureSheet } from './figures.ts';
import { readBook } from './planning/book.ts';
import { aligned, quantile } from './sizing/report.ts';
import { corpus } from './sizing/corpus.ts';

function planOf({ targets, snapshot, settings }: PlannerInput): TradePlan {
  const planned = planTrades(targets, snapshot, settings);
  assert(planned.ok, planned.ok ? '' : planned.problems.map(describeProblem).join('; '));
  return planned.value;
}

/** What one plan took, in nanoseconds. */
interface Took {
  readonly byTheClock: number;
  /** Of the processor, in all threads: no other program counts. */
  readonly processor: number;
}

/** What each plan of these inputs took in turn, so many times over, after a warm-up. */
function timesOf(inputs: readonly PlannerInput[], rounds: number): readonly Took[] {
  const warmUntil = performance.now() + WARM_UP_MS;
  for (let at = 0; performance.now() < warmUntil; at += 1) {
    const input = inputs[at % inputs.length];
    if (input !== undefined) planOf(input);
  }
  const times: Took[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const input of inputs) {
      const usedBefore = process.cpuUsage();
      const startedAt = process.hrtime.bigint();
      planOf(input);
      const byTheClock = Number(process.hrtime.bigint() - startedAt);
      const { user, system } = process.cpuUsage(usedBefore);
      times.push({ byTheClock, processor: 1_000 * (user + system) });
    }
  }
  return times;
}

const WARM_UP_MS = 1_000;

function measureBook(path: string): string {
  const input = readBook(readFileSync(path, 'utf8'));
  const plan = planOf(input);
  const oneRun = timesOf([input], 1)[0]?.byTheClock ?? 1;
  const rounds = Math.max(20, Math.min(20_000, Math.ceil(2e9 / oneRun)));
  const times = timesOf([input], rounds).map(({ byTheClock }) => byTheClock);
  const orders = [...plan.sells, ...plan.buys].map(({ trade, holding }) => ({
    symbol: holding.contract.symbol,
    side: trade.side,
    quantity: Number(formatShares(trade.quantity)),
  }));
  return JSON.stringify({ ns_per_plan: quantile(times, 0.5), orders });
}

function measureCorpus(seed: number): readonly string[] {
  const instances = [...corpus(seed)];
  const rows = [5, 10, 20, 50, 100, 500].map((count) => {
    const inputs = instances
      .filter((each) => each.count === count)
      .map(({ example }) => plannerInput(example));
    const took = timesOf(inputs, count < 500 ? 10 : 5);
    const times = took.map(({ byTheClock }) => byTheClock);
    const processor = took.map((each) => each.processor);
    const best = inputs.map((_, at) =>
      times.reduce(
        (least, time, run) => (run % inputs.length === at ? Math.min(least, time) : least),
        Infinity,
      ),
    );
    keepFigures(count, times);
    const ms = (values: readonly number[], part: number): string =>
      (quantile(values, part) / 1e6).toFixed(3);
    return [
      `${count}`,
      `${times.length}`,
      ms(times, 0.5),
      ms(times, 0.99),
      ms(processor, 0.5),
      ms(processor, 0.99),
      ms(best, 0.5),
      ms(best, 0.99),
      ms(best, 1),
    ];
  });
  const head = [
    'N',
    'plans',
    'median ms',
    'p99 ms',
    'median cpu',
    'p99 cpu',
    'median of best',
    'p99 of best',
    'max of best',
  ];
  return aligned([head, ...rows]);
}

const sheet = new FigureSheet();

/** The bars of DESIGN 15 are for the slowest hundredth, by the clock. */
function keepFigures(count: number, times: readonly number[]): void {
  const most = new Map([
    [100, 2],
    [500, 10],
  ]).get(count);
  const [median, p99] = [0.5, 0.99].map((part) => quantile(times, part) / 1e6);
  sheet.keep({ what: `plan of ${count} symbols, median`, unit: 'ms', values: [median ?? NaN] });
  const slowest = { what: `plan of ${count} symbols, p99`, unit: 'ms', values: [p99 ?? NaN] };
  sheet.keep(most === undefined ? slowest : { ...slowest, bar: { most } });
}

const path = textAfter('--input');
const lines = path === undefined ? measureCorpus(numberAfter('--seed', 1)) : [measureBook(path)];
process.stdout.write(`${lines.join('\n')}\n`);
