import * as z from 'zod/mini';
import { ManualClock, type Clock } from '../engine/clock.ts';
import { duration } from '../faults/duration.ts';
import { readFaults } from '../faults/read-faults.ts';
import { quoteSchema, readQuote } from '../faults/read-quote.ts';
import type { Gateway } from '../gateway.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { latencySchema } from '../scenario/schema.ts';
import { problemsOf } from '../scenario/scenario-problems.ts';
import { BadScenario, type Scenario, type ScenarioProblem } from '../scenario/scenario.ts';

/** What the commands of the control face act on. */
export interface Controlled {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly reset: (scenario?: Scenario) => void;
}

/** What a command has done, or why it did nothing. */
export type Outcome =
  | { readonly ok: true; readonly body: object }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

const clockSchema = z.strictObject({ advance: duration });
const quotesSchema = z.record(z.string(), quoteSchema);
const faultsSchema = z.strictObject({
  events: z.optional(z.unknown()),
  chaos: z.optional(z.unknown()),
  clear: z.optional(z.boolean()),
});
const resetSchema = z.strictObject({
  scenario: z.optional(z.string()),
  seed: z.optional(z.number().check(z.int())),
});

/** `{ "advance": "5s" }`: lets the time pass, where the simulator's clock is one to be moved. */
export function moveClock({ clock }: Controlled, written: unknown): Outcome {
  const read = clockSchema.safeParse(written);
  if (!read.success) return refused(read.error);
  if (!(clock instanceof ManualClock)) {
    const what = 'the clock is real; start with --clock virtual to move it';
    return { ok: false, problems: [{ where: 'advance', what }] };
  }
  clock.advance(read.data.advance);
  return { ok: true, body: { time: new Date(clock.now()).toISOString() } };
}

/** `{ "VTI": { "bid": "250.00", "ask": null } }`: all of it is done, or nothing. */
export function setQuotes({ gateway }: Controlled, written: unknown): Outcome {
  const read = quotesSchema.safeParse(written);
  if (!read.success) return refused(read.error);
  const known = symbolsOf(gateway);
  const problems = Object.keys(read.data)
    .filter((symbol) => !known.has(symbol))
    .map((where) => ({ where, what: 'no contract is called that' }));
  if (problems.length > 0) return { ok: false, problems };
  for (const [symbol, quote] of Object.entries(read.data)) {
    gateway.engine.setQuote(symbol, readQuote(quote));
  }
  return { ok: true, body: { quotes: Object.keys(read.data).length } };
}

/** `{ "in_ms": 20, "out_ms": 30 }`: for messages that set off from now on; none overtakes another. */
export function setLatency({ gateway }: Controlled, written: unknown): Outcome {
  const read = latencySchema.safeParse(written);
  if (!read.success) return refused(read.error);
  const { in_ms, out_ms } = read.data;
  gateway.latency = { inMs: in_ms, outMs: out_ms };
  return { ok: true, body: { in_ms, out_ms } };
}

/** `{ "events": [...], "chaos": {...}, "clear": true }`: written as in a scenario, timed from now. */
export function addFaults({ gateway }: Controlled, written: unknown): Outcome {
  const read = faultsSchema.safeParse(written);
  if (!read.success) return refused(read.error);
  const { plan, problems } = readFaults(read.data, {
    where: [],
    seed: gateway.scenario.engine.market.seed,
    symbols: symbolsOf(gateway),
  });
  if (problems.length > 0) return { ok: false, problems };
  if (read.data.clear === true) gateway.faults.clear();
  gateway.faults.add(plan);
  return { ok: true, body: { events: plan.events.length, chaos: plan.chaos !== null } };
}

/** `{}` begins again as before, `{ "scenario": "gateway: ..." }` with another scenario. */
export function reset({ reset: begin }: Controlled, written: unknown): Outcome {
  const read = resetSchema.safeParse(written);
  if (!read.success) return refused(read.error);
  const { scenario, seed } = read.data;
  if (scenario === undefined) {
    if (seed !== undefined) {
      const what = 'goes with a scenario; without one the simulator begins as it began before';
      return { ok: false, problems: [{ where: 'seed', what }] };
    }
    begin();
    return { ok: true, body: {} };
  }
  try {
    begin(parseScenario(scenario, { source: 'scenario', ...(seed === undefined ? {} : { seed }) }));
    return { ok: true, body: {} };
  } catch (error) {
    if (error instanceof BadScenario) return { ok: false, problems: error.problems };
    throw error;
  }
}

function symbolsOf({ engine }: Gateway): ReadonlySet<string> {
  return new Set(engine.setup.contracts.map(({ localSymbol }) => localSymbol));
}

function refused(error: z.core.$ZodError): Outcome {
  const problems = problemsOf(error.issues, []);
  return {
    ok: false,
    problems: problems.map(({ where, what }) => ({
      where: where === 'the document' ? 'the body' : where,
      what,
    })),
  };
}
