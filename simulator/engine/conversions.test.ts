import { describe, expect, test } from 'vitest';
import { formatShares, shares, wholeShares } from '../../src/core/units/shares.ts';
import { anyContract, limitAt, startTrial, type Trial } from '../testing/engine-trial.ts';
import { cents, rateText } from '../wire/account-messages.ts';
import { averageCost } from './books.ts';
import { describeHours } from './trading-hours.ts';
import { money } from './money.ts';
import type { OrderTicket } from './order.ts';
import { price } from './price.ts';

const usdCad = {
  ...anyContract,
  symbol: 'USD',
  secType: 'CASH',
  currency: 'CAD',
  exchange: 'IDEALPRO',
};

/** Buys 1,500 US dollars at the market; what is given changes that. */
function convert(trial: Trial, order: Partial<OrderTicket> = {}): void {
  trial.place({ contract: usdCad, quantity: wholeShares(1_500n), ...order });
  trial.clock.advance(20);
}

const quotes = '  quotes: { USD.CAD: { bid: "1.36980", ask: "1.36985" } }';

function account(base: string, cash: string, type = 'margin'): string {
  return `\n  accounts: [{ id: DU1, base: ${base}, type: ${type}, cash: { ${cash} } }]`;
}

function cash({ engine }: Trial): Record<string, string> {
  const book = engine.account('DU1')!;
  return Object.fromEntries(book.currencies().map((name) => [name, cents(book.cashIn(name))]));
}

describe('a conversion', () => {
  test('swaps the cash of both currencies at the ask, as an odd lot a pip above it, and costs two dollars', () => {
    const trial = startTrial(quotes, account('USD', 'USD: 100, CAD: 10000'));
    convert(trial);
    expect(trial.lines).toEqual([
      '5 PreSubmitted',
      '3 PreSubmitted 0/1500',
      'ERR 399',
      '11 1500 at 1.36995',
      '5 Filled',
      '3 Filled 1500/0',
      '5 Filled 2.00',
      '59 2.00',
    ]);
    // 1,500 x 1.36995 = 2,054.925 CAD are paid.
    expect(trial.engine.account('DU1')!.cashIn('CAD')).toBe(money('7945.075'));
    expect(trial.engine.account('DU1')!.cashIn('USD')).toBe(money('1598.00'));
  });

  test('takes its commission in the base of an account that has Canadian dollars as such', () => {
    const trial = startTrial(
      `${quotes}\n  exchange_rates: { CAD: "0.73" }`,
      account('CAD', 'CAD: 10000'),
    );
    convert(trial);
    const [execution] = trial.engine.executions();
    expect(execution?.order.commissionCurrency).toBe('CAD');
    // 2.00 USD / 0.73.
    expect(execution?.commission).toBe(money('2.73972603'));
    expect(cash(trial)).toEqual({ CAD: '7942.34', USD: '1500.00' });
  });

  test('costs 0.2 basis points where that is more than two dollars, in pieces no more', () => {
    const pieces = '\n  fills: { delay_ms: 0, max_shares_per_fill: 70000 }';
    const trial = startTrial(quotes + pieces, account('USD', 'CAD: 1000000'));
    convert(trial, { quantity: wholeShares(200_000n) });
    trial.clock.advance(1_000);
    expect(trial.engine.executions().map(({ commission }) => cents(commission))).toEqual([
      '2.00',
      '0.80',
      '1.20',
    ]);
    expect(cash(trial)).toEqual({ CAD: '726030.00', USD: '199996.00' });
  });

  test('by a limit waits until the market comes to it, on a grid of 0.00005', () => {
    const trial = startTrial(quotes, account('USD', 'CAD: 10000'));
    convert(trial, limitAt('1.36982'));
    expect(trial.lines).toEqual(['ERR 110']);
    convert(trial, { orderId: 2, ...limitAt('1.3698') });
    expect(trial.lines.at(-1)).toBe('3 Submitted 0/1500');
    trial.engine.setQuote('USD.CAD', { ask: price('1.36975') });
    expect(trial.lines.at(-1)).toBe('3 Submitted 0/1500');
    // A pip above this an odd lot is to be had at the limit.
    trial.engine.setQuote('USD.CAD', { ask: price('1.3697') });
    expect(trial.lines).toContain('11 1500 at 1.36980');
  });

  test('of US dollars into Canadian ones pays the bid', () => {
    const trial = startTrial(quotes, account('USD', 'USD: 40000'));
    convert(trial, { action: 'SELL', quantity: wholeShares(30_000n) });
    expect(trial.lines).not.toContain('ERR 399');
    expect(cash(trial)).toEqual({ CAD: '41094.00', USD: '9998.00' });
  });

  test('changes the net liquidation only by its commission and the distance from the rate', () => {
    const trial = startTrial(
      '  exchange_rates: { CAD: "0.73" }\n  quotes: { USD.CAD: { bid: "1.25", ask: "1.25" } }',
      account('USD', 'CAD: 100000'),
    );
    const book = trial.engine.account('DU1')!;
    expect(trial.engine.accountValues(book).netLiquidation).toBe(money('73000'));
    convert(trial, { quantity: wholeShares(25_000n) });
    // 31,250 CAD at 0.73 were worth 22,812.50 USD.
    expect(trial.engine.accountValues(book).netLiquidation).toBe(money('75185.50'));
    const rates = trial.engine.accountValues(book).rows.map((row) => [row.currency, row.rate]);
    expect(rates).toEqual([
      ['CAD', 73_000_000n],
      ['USD', 100_000_000n],
      ['BASE', 100_000_000n],
    ]);
  });

  test.each([
    ['a part of a unit', { quantity: shares('1500.5') }, 'ERR 10243'],
    ['another exchange', { contract: { ...usdCad, exchange: 'SMART' } }, 'ERR 200'],
    ['a stock of that name', { contract: { ...usdCad, secType: 'STK' } }, 'ERR 200'],
  ] as const)('is refused for %s', (_, order, refusal) => {
    const trial = startTrial(quotes, account('USD', 'CAD: 10000'));
    convert(trial, order);
    expect(trial.lines).toEqual([refusal]);
  });
});

