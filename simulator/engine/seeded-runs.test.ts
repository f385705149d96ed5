import { expect, test } from 'vitest';
import { runSeeded, valueMoved } from '../testing/seeded-run.ts';
import { AccountBook } from './books.ts';
import type { Contract } from './contract.ts';
import type { Engine } from './engine.ts';
import { abs } from './virtual-position.ts';

const RUNS = 60;

test('whatever an account trades in two currencies, no money comes from nowhere', () => {
  let executions = 0;
  let conversions = 0;
  for (let seed = 1; seed <= RUNS; seed += 1) {
    const engine = runSeeded(seed, true);
    const book = engine.accounts()[0]!;
    const untraded = new AccountBook(book.setup, contractsOf(engine));
    const before = engine.accountValues(untraded).netLiquidation;
    const moved = engine.executions().reduce((sum, one) => sum + valueMoved(engine, one), 0n);
    const now = engine.accountValues(book).netLiquidation;
    // Each conversion into the base rounds by at most half of 1e-8, twice an execution.
    const slack = BigInt(2 * engine.executions().length + 4);
    expect(abs(now - before - moved)).toBeLessThanOrEqual(slack);
    if (book.setup.type === 'cash') {
      for (const currency of book.currencies()) {
        expect(book.settledCashIn(currency, engine.clock.now())).toBeGreaterThanOrEqual(0n);
      }
    }
    executions += engine.executions().length;
    conversions += engine
      .executions()
      .filter(({ order }) => order.contract.secType === 'CASH').length;
  }
  expect(executions).toBeGreaterThan(5 * RUNS);
  expect(conversions).toBeGreaterThan(RUNS);
});

test('the same seed gives the same run', () => {
  expect(runSeeded(7, false).executions()).toEqual(runSeeded(7, false).executions());
});

function contractsOf({ setup }: Engine): ReadonlyMap<number, Contract> {
  return new Map(setup.contracts.map((contract) => [contract.conId, contract]));
}
