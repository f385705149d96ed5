import { describe, expect, it } from 'vitest';
import type { OpenOrder } from '../account/snapshot.ts';
import { ACCOUNT_ID, exampleContract } from '../testing/example-account.ts';
import { exampleTicket, execution, ORDER_ID, ORDER_REF, status } from '../testing/example-order.ts';
import { exampleFacts } from '../testing/example-run.ts';
import { formatShares, shares } from '../units/shares.ts';
import { ZERO_USD } from '../units/usd.ts';
import type { OrderEvent } from '../orders/order-event.ts';
import type { JournalEvent, RunFacts } from './journal-event.ts';
import { recordOf, type RunRecord } from './run-record.ts';
import { isSameGateway, judgeOrders, saysTheSame, type Finding } from './settle-orders.ts';

const { conId } = exampleContract('VTI');

/** A run that sent one order for 10 VTI, of which 40 were held before, and died. */
function died(
  told: readonly OrderEvent[] = [],
  facts: Partial<RunFacts> = {},
  side: 'BUY' | 'SELL' = 'BUY',
): RunRecord {
  return recordOf([
    { kind: 'started', facts: exampleFacts(facts) },
    { kind: 'intent', orderId: ORDER_ID, line: 1, ticket: exampleTicket({ side }) },
    ...told.map((event): JournalEvent => ({ kind: 'told', event })),
  ]);
}

const openOrder: OpenOrder = {
  orderId: ORDER_ID,
  clientId: 42,
  permId: 900,
  accountId: ACCOUNT_ID,
  conId,
  symbol: 'VTI',
  side: 'BUY',
  quantity: shares('10'),
  orderRef: ORDER_REF,
  status: 'Submitted',
};

function judge(
  record: RunRecord,
  held: string,
  { remembers = true, linked = true, open = [] as readonly OpenOrder[] } = {},
): string {
  const positions = new Map(held === '0' ? [] : [[conId, shares(held)]]);
  return judgeOrders(
    record,
    { linked, open, positions, cash: ZERO_USD, nextOrderId: ORDER_ID + 1 },
    remembers,
  )
    .map((finding) => {
      if (finding.kind === 'by-position') return `by-position ${formatShares(finding.filled)}`;
      return finding.kind === 'unclear' ? `unclear: ${finding.why}` : finding.kind;
    })
    .join();
}

describe('on the day of the run, at the same gateway, an order is', () => {
  it.each([
    ['gone when it is not open and nothing was traded', died(), '40', 'gone'],
    ['gone when its executions explain the position', died([execution('e.01', '4')]), '44', 'gone'],
    ['settled when all of it was executed', died([execution('e.01', '10')]), '50', ''],
    ['settled when it was cancelled and nothing is missing', died([status('Cancelled')]), '40', ''],
    [
      'unclear when the position says more than the executions',
      died([execution('e.01', '4')]),
      '46',
      'unclear: 46 are held, and the executions explain 44',
    ],
    [
      'unclear when the position says less',
      died([execution('e.01', '4')]),
      '40',
      'unclear: 40 are held, and the executions explain 44',
    ],
    [
      'unclear when a status spoke of more fills',
      died([status('Cancelled', '4')]),
      '40',
      'unclear: the broker spoke of more fills than it shows executions for',
    ],
    [
      'unclear when nobody wrote down what was held',
      died([], { held: [] }),
      '40',
      'unclear: nobody wrote down what was held before it',
    ],
  ])('%s', (_what, record, held, expected) => {
    expect(judge(record, held)).toBe(expected);
  });

  it('open when the broker lists it, whatever else is said', () => {
    expect(judge(died(), '47', { open: [openOrder], remembers: false, linked: false })).toBe(
      'open',
    );
  });

  it('unclear while the gateway is not linked to the broker', () => {
    expect(judge(died(), '40', { linked: false })).toBe(
      'unclear: the gateway has lost its link to the broker',
    );
  });

  it('gone when a sell sold everything', () => {
    const all = { held: [{ conId, quantity: shares('4') }] };
    const record = died([execution('e.01', '4', { side: 'SELL' })], all, 'SELL');
    expect(judge(record, '0')).toBe('gone');
  });
});

