import * as z from 'zod/mini';
import { duration } from '../../simulator/faults/duration.ts';

/*
 * What may be written under `run:` and `expect:` of a scenario file. docs/scenario-files.md shows
 * each key with an example.
 */

const text = z.union([z.string(), z.number(), z.boolean()]);
const count = z.number().check(z.int(), z.minimum(1));

/** Something that befalls the program, or that a person does, and when. */
const happening = z
  .strictObject({
    /** So long after the command was given. */
    at: z.optional(duration),
    /** When so many orders have reached the gateway, counted from the command on. */
    order: z.optional(count),
    /** When it has asked so many questions, before the last one is answered. */
    question: z.optional(count),
    do: z.enum(['die', 'kill_switch', 'ctrl_c', 'leave', 'disk_full', 'wait', 'trade']),
    /** How long a `wait` takes. */
    for: z.optional(duration),
    /** What a `trade` is: `SELL 10 VTI`, or `SELL 10 VTI at 300`. */
    trade: z.optional(
      z
        .string()
        .check(z.regex(/^(BUY|SELL) \d+ [A-Z.]+( at [\d.]+)?$/, 'must be like SELL 10 VTI at 300')),
    ),
  })
  .check(
    z.refine(
      ({ at, order, question }) =>
        [at, order, question].filter((each) => each !== undefined).length === 1,
      'needs one of at:, order: and question:',
    ),
  );

const answer = z.enum(['yes', 'no', 'nobody', 'ctrl_c']);

const step = {
  command: z._default(z.string(), 'rebalance --paper'),
  answer: z._default(z.union([answer, z.array(answer)]), 'yes'),
  /** How long after the end of the step before. */
  after: z._default(duration, 0),
  happens: z._default(z.array(happening), []),
};

export const runSchema = z.strictObject({
  at: z._default(
    z
      .string()
      .check(z.refine((written) => !Number.isNaN(Date.parse(written)), 'must be an instant')),
    '2026-01-15T15:30:00Z',
  ),
  settings: z._default(z.union([z.string(), z.record(z.string(), text)]), {}),
  portfolios: z.union([
    z.string(),
    z.record(z.string(), z.union([z.string(), z.number(), z.record(z.string(), text)])),
  ]),
  /** Why the socket is a world of its own for this scenario. */
  socket: z._default(z.enum(['same', 'only', 'never']), 'same'),
  steps: z.optional(z.array(z.strictObject(step)).check(z.minLength(1))),
  ...step,
});

const said = {
  exit: z.optional(z.union([z.number().check(z.int()), z.literal('died')])),
  outcome: z.optional(z.string()),
  problems: z.optional(z.array(z.string())),
  says: z.optional(z.array(z.string())),
  says_not: z.optional(z.array(z.string())),
  plan: z.optional(z.string()),
  report: z.optional(z.string()),
};

const figure = z.union([z.string(), z.number()]);

export const expectSchema = z.strictObject({
  ...said,
  steps: z.optional(z.array(z.strictObject(said))),
  orders: z.optional(z.array(z.string())),
  story: z.optional(z.array(z.string())),
  books: z.optional(z.record(z.string(), z.record(z.string(), figure))),
});

export type RunPart = z.output<typeof runSchema>;
export type StepPart = Pick<RunPart, keyof typeof step>;
export type Happening = StepPart['happens'][number];
export type ExpectPart = z.output<typeof expectSchema>;
/** What is expected of one command. */
export type Said = Pick<ExpectPart, keyof typeof said>;
