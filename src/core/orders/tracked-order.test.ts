import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  commission,
  exampleTicket,
  execution,
  message,
  ORDER_ID,
  status,
} from '../testing/example-order.ts';
import { assert } from '../units/assert.ts';
import { price } from '../units/price.ts';
import { shares } from '../units/shares.ts';
import { usd } from '../units/usd.ts';
import { addOrder, applyToBook, EMPTY_BOOK } from './order-book.ts';
import type { OrderEvent } from './order-event.ts';
import type { ShareTicket } from './ticket.ts';
import {
  applyEvent,
  cashEffectOf,
  commissionsOf,
  endingsOf,
  filledOf,
  filledValueOf,
  isAccountedFor,
  isDone,
  isShareOrder,
  keyOf,
  mostCashOf,
  rejectionOf,
  stateOf,
  trackOrder,
  type ShareOrder,
} from './tracked-order.ts';

/** What became of the order after these events, through the book as in a run. */
function after(events: readonly OrderEvent[], ticket: Partial<ShareTicket> = {}): ShareOrder {
  const book = addOrder(EMPTY_BOOK, exampleTicket(ticket), ORDER_ID);
  const [order] = events.reduce(applyToBook, book).orders;
  assert(order !== undefined && isShareOrder(order), 'the example is an order for shares');
  return order;
}

/** All that anybody asks of an order. */
function knownOf(order: ShareOrder) {
  return {
    state: stateOf(order),
    done: isDone(order),
    filled: filledOf(order),
    value: filledValueOf(order),
    commissions: commissionsOf(order),
    cash: cashEffectOf(order),
    most: mostCashOf(order),
    rejection: rejectionOf(order),
    permId: order.permId,
  };
}

function* permutations<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  if (items.length === 0) yield [];
  for (const [at, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(at, 1))) yield [item, ...rest];
  }
}

describe('the order of arrival does not matter', () => {
  it.each<[string, OrderEvent[], string, string]>([
    [
      'filled in two parts',
      [
        status('Submitted'),
        status('Filled', '10'),
        execution('e.1.01', '6'),
        execution('e.2.01', '4'),
        commission('e.1.01', '1'),
        commission('e.2.01', '0.35'),
      ],
      'filled',
      '10',
    ],
    [
      'everything twice',
      [
        execution('e.1.01', '10'),
        execution('e.1.01', '10'),
        commission('e.1.01', '1'),
        commission('e.1.01', '1'),
        status('Filled', '10'),
        status('Filled', '10'),
      ],
      'filled',
      '10',
    ],
    [
      'an execution that is corrected twice, with a commission for each version',
      [
        execution('e.1.01', '10', { at: '100' }),
        execution('e.1.02', '10', { at: '99' }),
        commission('e.1.01', '1'),
        commission('e.1.02', '1.10'),
        execution('e.1.03', '9', { at: '98' }),
        commission('e.1.03', '1.20'),
      ],
      'partially-filled',
      '9',
    ],
    [
      'refused: 201 and Inactive',
      [message(201), status('Inactive'), message(399)],
      'rejected',
      '0',
    ],
    ['refused: 201 and Cancelled', [message(201), status('Cancelled')], 'rejected', '0'],
    [
      'cancelled after a part: 202 and Cancelled',
      [
        message(202),
        status('Cancelled', '3'),
        status('Submitted', '3'),
        execution('e.1.01', '3'),
        commission('e.1.01', '1'),
      ],
      'cancelled',
      '3',
    ],
    [
      'cancelled before any fill',
      [message(202), status('Cancelled'), status('PendingCancel')],
      'cancelled',
      '0',
    ],
    [
      'refused after a part was filled',
      [message(201), status('Cancelled', '4'), execution('e.1.01', '4')],
      'cancelled',
      '4',
    ],
    [
      'warned: 399 and 10349 keep it alive',
      [message(399), message(10349), status('PreSubmitted'), status('Submitted')],
      'working',
      '0',
    ],
    [
      'the status knows of more than the executions say',
      [status('Cancelled', '7'), execution('e.1.01', '3'), message(202)],
      'partially-filled',
      '3',
    ],
    [
      'filled by its status, and the executions are late',
      [status('Filled', '10'), execution('e.1.01', '4'), status('Submitted', '4')],
      'partially-filled',
      '4',
    ],
  ])('%s', (_, events, state, filled) => {
    const expected = knownOf(after(events));
    expect(expected).toMatchObject({ state, filled: shares(filled) });
    for (const order of permutations(events)) expect(knownOf(after(order))).toEqual(expected);
  });
});