describe('after midnight or a restart only the position tells', () => {
  const forgot = { remembers: false };
  it.each([
    ['nothing', died(), '40', 'by-position 0'],
    ['a part', died(), '43', 'by-position 3'],
    ['the rest', died([execution('e.01', '4')]), '50', 'by-position 6'],
    [
      'more than was ordered',
      died(),
      '51',
      'unclear: the position of 51 does not fit what is known of the order',
    ],
    [
      'the other side',
      died(),
      '39',
      'unclear: the position of 39 does not fit what is known of the order',
    ],
    [
      'less than a status said',
      died([status('Submitted', '4')]),
      '43',
      'unclear: the position of 43 does not fit what is known of the order',
    ],
    ['a sell', died([], {}, 'SELL'), '33', 'by-position 7'],
  ])('%s', (_what, record, held, expected) => {
    expect(judge(record, held, forgot)).toBe(expected);
  });
});

describe('an order is judged by what is its own', () => {
  const bnd = exampleContract('BND');
  const other = exampleTicket({ contract: bnd, orderRef: 'rb.RUN1.DU1234567.2.2' });
  /** Beside the order for 10 VTI one for 10 BND, of which 4 were filled; 7 BND were held before. */
  const both: RunRecord = recordOf([
    {
      kind: 'started',
      facts: exampleFacts({
        held: [
          { conId: bnd.conId, quantity: shares('7') },
          { conId, quantity: shares('40') },
        ],
      }),
    },
    { kind: 'intent', orderId: ORDER_ID, line: 1, ticket: exampleTicket() },
    { kind: 'intent', orderId: ORDER_ID + 1, line: 2, ticket: other },
    {
      kind: 'told',
      event: execution('f.01', '4', {
        orderId: ORDER_ID + 1,
        orderRef: other.orderRef,
        conId: bnd.conId,
      }),
    },
  ]);
  const kinds = (open: readonly OpenOrder[]) =>
    judgeOrders(
      both,
      {
        linked: true,
        open,
        positions: new Map([
          [conId, shares('40')],
          [bnd.conId, shares('11')],
        ]),
        cash: ZERO_USD,
        nextOrderId: ORDER_ID + 2,
      },
      true,
    ).map(({ kind }) => kind);

  it('by the position and the executions of its contract', () => {
    expect(kinds([])).toEqual(['gone', 'gone']);
  });

  it('by the open order that bears its reference', () => {
    expect(kinds([openOrder])).toEqual(['open', 'gone']);
    expect(kinds([{ ...openOrder, orderRef: 'of another run' }])).toEqual(['gone', 'gone']);
  });
});

it('a second look has to say the same, to the share', () => {
  const [order] = died().book.orders;
  if (order === undefined) throw new Error('there is one');
  const gone: Finding = { order, kind: 'gone' };
  const by = (filled: string): Finding => ({
    order,
    kind: 'by-position',
    filled: shares(filled),
    held: shares('1'),
  });
  expect(saysTheSame(gone, undefined)).toBe(false);
  expect(saysTheSame(gone, gone)).toBe(true);
  expect(saysTheSame(gone, by('1'))).toBe(false);
  expect(saysTheSame(by('1'), by('1'))).toBe(true);
  expect(saysTheSame(by('1'), by('2'))).toBe(false);
});

it('a gateway that offers an id which it has seen used, or below its first, has restarted', () => {
  expect(isSameGateway(died(), 6)).toBe(true);
  expect(isSameGateway(died(), 5)).toBe(false);
  expect(isSameGateway(died([status('Submitted')]), 8)).toBe(true);
  expect(isSameGateway(died([status('Submitted')]), 7)).toBe(false);
  expect(isSameGateway(died([execution('e.01', '1')]), 7)).toBe(false);
  expect(isSameGateway(recordOf([]), 1)).toBe(true);
});