describe('a cash account', () => {
  test.each([
    ['BUY', 'CAD: 2054.92, USD: 2', false],
    ['BUY', 'CAD: 2054.925, USD: 2', true],
    ['BUY', 'CAD: 2054.925, USD: "1.99"', false],
    ['SELL', 'USD: 1502', true],
    ['SELL', 'USD: "1501.99"', false],
  ])('may %s with %s: %s', (action, held, may) => {
    const trial = startTrial(quotes, account('USD', held, 'cash'));
    convert(trial, { action });
    expect(trial.engine.executions()).toHaveLength(may ? 1 : 0);
    if (!may) expect(trial.lines).toEqual(['ERR 201', '3 Inactive 0/1500']);
  });

  test('promises the money of a waiting conversion only once', () => {
    const trial = startTrial(quotes, account('USD', 'CAD: 3000, USD: 10', 'cash'));
    convert(trial, limitAt('1.3'));
    convert(trial, { orderId: 2 });
    expect(trial.lines.slice(-2)).toEqual(['ERR 201', '3 Inactive 0/1500']);
  });
});

describe('the virtual position', () => {
  function virtual({ engine }: Trial) {
    return engine
      .account('DU1')!
      .conversions()
      .map((position) => [
        formatShares(position.shares),
        rateText(averageCost(position)),
        cents(position.realized),
      ]);
  }

  test('sums up conversions and is no holding', () => {
    const trial = startTrial(quotes, account('USD', 'CAD: 10000'));
    convert(trial);
    expect(virtual(trial)).toEqual([['1500', '1.36995', '0.00']]);
    expect(trial.engine.account('DU1')!.positions()).toEqual([]);
  });

  test('earns by what goes back and begins anew beyond zero', () => {
    const trial = startTrial(quotes, account('USD', 'CAD: 10000, USD: 5000'));
    // A pip away from what each conversion is to trade at: all of them are odd lots.
    trial.engine.setQuote('USD.CAD', { ask: price('1.36975') });
    convert(trial);
    trial.engine.setQuote('USD.CAD', { bid: price('1.37995'), ask: price('1.37995') });
    convert(trial, { orderId: 2, action: 'SELL', quantity: wholeShares(2_000n) });
    expect(trial.engine.executions()[1]?.realized).toBe(money('15'));
    expect(virtual(trial)).toEqual([['-500', '1.37985', '15.00']]);
    trial.engine.setQuote('USD.CAD', { bid: price('1.36995'), ask: price('1.36975') });
    convert(trial, { orderId: 3, quantity: wholeShares(200n) });
    expect(virtual(trial)).toEqual([['-300', '1.37985', '17.00']]);
    convert(trial, { orderId: 4, action: 'SELL', quantity: wholeShares(300n) });
    expect(virtual(trial)).toEqual([['-600', '1.37485', '17.00']]);
    convert(trial, { orderId: 5, quantity: wholeShares(600n) });
    expect(virtual(trial)).toEqual([['0', '0.00', '20.00']]);
  });
});

test.each([
  // Noon of a Friday in summer time, a Saturday, a Sunday, a Wednesday in standard time.
  [
    '2026-04-17T16:00:00Z',
    '20260416:1715-20260417:1700;20260418:CLOSED;20260419:1715-20260420:1700',
  ],
  ['2026-04-18T16:00:00Z', '20260418:CLOSED;20260419:1715-20260420:1700'],
  ['2026-04-19T16:00:00Z', '20260419:1715-20260420:1700;20260420:1715-20260421:1700'],
  ['2026-01-14T17:00:00Z', '20260113:1715-20260114:1700;20260114:1715-20260115:1700'],
])('at %s currencies trade %s', (now, expected) => {
  const { trading, liquid } = describeHours('forex', Date.parse(now));
  expect(trading.startsWith(`${expected};`)).toBe(true);
  expect(liquid).toBe(trading);
});
