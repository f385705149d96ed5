import { expect, test } from 'vitest';
import { wholeShares } from '../../src/core/units/shares.ts';
import { anyContract, startTrial, type Trial } from '../testing/engine-trial.ts';
import { cents, rateText } from '../wire/account-messages.ts';
import { price } from './price.ts';

const quotes = (pair: string): string => `  quotes: { USD.CAD: ${pair} }`;
const account = (base = 'USD'): string =>
  `\n  accounts: [{ id: DU1, base: ${base}, cash: { USD: 1000, CAD: 10000 } }]`;

function rate({ engine }: Trial, currency: string): string | undefined {
  const { rows } = engine.accountValues(engine.account('DU1')!);
  const row = rows.find((each) => each.currency === currency);
  return row && rateText(row.rate);
}

test('the rate of the ledgers begins as written and follows the middle of the pair', () => {
  const trial = startTrial(
    `${quotes('{ bid: 1.36, ask: 1.38 }')}\n  exchange_rates: { CAD: "0.73" }`,
    account(),
  );
  expect(rate(trial, 'CAD')).toBe('0.73');
  trial.engine.setQuote('USD.CAD', { bid: price('1.3737'), ask: price('1.3937') });
  // 0.73 / 1.01.
  expect(rate(trial, 'CAD')).toBe('0.72277228');
  const { netLiquidation, totalCash } = trial.engine.accountValues(trial.engine.account('DU1')!);
  expect([cents(netLiquidation), cents(totalCash)]).toEqual(['8227.72', '8227.72']);
  trial.engine.setQuote('USD.CAD', { bid: price('1.36'), ask: price('1.38') });
  expect(rate(trial, 'CAD')).toBe('0.73');
});

test('to the other base it is the other way around, to half a tick', () => {
  const trial = startTrial(quotes('{ bid: 1.25, ask: 1.25 }'), account('CAD'));
  expect(rate(trial, 'USD')).toBe('1.25');
  trial.engine.setQuote('USD.CAD', { ask: price('1.25005') });
  expect(rate(trial, 'USD')).toBe('1.250025');
});

test('where the pair has one side it goes by that, and without any it stays', () => {
  const trial = startTrial(quotes('{ bid: 1.25, ask: 1.25 }'), account('CAD'));
  trial.engine.setQuote('USD.CAD', { bid: null, ask: price('1.3') });
  expect(rate(trial, 'USD')).toBe('1.30');
  trial.engine.setQuote('USD.CAD', { ask: null });
  expect(rate(trial, 'USD')).toBe('1.30');
  const none = startTrial(
    `${quotes('{ bid: null, ask: null }')}\n  exchange_rates: { CAD: "0.8" }`,
    account(),
  );
  none.engine.setQuote('USD.CAD', { bid: price('1.5'), ask: price('1.5') });
  expect(rate(none, 'CAD')).toBe('0.80');
});

test('it walks with the pair, the same way for the same seed', () => {
  const walk = (): (string | undefined)[] => {
    const trial = startTrial('  market: { moves: walk, seed: 3 }', account());
    return Array.from({ length: 40 }, () => {
      trial.clock.advance(250);
      return rate(trial, 'CAD');
    });
  };
  const seen = walk();
  expect(new Set(seen).size).toBeGreaterThan(3);
  expect(walk()).toEqual(seen);
});

test('a commission that became cheaper between two pieces is not given back', () => {
  const trial = startTrial(
    `${quotes('{ bid: 1.25, ask: 1.25 }')}\n  fills: { delay_ms: 20, max_shares_per_fill: 800 }`,
    account('CAD'),
  );
  const usd = { ...anyContract, symbol: 'USD', secType: 'CASH' };
  trial.place({
    contract: { ...usd, currency: 'CAD', exchange: 'IDEALPRO' },
    quantity: wholeShares(1_600n),
  });
  trial.clock.advance(20);
  trial.engine.setQuote('USD.CAD', { bid: price('1.2'), ask: price('1.2') });
  trial.clock.advance(20);
  expect(trial.engine.executions().map(({ commission }) => cents(commission))).toEqual([
    '2.50',
    '0.00',
  ]);
});
