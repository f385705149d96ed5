import * as z from 'zod/mini';
import { parseDecimal } from '../../src/core/units/decimal.ts';
import { describePath, problemsOf } from '../scenario/scenario-problems.ts';
import type { ScenarioProblem } from '../scenario/scenario.ts';
import { whole } from '../scenario/schema.ts';
import { duration } from './duration.ts';
import { chaosFaults, faultKinds, isFaultName, isGatewayAction } from './fault-kinds.ts';
import type { Action, ChaosFault, ChaosSide, Hook } from './fault-kinds.ts';
import type { Chaos, FaultEvent, FaultPlan, Trigger } from './fault-plan.ts';
import { answerNames, endMarkerOf, requestNameSet } from './message-names.ts';

const RATE_DECIMALS = 6;
const ALWAYS = 10n ** BigInt(RATE_DECIMALS);

const onSchema = z.strictObject({
  request: z.optional(z.string()),
  answer: z.optional(z.string()),
  bytes: z.optional(whole(1)),
  nth: z.optional(whole(1)),
  from: z.optional(whole(1)),
  code: z.optional(z.number().check(z.int())),
});

const frameSchema = z.object({
  on: z.optional(onSchema),
  at: z.optional(duration),
  client: z.optional(whole(0)),
  after: z.optional(duration),
});

const rate = z.union([z.number(), z.string()]);
const rates = z._default(z.record(z.string(), rate), {});
const chaosSchema = z.strictObject({
  seed: z.optional(z.number().check(z.int())),
  longest: z._default(duration, 500),
  rates: z.strictObject({ requests: rates, answers: rates, orders: rates }),
});

export interface Written {
  readonly events?: unknown;
  readonly chaos?: unknown;
}

export interface ReadFaultsOptions {
  /** What stands around the two parts, for the places of mistakes. */
  readonly where: readonly PropertyKey[];
  /** The seed of the chaos that names none. */
  readonly seed: number;
  /** The symbols whose quotes can be changed. */
  readonly symbols: ReadonlySet<string>;
}

/** Reads `events` and `chaos`. What is wrong is returned with its place; the rest is in the plan. */
export function readFaults(
  written: Written,
  options: ReadFaultsOptions,
): { readonly plan: FaultPlan; readonly problems: readonly ScenarioProblem[] } {
  const problems: ScenarioProblem[] = [];
  const events: FaultEvent[] = [];
  const list = written.events ?? [];
  if (!Array.isArray(list)) {
    problems.push({ where: describePath([...options.where, 'events']), what: 'must be a list' });
  } else {
    for (const [at, event] of (list as readonly unknown[]).entries()) {
      const read = readEvent(event, [...options.where, 'events', at]);
      if (Array.isArray(read)) problems.push(...(read as readonly ScenarioProblem[]));
      else events.push(read as FaultEvent);
    }
  }
  for (const { action, where } of events) {
    if (action.do === 'quote' && !options.symbols.has(action.symbol)) {
      problems.push({ where: `${where}.symbol`, what: 'no contract is called that' });
    }
  }
  return { plan: { events, chaos: readChaos(written.chaos, options, problems) }, problems };
}

function readEvent(
  event: unknown,
  place: readonly PropertyKey[],
): FaultEvent | readonly ScenarioProblem[] {
  const where = describePath(place);
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return [{ where, what: 'must be an event such as { at: 5s, do: disconnect }' }];
  }
  const { on, at, client, after, ...rest } = event as Record<string, unknown>;
  const name = rest['do'];
  if (!isFaultName(name)) {
    return [{ where: `${where}.do`, what: `must be one of ${Object.keys(faultKinds).join(', ')}` }];
  }
  const frame = frameSchema.safeParse({ on, at, client, after });
  const action = faultKinds[name].schema.safeParse(rest);
  const problems = [frame, action].flatMap(({ error }) => problemsOf(error?.issues ?? [], place));
  if (!frame.success || !action.success || problems.length > 0) return problems;
  const trigger = readTrigger(frame.data, where);
  if ('what' in trigger) return [trigger];
  const misfit = checkFit(trigger, action.data, frame.data.after);
  if (misfit !== undefined) return [{ where, what: misfit }];
  return {
    where,
    trigger,
    client: frame.data.client ?? null,
    afterMs: frame.data.after ?? 0,
    action: action.data,
  };
}

