import { expect, test } from 'vitest';
import { price } from './price.ts';
import { asShares, shares } from '../../src/core/units/shares.ts';
import { startTrial } from '../testing/engine-trial.ts';
import { auditBooks } from './audit.ts';
import { money } from './money.ts';

test('an audit names cash, positions and fills that the executions do not explain', () => {
  const { engine, place, clock } = startTrial();
  place({});
  clock.advance(20);
  const executions = engine.executions();
  const books = engine.accounts();
  const [order] = engine.completedOrders();
  expect(auditBooks({ books, executions, orders: [order!] }).ok).toBe(true);

  const lost = auditBooks({ books, executions: [], orders: [order!] });
  expect(lost.differences).toEqual([
    'DU1 USD: 94998.80000000 booked, 100000.00000000 by executions',
    'DU1 contract 756733: 10 booked, 0 by executions',
    `order ${order!.permId}: 10 filled, 0 executed`,
  ]);
  const dearer = executions.map((execution) => ({ ...execution, price: price('500.03') }));
  expect(auditBooks({ books, executions: dearer, orders: [] }).differences).toHaveLength(1);
  const overfilled = { ...order!, quantity: asShares(1n) };
  expect(auditBooks({ books, executions, orders: [overfilled] }).ok).toBe(false);
});

test('an audit shows what each account has', () => {
  const { engine, place, clock } = startTrial();
  place({});
  clock.advance(20);
  expect(engine.audit().accounts).toEqual([
    {
      account: 'DU1',
      cash: { USD: money('94998.80') },
      positions: { VTI: shares('50'), SPY: shares('10') },
    },
  ]);
});
