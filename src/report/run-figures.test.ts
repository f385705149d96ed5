import { expect, it } from 'vitest';
import { recordOf } from '../core/journal/run-record.ts';
import type { JournalEvent } from '../core/journal/journal-event.ts';
import { NOW } from '../core/testing/example-account.ts';
import {
  commission,
  exampleTicket,
  execution,
  ORDER_ID,
  status,
} from '../core/testing/example-order.ts';
import { exampleConversion } from '../core/testing/example-conversion.ts';
import { exampleFacts } from '../core/testing/example-run.ts';
import { price } from '../core/units/price.ts';
import { usd } from '../core/units/usd.ts';
import { listFigures } from './history-tables.ts';
import { runFigures } from './run-figures.ts';

const facts = exampleFacts();
const arrival = { bid: price('99.90'), ask: price('100.10') };
const begun: readonly JournalEvent[] = [
  { kind: 'started', facts },
  { kind: 'intent', orderId: ORDER_ID, line: 1, ticket: exampleTicket({ arrival }) },
];
const told = (...events: Extract<JournalEvent, { kind: 'told' }>['event'][]): JournalEvent[] =>
  events.map((event) => ({ kind: 'told', event }));
const figures = (...events: readonly JournalEvent[]) =>
  runFigures(
    [recordOf([...begun, ...events])],
    [
      {
        runId: facts.runId,
        accountId: facts.accountId,
        startedAt: NOW,
        before: { netLiq: usd('15000'), investable: usd('12000'), totalDrift: usd('1000') },
        after: undefined,
      },
    ],
  )[0];

it('a run is measured by its executions: what it traded, what that cost, against the middle', () => {
  const half = execution('e.1.01', '4', { at: '100.20' });
  const rest = execution('e.2.01', '6', { at: '99.90' });
  expect(
    figures(...told(half, rest, commission('e.1.01', '0.35'), commission('e.2.01', '0.40'))),
  ).toEqual({
    runId: 'RUN1',
    startedAt: NOW,
    // 1,000 of 12,000; afterwards it could not be read.
    driftBeforeBps: '833.3',
    driftAfterBps: undefined,
    // 4 x 100.20 + 6 x 99.90
    turnoverUsd: '1000.20',
    turnoverPct: '6.67',
    commissionUsd: '0.75',
    commissionBps: '7.50',
    isCommissionKnown: true,
    // 10 shares at the middle are 1,000.00.
    slippageUsd: '0.20',
    slippageBps: '2.00',
  });
});

it('a second order of a line is measured from where the first began', () => {
  const later = exampleTicket({
    orderRef: 'rb.later',
    arrival: { bid: price('109'), ask: price('111') },
  });
  const found = figures(
    ...told(execution('e.1.01', '4', { at: '100' }), status('Cancelled', '4')),
    { kind: 'intent', orderId: 8, line: 1, ticket: later },
    ...told(execution('e.2.01', '6', { at: '110', orderId: 8, orderRef: 'rb.later' })),
  );
  expect([found?.slippageUsd, found?.isCommissionKnown]).toEqual(['60.00', false]);
});

it('a run without a measure has no drift, and one that sent nothing is none', () => {
  expect(runFigures([recordOf(begun)], [])).toMatchObject([
    {
      driftBeforeBps: undefined,
      turnoverUsd: '0.00',
      turnoverPct: undefined,
      slippageBps: undefined,
    },
  ]);
  expect(runFigures([recordOf(begun.slice(0, 1)), recordOf([])], [])).toEqual([]);
});

it('a conversion costs commission and is no turnover', () => {
  const events: JournalEvent[] = [
    { kind: 'started', facts },
    { kind: 'intent', orderId: ORDER_ID, line: 0, ticket: exampleConversion },
  ];
  expect(runFigures([recordOf(events)], [])).toMatchObject([{ turnoverUsd: '0.00' }]);
});

it('the list fits into 80 columns and says which commissions are estimates', () => {
  const found = figures(...told(execution('e.1.01', '10', { at: '100' })));
  const text = listFigures(
    found === undefined ? [] : [found, { ...found, turnoverUsd: '1234567.89' }],
  );
  expect(text).toContain('* not all of it was reported');
  expect(text).toContain('1,234,567.89');
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
