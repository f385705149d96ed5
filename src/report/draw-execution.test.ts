import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalEvent } from '../core/journal/journal-event.ts';
import type { OrderEvent } from '../core/orders/order-event.ts';
import { exampleConversion } from '../core/testing/example-conversion.ts';
import { exampleContract, NOW } from '../core/testing/example-account.ts';
import { exampleTicket, execution, status } from '../core/testing/example-order.ts';
import { exampleApproval, exampleCeiling } from '../core/testing/example-run.ts';
import { price } from '../core/units/price.ts';
import { shares } from '../core/units/shares.ts';
import { usd } from '../core/units/usd.ts';
import { drawExecution } from './draw-execution.ts';
import { applyToScene, beginScene, type ExecutionScene } from './execution-scene.ts';

const SYMBOLS = ['QQQ', 'VTI', 'GLD', 'BND', 'IAU', 'IEFA'] as const;
/** Two sells and four buys; each line's order has its number as its id. */
const approved = exampleApproval({
  sells: [1, 2].map((line) => ceiling(line, 'SELL')),
  buys: [3, 4, 5, 6].map((line) => ceiling(line, 'BUY')),
});

function ceiling(line: number, side: 'BUY' | 'SELL') {
  const symbol = SYMBOLS[line - 1] ?? '';
  return exampleCeiling({
    line,
    side,
    contract: { ...exampleContract(symbol), name: `FUND OF ${symbol}` },
    quantity: shares(String(10 * line)),
  });
}

function sent(line: number, limit = '100'): JournalEvent {
  const { contract, side, quantity } = ceiling(line, line < 3 ? 'SELL' : 'BUY');
  const ticket = exampleTicket({
    contract,
    side,
    quantity,
    orderRef: `rb.${line}`,
    limit: limit === 'market' ? undefined : price(limit),
  });
  return { kind: 'intent', orderId: line, line, ticket };
}

const told = (event: OrderEvent): JournalEvent => ({ kind: 'told', event });
const working = (line: number): JournalEvent => told(status('Submitted', '0', line));
const fills = (line: number, quantity: string): JournalEvent =>
  told(execution(`e${line}.${quantity}.01`, quantity, { orderId: line, orderRef: `rb.${line}` }));

/** The scene after these entries, one a second. */
function sceneOf(events: readonly JournalEvent[], facts = approved): ExecutionScene {
  return events.reduce(
    (scene, event, at) => applyToScene(scene, event, NOW + at * 1000),
    beginScene(facts, NOW),
  );
}

function drawn(events: readonly JournalEvent[], room: { columns?: number; rows?: number } = {}) {
  const canvas = { columns: 80, rows: 20, now: NOW + 65_000, ...room };
  return drawExecution(sceneOf(events), canvas).map(stripVTControlCharacters);
}