describe('a state is what all facts together say', () => {
  it.each<[string, OrderEvent[], string, boolean]>([
    ['nothing heard yet', [], 'sent', false],
    ['waiting at the broker', [status('PendingSubmit')], 'working', false],
    ['an unknown status', [status('Sleeping')], 'working', false],
    ['inactive and not refused', [status('Inactive')], 'working', false],
    ['inactive with a warning', [status('Inactive'), message(399)], 'working', false],
    ['inactive with a code nobody knows', [status('Inactive'), message(9999)], 'working', false],
    ['a refusal that its status does not confirm', [message(201)], 'sent', false],
    ['a refusal of an order that works', [status('Submitted'), message(201)], 'working', false],
    ['Filled without executions', [status('Filled', '10')], 'working', false],
    ['an execution before any status', [execution('e.1.01', '1')], 'partially-filled', false],
    ['ApiCancelled', [status('ApiCancelled')], 'cancelled', true],
    [
      'cancelled with more executions than reported',
      [status('Cancelled'), execution('e.1.01', '2')],
      'cancelled',
      true,
    ],
    ['cancelled with executions missing', [status('Cancelled', '2')], 'working', false],
    ['all executions, no status', [execution('e.1.01', '10')], 'filled', true],
    ['more filled than ordered', [execution('e.1.01', '11')], 'filled', true],
    ['the connection is gone', [{ kind: 'lost', reason: 'socket' }], 'sent', false],
  ])('%s', (_, events, state, done) => {
    expect(stateOf(after(events))).toBe(state);
    expect(isDone(after(events))).toBe(done);
  });

  it('an order that nobody watches any more is unknown, unless it has ended', () => {
    const abandoned = {
      ...after([status('Submitted', '3'), execution('e.1.01', '3')]),
      abandoned: true,
    };
    expect(stateOf(abandoned)).toBe('unknown');
    expect(isDone(abandoned)).toBe(true);
    expect(stateOf({ ...after([status('Cancelled')]), abandoned: true })).toBe('cancelled');
    expect(stateOf({ ...after([execution('e.1.01', '10')]), abandoned: true })).toBe('filled');
  });
});

it('a refusal that the lists of the broker confirm ends an order of which nothing was filled', () => {
  const refusedAfter = (...events: OrderEvent[]) => ({ ...after(events), refused: true });
  expect(stateOf(refusedAfter(message(201)))).toBe('rejected');
  expect(stateOf(refusedAfter(message(201), status('Submitted')))).toBe('rejected');
  expect(stateOf(refusedAfter(message(201), execution('e.1.01', '4')))).toBe('partially-filled');
  // The broker has spoken of fills whose executions are still to come.
  expect(stateOf(refusedAfter(message(201), status('Submitted', '4')))).toBe('working');
});

it.each<[string, OrderEvent[], boolean]>([
  ['nothing was reported', [], true],
  ['as much as the executions say', [status('Submitted', '4'), execution('e.1.01', '4')], true],
  ['more than the executions say', [status('Submitted', '5'), execution('e.1.01', '4')], false],
  [
    'Filled, and the executions are not all there',
    [status('Filled'), execution('e.1.01', '4')],
    false,
  ],
  ['Filled, and they are', [status('Filled'), execution('e.1.01', '10')], true],
])('what the status reports is accounted for: %s, %s', (...row) => {
  const [, events, accounted] = row;
  expect(isAccountedFor(after(events))).toBe(accounted);
});

it('messages that end an order are counted, warnings are not', () => {
  expect(endingsOf(after([message(399), message(10349), message(2104)]))).toBe(0);
  expect(endingsOf(after([message(202), message(399), message(201)]))).toBe(2);
});

describe('late duplicates', () => {
  it.each(['Filled', 'Cancelled', 'ApiCancelled'])('%s is not brought back to life', (final) => {
    const order = after([status(final), status('Submitted'), status('PreSubmitted')]);
    expect(order.status).toBe(final);
  });

  it('the largest filled quantity that was ever reported counts', () => {
    const order = after([status('Submitted', '7'), status('Submitted', '3')]);
    expect(order.reportedFilled).toBe(shares('7'));
  });

  it('the permanent id is kept when a later status has none', () => {
    const nameless: OrderEvent = {
      kind: 'status',
      orderId: ORDER_ID,
      permId: 0,
      status: 'Submitted',
      filled: shares('0'),
    };
    expect(after([status('PreSubmitted'), nameless]).permId).toBe(900);
    expect(after([nameless]).permId).toBe(0);
  });
});

describe('what belongs to another order', () => {
  const order = trackOrder(exampleTicket(), ORDER_ID);
  it.each<[string, OrderEvent]>([
    ['a status', status('Filled', '10', 8)],
    ['a message', message(201, 8)],
    ['an execution with another reference', execution('e.1.01', '10', { orderRef: 'rb.X.Y.1.1' })],
    [
      'an execution of this order id without a reference',
      execution('e.1.01', '10', { orderRef: '' }),
    ],
    ['a commission of an execution that we do not have', commission('e.1.01', '1')],
    ['the end of the connection', { kind: 'lost', reason: 'socket' }],
  ])('%s changes nothing', (_, event) => {
    expect(applyEvent(order, event)).toEqual(order);
  });
});

