import * as z from 'zod/mini';
import { priceChange, quoteParts, shares, symbol, whole } from '../scenario/schema.ts';
import { duration } from './duration.ts';

/** What a fault can hang on: a message either way, an order, a count of bytes, or the clock. */
export type Hook = 'request' | 'answer' | 'order' | 'bytes' | 'time';

const everywhere = ['request', 'answer', 'time'] as const;
const messages = ['request', 'answer'] as const;
const answers = ['answer'] as const;
const orders = ['order'] as const;

const text = z.string();
const times = z.number().check(z.int(), z.minimum(1), z.maximum(100));
const when = z.enum(['before', 'after']);
const code = z.number().check(z.int(), z.minimum(0), z.maximum(99_999));

/** Of one kind of fault: where it can happen, and its options as they are written. */
function kind<const K extends string, const H extends readonly Hook[], S extends z.core.$ZodShape>(
  name: K,
  hooks: H,
  options: S,
) {
  return { hooks, schema: z.strictObject({ do: z.literal(name), ...options }) };
}

/**
 * Every fault there is, by its name behind `do:`. docs/simulator.md says what each does; a test
 * holds that page against this table.
 */
export const faultKinds = {
  drop: kind('drop', messages, {}),
  delay: kind('delay', messages, { for: duration }),
  reorder: kind('reorder', messages, {}),
  duplicate: kind('duplicate', answers, { times: z._default(times, 1) }),
  split: kind('split', answers, { bytes: z._default(whole(1), 1) }),
  coalesce: kind('coalesce', answers, { for: z._default(duration, 100) }),
  rewrite: kind('rewrite', answers, { field: whole(0), to: text }),
  corrupt: kind('corrupt', answers, {
    how: z._default(z.enum(['field', 'length', 'end']), 'field'),
  }),
  no_end: kind('no_end', ['request'], {}),
  disconnect: kind('disconnect', [...everywhere, 'bytes'], {
    when: z._default(when, 'before'),
    after_bytes: z.optional(whole(0)),
  }),
  freeze: kind('freeze', [...everywhere, 'bytes'], { for: z.optional(duration) }),
  code: kind('code', everywhere, {
    code,
    text: z.optional(text),
    id: z.optional(z.number().check(z.int())),
    when: z._default(when, 'after'),
  }),
  outage: kind('outage', everywhere, {
    for: duration,
    then: z._default(z.union([z.literal(1101), z.literal(1102)]), 1102),
    repeat: z._default(duration, 5_000),
  }),
  restart: kind('restart', everywhere, {
    for: z._default(duration, 1_000),
    ids_back: z._default(whole(0), 0),
    swallow: z._default(duration, 0),
  }),
  swallow: kind('swallow', everywhere, {
    for: z.optional(duration),
    then: z._default(z.enum(['lose', 'place']), 'lose'),
  }),
  quote: kind('quote', everywhere, { symbol, ...quoteParts }),
  reject: kind('reject', ['request', 'order'], {
    code: z._default(code, 201),
    text: z.optional(text),
    status: z._default(z.enum(['Inactive', 'Cancelled', 'none']), 'Inactive'),
    status_first: z._default(z.boolean(), false),
  }),
  partial: kind('partial', orders, { shares, for: z.optional(duration) }),
  late_commission: kind('late_commission', orders, { for: duration }),
  no_commission: kind('no_commission', orders, {}),
  no_status: kind('no_status', orders, {}),
  no_execution: kind('no_execution', orders, {}),
  correct: kind('correct', orders, { by: priceChange, for: z._default(duration, 1_000) }),
} as const;

export type FaultName = keyof typeof faultKinds;
export type Action = { [N in FaultName]: z.output<(typeof faultKinds)[N]['schema']> }[FaultName];
export type ActionOf<N extends FaultName> = Extract<Action, { do: N }>;

export function isFaultName(name: unknown): name is FaultName {
  return typeof name === 'string' && Object.hasOwn(faultKinds, name);
}

/** Faults of a connection or of the whole gateway. They can come a while after what they hang on. */
export type GatewayAction = ActionOf<
  'disconnect' | 'freeze' | 'code' | 'outage' | 'restart' | 'swallow' | 'quote'
>;
const gatewayFaults: ReadonlySet<FaultName> = new Set([
  'disconnect',
  'freeze',
  'code',
  'outage',
  'restart',
  'swallow',
  'quote',
] satisfies GatewayAction['do'][]);

export function isGatewayAction(action: Action): action is GatewayAction {
  return gatewayFaults.has(action.do);
}

/** Faults of one order. */
export type OrderAction = ActionOf<
  | 'reject'
  | 'partial'
  | 'late_commission'
  | 'no_commission'
  | 'no_status'
  | 'no_execution'
  | 'correct'
>;

export function isOrderAction(action: Action): action is OrderAction {
  return (faultKinds[action.do].hooks as readonly Hook[]).includes('order');
}

/** Faults of one message on its way. */
export type MessageAction = Exclude<Action, GatewayAction | OrderAction>;

export type ChaosSide = 'requests' | 'answers' | 'orders';

/** What chance can do to requests, to answers and to new orders. */
export const chaosFaults = {
  requests: [
    'drop',
    'delay',
    'reorder',
    'no_end',
    'disconnect',
    'freeze',
    'code',
    'outage',
    'restart',
  ],
  answers: [
    'drop',
    'delay',
    'reorder',
    'duplicate',
    'split',
    'coalesce',
    'corrupt',
    'disconnect',
    'freeze',
  ],
  orders: [
    'reject',
    'swallow',
    'partial',
    'late_commission',
    'no_commission',
    'no_status',
    'no_execution',
    'correct',
  ],
} as const satisfies Record<ChaosSide, readonly FaultName[]>;

export type ChaosFault = (typeof chaosFaults)[ChaosSide][number];