describe('the picture of an execution', () => {
  it('begins with everything waiting', () => {
    expect(drawn([])).toEqual([
      'Selling: 0 of 2 sells and 0 of 4 buys have ended, 1:05',
      '  SELL QQQ   waiting  10',
      '  SELL VTI   waiting  20',
      '  BUY  GLD   waiting  30',
      '  BUY  BND   waiting  40',
      '  BUY  IAU   waiting  50',
      '  BUY  IEFA  waiting  60',
    ]);
  });

  it('shows what is open first, with what is filled, its limit and its age', () => {
    expect(drawn([sent(2), working(2), fills(2, '15'), sent(1, '512.58')])).toEqual([
      'Selling: 0 of 2 sells and 0 of 4 buys have ended, 1:05',
      '  SELL QQQ   sent            0 of 10  at 512.58  1:02',
      '  SELL VTI   partly filled  15 of 20  at 100.00  1:05',
      '  BUY  GLD   waiting              30',
      '  BUY  BND   waiting              40',
      '  BUY  IAU   waiting              50',
      '  BUY  IEFA  waiting              60',
    ]);
  });

  it('leaves out what has ended, and a sell whose turn is over', () => {
    expect(drawn([sent(1), fills(1, '10'), sent(3, 'market'), working(3)])).toEqual([
      'Buying: 1 of 2 sells and 0 of 4 buys have ended, 1:05',
      '  BUY  GLD   working  0 of 30  at the market  1:03',
      '  BUY  BND   waiting       40',
      '  BUY  IAU   waiting       50',
      '  BUY  IEFA  waiting       60',
    ]);
  });

  it('shows the price of the fills and the name of the fund where there is room', () => {
    expect(drawn([sent(3), working(3), fills(3, '12')], { columns: 120 })[1]).toBe(
      '  BUY  GLD   partly filled  12 of 30  at 100.00  100.00  1:05  FUND OF GLD',
    );
  });

  it('counts what has no row', () => {
    expect(drawn([sent(1), working(1)], { rows: 4 })).toEqual([
      'Selling: 0 of 2 sells and 0 of 4 buys have ended, 1:05',
      '  SELL QQQ  working  0 of 10  at 100.00  1:05',
      '  SELL VTI  waiting       20',
      '  and 4 more',
    ]);
  });

  it('shows what is being cancelled when the run stops, and nothing that would wait', () => {
    const problem = {
      code: 'run.interrupted',
      where: 'DU1234567',
      found: 'Ctrl-C',
      expected: '',
      fix: '',
    } as const;
    const events = [sent(1), working(1), sent(2), working(2)];
    const stop: readonly JournalEvent[] = [
      { kind: 'stopped', problem },
      { kind: 'cancel', orderId: 1 },
    ];
    expect(drawn([...events, ...stop])).toEqual([
      'Stopping (Ctrl-C): 0 of 2 sells and 0 of 4 buys have ended, 1:05',
      '  SELL QQQ  cancelling  0 of 10  at 100.00  1:05',
      '  SELL VTI  working     0 of 20  at 100.00  1:03',
    ]);
  });

  it('shows a conversion before everything else, and says hours of a long run', () => {
    const facts = { ...approved, fx: { quantity: usd('9000'), limit: undefined } };
    const intent = { kind: 'intent', orderId: 9, line: 0, ticket: exampleConversion } as const;
    const picture = drawExecution(sceneOf([intent], facts), {
      columns: 80,
      rows: 4,
      now: NOW + 3_725_000,
    });
    expect(picture.map(stripVTControlCharacters)).toEqual([
      'Converting: 0 of 2 sells and 0 of 4 buys have ended, 1:02:05',
      '  BUY  USD.CAD  sent     0 of 9000  at 1.35000  1:02:05',
      '  SELL QQQ      waiting         10',
      '  and 5 more',
    ]);
  });

  it('follows the order that a line is on now', () => {
    const second = exampleTicket({ orderRef: 'rb.1b', side: 'SELL', limit: undefined });
    expect(
      drawn([
        sent(1),
        fills(1, '4'),
        told(status('Cancelled', '4', 1)),
        { kind: 'intent', orderId: 8, line: 1, ticket: second },
      ])[1],
    ).toMatch(/sent +0 of 10 +at the market/);
  });

  it('fits into any room, whatever has happened', () => {
    const line = fc.integer({ min: 1, max: 6 });
    const anyEvent = fc.oneof(
      line.map((each) => working(each)),
      line.map((each) => fills(each, '5')),
      line.map((each): JournalEvent => ({ kind: 'cancel', orderId: each })),
      line.map((each): JournalEvent => ({ kind: 'abandoned', orderId: each })),
    );
    const room = fc.record({
      columns: fc.integer({ min: 40, max: 140 }),
      rows: fc.integer({ min: 3, max: 12 }),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(line),
        fc.array(anyEvent, { maxLength: 12 }),
        room,
        (lines, events, { columns, rows }) => {
          const picture = drawn([...lines.map((each) => sent(each)), ...events], { columns, rows });
          expect(picture.length).toBeLessThanOrEqual(rows);
          for (const each of picture) expect(each.length).toBeLessThan(columns);
        },
      ),
    );
  });

  it('shows nothing of a text that could move the cursor', () => {
    const named = { ...exampleContract('QQQ'), name: 'A\u001b[2JB\u{1f4b0}' };
    const facts = { ...approved, sells: [{ ...ceiling(1, 'SELL'), contract: named }] };
    const [, row] = drawExecution(sceneOf([], facts), { columns: 120, rows: 5, now: NOW });
    expect(stripVTControlCharacters(row ?? '')).toMatch(/A\?\[2JB\?+$/);
  });
});
