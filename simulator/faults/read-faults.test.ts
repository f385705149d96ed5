import { describe, expect, test } from 'vitest';
import { BadScenario } from '../scenario/scenario.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import type { FaultPlan } from './fault-plan.ts';

const gateway = (text: string): string =>
  `gateway:\n  accounts: [{ id: DU1 }]\n  ${text.replaceAll('\n', '\n  ')}`;

function read(text: string): FaultPlan {
  return parseScenario(gateway(text)).faults;
}

function problems(text: string): string[] {
  try {
    parseScenario(gateway(text));
  } catch (error) {
    if (error instanceof BadScenario) {
      return error.problems.map(({ where, what }) => `${where}: ${what}`);
    }
    throw error;
  }
  return [];
}

const one = (event: string): string => `events: [${event}]`;

describe('events are read', () => {
  test('with their trigger, their scope and their options', () => {
    const plan = read(`events:
  - { on: { request: PLACE_ORDER, nth: 2 }, client: 7, do: drop }
  - { at: 1m, do: freeze, for: 250ms }
  - { on: { answer: ERR_MSG, code: 326, from: 3 }, do: disconnect, after: 2s }`);
    expect(plan).toEqual({
      chaos: null,
      events: [
        {
          where: 'gateway.events[0]',
          trigger: { kind: 'request', name: 'PLACE_ORDER', nth: 2, from: null, code: null },
          client: 7,
          afterMs: 0,
          action: { do: 'drop' },
        },
        {
          where: 'gateway.events[1]',
          trigger: { kind: 'time', afterMs: 60_000 },
          client: null,
          afterMs: 0,
          action: { do: 'freeze', for: 250 },
        },
        {
          where: 'gateway.events[2]',
          trigger: { kind: 'answer', name: 'ERR_MSG', nth: null, from: 3, code: 326 },
          client: null,
          afterMs: 2_000,
          action: { do: 'disconnect', when: 'before' },
        },
      ],
    });
  });

  test.each([
    ['events: 5', 'gateway.events: must be a list'],
    [one('later'), 'gateway.events[0]: must be an event such as { at: 5s, do: disconnect }'],
    [one('{ do: drop }'), 'gateway.events[0]: needs either on: (a message) or at: (a time)'],
    [
      one('{ at: 5s, on: { bytes: 3 }, do: freeze }'),
      'gateway.events[0]: needs either on: (a message) or at: (a time)',
    ],
    [
      one('{ at: 5, do: freeze }'),
      'gateway.events[0].at: must be a duration such as 250ms, 5s, 2m or 1h',
    ],
    [
      one('{ at: 5 s, do: freeze }'),
      'gateway.events[0].at: must be a duration such as 250ms, 5s, 2m or 1h',
    ],
    [one('{ on: {}, do: freeze }'), 'gateway.events[0].on: needs one of request, answer and bytes'],
    [
      one('{ on: { request: PLACE, nth: 1 }, do: drop }'),
      'gateway.events[0].on.request: no request is called that',
    ],
    [
      one('{ on: { answer: PLACE_ORDER }, do: drop }'),
      'gateway.events[0].on.answer: no answer is called that',
    ],
    [
      one('{ on: { answer: POSITION, code: 200 }, do: drop }'),
      'gateway.events[0].on.code: only ERR_MSG has a code',
    ],
    [
      one('{ on: { request: REQ_IDS, nth: 1, from: 2 }, do: drop }'),
      'gateway.events[0].on: nth and from exclude each other',
    ],
    [
      one('{ on: { request: REQ_IDS, nth: 0 }, do: drop }'),
      'gateway.events[0].on.nth: must be at least 1',
    ],
    [
      one('{ on: { request: REQ_IDS }, do: partial, shares: 1 }'),
      'gateway.events[0]: partial can only hang on request: PLACE_ORDER',
    ],
    [one('{ at: 1s, do: drop }'), 'gateway.events[0]: drop can only hang on request or answer'],
    [
      one('{ on: { request: REQ_IDS }, do: drop, after: 1s }'),
      'gateway.events[0]: drop cannot have after:',
    ],
    [
      one('{ on: { request: REQ_IDS }, do: no_end }'),
      'gateway.events[0]: the answer to REQ_IDS has no end marker',
    ],
    [
      one('{ at: 1s, do: quote, symbol: NOPE, bid: 1 }'),
      'gateway.events[0].symbol: no contract is called that',
    ],
    [one('{ at: 1s, do: freeze, fro: 1s }'), 'gateway.events[0]: unknown key fro'],
    [
      one('{ at: 1s, do: outage }'),
      'gateway.events[0].for: must be a duration such as 250ms, 5s, 2m or 1h',
    ],
    ['chaos: { rate: {} }', 'gateway.chaos.rates: must be object'],
    [
      'chaos: { rates: { answers: { reject: 0.5 } } }',
      'gateway.chaos.rates.answers.reject: must be one of drop, delay, reorder, duplicate, split, coalesce, corrupt, disconnect, freeze',
    ],
    [
      'chaos: { rates: { orders: { reject: 101% } } }',
      'gateway.chaos.rates.orders.reject: must be a chance from 0 to 1, or from 0% to 100%',
    ],
  ])('%s is refused at its place', (text, problem) => {
    expect(problems(text)).toContain(problem);
  });

  test('an unknown fault is answered with those that there are', () => {
    expect(problems(one('{ at: 1s, do: explode }'))[0]).toMatch(
      /^gateway\.events\[0\]\.do: must be one of drop, delay, .*correct$/,
    );
  });
});

test('chances are written as fractions or in percent, and the seed is the scenario’s', () => {
  const { chaos } = read('chaos: { rates: { answers: { drop: 0.02, delay: 1.5% } } }\nseed: 9');
  expect(chaos?.seed).toBe(9);
  expect([...(chaos?.rates.answers ?? [])]).toEqual([
    ['drop', 20_000],
    ['delay', 15_000],
  ]);
});