describe('corrections', () => {
  it('the newest version of an execution replaces the others', () => {
    const order = after([
      execution('0000e0d5.69dd7411.01.01', '10'),
      execution('0000e0d5.69dd7411.01.02', '6'),
    ]);
    expect(filledOf(order)).toBe(shares('6'));
  });

  it('an older version that comes late is ignored', () => {
    const order = after([execution('a.b.01.02', '6'), execution('a.b.01.01', '10')]);
    expect(filledOf(order)).toBe(shares('6'));
  });

  it.each([
    ['0000e0d5.69dd7411.01.02', '0000e0d5.69dd7411.01'],
    ['0000e0d5.69dd7411.02.01', '0000e0d5.69dd7411.02'],
    ['nodots', 'nodots'],
  ])('%s is a version of %s', (execId, key) => {
    expect(keyOf(execId)).toBe(key);
  });

  it("the commission of the newest version counts; until it comes, the older one's", () => {
    const corrected = [
      execution('e.1.01', '10'),
      commission('e.1.01', '1'),
      execution('e.1.02', '9'),
    ];
    expect(commissionsOf(after(corrected))).toMatchObject({ amount: usd('1'), complete: true });
    const reported = [...corrected, commission('e.1.02', '0.90')];
    expect(commissionsOf(after(reported))).toMatchObject({ amount: usd('0.90'), complete: true });
  });
});

describe('the cash', () => {
  const half = [execution('e.1.01', '5', { at: '99' }), commission('e.1.01', '1')];

  it('of a buy: value and commission are taken', () => {
    expect(cashEffectOf(after(half))).toBe(usd('-496'));
    expect(filledValueOf(after(half))).toBe(usd('495'));
  });

  it('of a sell: the commission comes off the proceeds', () => {
    expect(cashEffectOf(after(half, { side: 'SELL' }))).toBe(usd('494'));
  });

  it('a missing report is not zero: the commission is counted as the most it can be', () => {
    const unreported = after([execution('e.1.01', '5')]);
    expect(commissionsOf(unreported)).toMatchObject({ amount: usd('1'), complete: false });
    expect(cashEffectOf(unreported)).toBe(usd('-501'));
  });

  it('a credit is a commission below zero', () => {
    const credited = after([execution('e.1.01', '5'), commission('e.1.01', '-0.10')]);
    expect(cashEffectOf(credited)).toBe(usd('-499.90'));
  });

  it.each<[string, OrderEvent[], string]>([
    ['nothing heard: all of it at its limit', [], '1001'],
    ['half filled below the limit', [status('Submitted'), ...half], '996'],
    ['half filled, cancelled', [status('Cancelled', '5'), ...half], '496'],
    ['cancelled, with fills that we have not seen', [status('Cancelled', '5')], '1001'],
    ['refused', [message(201), status('Inactive')], '0'],
    ['filled', [execution('e.1.01', '10'), commission('e.1.01', '1')], '1001'],
  ])('the most that a buy may take, %s: %s', (...row) => {
    const [, events, most] = row;
    expect(mostCashOf(after(events))).toBe(usd(most));
  });

  it('a market order that fills above what it was counted with counts as it was filled', () => {
    const market = { limit: undefined, countedAt: price('100') };
    const order = after([status('Submitted'), execution('e.1.01', '9', { at: '110' })], market);
    // 990 are gone, the last share may cost 100, and the commission 1.
    expect(mostCashOf(order)).toBe(usd('1091'));
  });

  it('the most never falls below what is taken, and never rises while fills keep the limit', () => {
    const fills = fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 4 }),
        cents: fc.integer({ min: 9_000, max: 10_000 }),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(fills, fc.integer({ min: 16, max: 20 }), (list, wanted) => {
        let order = after([], { quantity: shares(String(wanted)) });
        let most = mostCashOf(order);
        list.forEach(({ quantity, cents }, at) => {
          const execId = `e.${at}.01`;
          const fill = execution(execId, String(quantity), { at: (cents / 100).toFixed(2) });
          order = applyEvent(applyEvent(order, fill), commission(execId, '0.25'));
          expect(mostCashOf(order) <= most).toBe(true);
          expect(mostCashOf(order) >= 0n - cashEffectOf(order)).toBe(true);
          most = mostCashOf(order);
        });
      }),
      { seed: 7_401, numRuns: 500 },
    );
  });
});

it('a refusal is told in the words of the broker', () => {
  expect(rejectionOf(after([message(399), message(201), message(110)]))).toBe('201: message 201');
  expect(rejectionOf(after([message(399)]))).toBeUndefined();
});