type Frame = z.output<typeof frameSchema>;

function readTrigger({ on, at }: Frame, where: string): Trigger | ScenarioProblem {
  if ((on === undefined) === (at === undefined)) {
    return { where, what: 'needs either on: (a message) or at: (a time)' };
  }
  if (at !== undefined) return { kind: 'time', afterMs: at };
  const { request, answer, bytes, nth = null, from = null, code = null } = on ?? {};
  if ([request, answer, bytes].filter((given) => given !== undefined).length !== 1) {
    return { where: `${where}.on`, what: 'needs one of request, answer and bytes' };
  }
  if (bytes !== undefined) return { kind: 'bytes', count: bytes };
  if (nth !== null && from !== null) {
    return { where: `${where}.on`, what: 'nth and from exclude each other' };
  }
  if (request !== undefined) {
    if (requestNameSet.has(request) && code === null) {
      return { kind: 'request', name: request, nth, from, code };
    }
    const what = code === null ? 'no request is called that' : 'only ERR_MSG has a code';
    return { where: `${where}.on.request`, what };
  }
  const name = answer ?? '';
  if (!answerNames.has(name)) {
    return { where: `${where}.on.answer`, what: 'no answer is called that' };
  }
  if (code !== null && name !== 'ERR_MSG') {
    return { where: `${where}.on.code`, what: 'only ERR_MSG has a code' };
  }
  return { kind: 'answer', name, nth, from, code };
}

/** Why the fault cannot hang on this trigger, in words; undefined when it can. */
function checkFit(trigger: Trigger, action: Action, after?: number): string | undefined {
  const hooks: readonly Hook[] = faultKinds[action.do].hooks;
  const fits = hooks.some((hook) => {
    if (hook === 'order') return trigger.kind === 'request' && trigger.name === 'PLACE_ORDER';
    return hook === trigger.kind;
  });
  if (!fits) {
    const names = hooks.map((hook) => (hook === 'order' ? 'request: PLACE_ORDER' : hook));
    return `${action.do} can only hang on ${names.join(' or ')}`;
  }
  if (action.do === 'no_end' && trigger.kind === 'request' && !endMarkerOf.has(trigger.name)) {
    return `the answer to ${trigger.name} has no end marker`;
  }
  if (after !== undefined && !isGatewayAction(action)) return `${action.do} cannot have after:`;
  return undefined;
}

function readChaos(
  written: unknown,
  { where, seed }: ReadFaultsOptions,
  problems: ScenarioProblem[],
): Chaos | null {
  if (written === undefined || written === null) return null;
  const place = [...where, 'chaos'];
  const read = chaosSchema.safeParse(written);
  if (!read.success) {
    problems.push(...problemsOf(read.error.issues, place));
    return null;
  }
  const readSide = (side: ChaosSide): Chaos['rates'][ChaosSide] => {
    const chances = new Map<ChaosFault, number>();
    for (const [name, given] of Object.entries(read.data.rates[side])) {
      const chance = readRate(given);
      const at = describePath([...place, 'rates', side, name]);
      const allowed: readonly ChaosFault[] = chaosFaults[side];
      const fault = allowed.find((known) => known === name);
      if (fault === undefined) {
        problems.push({ where: at, what: `must be one of ${allowed.join(', ')}` });
      } else if (chance === undefined) {
        problems.push({ where: at, what: 'must be a chance from 0 to 1, or from 0% to 100%' });
      } else chances.set(fault, chance);
    }
    return chances;
  };
  const chances = {
    requests: readSide('requests'),
    answers: readSide('answers'),
    orders: readSide('orders'),
  };
  return { seed: read.data.seed ?? seed, longestMs: read.data.longest, rates: chances };
}

/** `0.02` or `2%` as a count of millionths; undefined when it is no chance. */
function readRate(written: number | string): number | undefined {
  const text = String(written);
  const percent = text.endsWith('%');
  const decimals = percent ? RATE_DECIMALS - 2 : RATE_DECIMALS;
  const count = parseDecimal(percent ? text.slice(0, -1) : text, decimals);
  if (count === undefined || count < 0n || count > ALWAYS) return undefined;
  return Number(count);
}
