import { describe, expect, test } from 'vitest';
import { wholeShares } from '../../src/core/units/shares.ts';
import { anyContract, limitAt, startTrial, type Trial } from '../testing/engine-trial.ts';
import { cents } from '../wire/account-messages.ts';
import type { OrderTicket } from './order.ts';
import { price } from './price.ts';

const usdCad = {
  ...{ ...anyContract, symbol: 'USD', secType: 'CASH' },
  ...{ currency: 'CAD', exchange: 'IDEALPRO' },
};

/** One CAD is 0.80 USD, and the quote is as wide as nothing. */
function start(account: string, more = ''): Trial {
  return startTrial(
    `  exchange_rates: { CAD: "0.8" }
  quotes:
    SPY: { bid: "500.00", ask: "500.00" }
    USD.CAD: { bid: "1.25", ask: "1.25" }
  ${more}`,
    `\n  accounts: [{ id: DU1, ${account} }]`,
  );
}

let orderId = 0;

function convert(trial: Trial, action: string, dollars: bigint, more: Partial<OrderTicket> = {}) {
  orderId += 1;
  trial.lines.length = 0;
  const quantity = wholeShares(dollars);
  trial.place({ orderId, contract: usdCad, action, quantity, ...more });
  trial.clock.advance(20);
  return trial.lines[0]?.startsWith('5') === true ? TAKEN : (trial.lines[0] ?? '');
}

function cash({ engine }: Trial): string[] {
  const book = engine.account('DU1')!;
  return book.currencies().map((name) => `${cents(book.cashIn(name))} ${name}`);
}

const TAKEN = 'taken';
const REFUSED = 'ERR 201';

describe('a margin account borrows by conversions no more than is free', () => {
  test('at once', () => {
    const trial = start('cash: { USD: 100000 }');
    // 100,000 of its own, 99,998 borrowed, 2 for the commission.
    expect(convert(trial, 'SELL', 200_000n)).toBe(REFUSED);
    expect(convert(trial, 'SELL', 199_990n)).toBe(TAKEN);
    expect(cash(trial)).toEqual(['249987.50 CAD', '-99994.00 USD']);
  });

  test('nor little by little', () => {
    const trial = start('cash: { USD: 30000 }');
    expect(convert(trial, 'SELL', 30_000n)).toBe(TAKEN);
    expect(convert(trial, 'SELL', 25_000n)).toBe(TAKEN);
    expect(convert(trial, 'SELL', 25_000n)).toBe(REFUSED);
    expect(convert(trial, 'SELL', 4_000n)).toBe(TAKEN);
    expect(convert(trial, 'SELL', 4_000n)).toBe(REFUSED);
  });

  test('with what waits counted in', () => {
    const trial = start('cash: { USD: 30000 }');
    convert(trial, 'SELL', 50_000n, limitAt('1.26'));
    expect(convert(trial, 'SELL', 25_000n)).toBe(REFUSED);
    expect(convert(trial, 'SELL', 1_000n)).toBe(TAKEN);
  });

  test('and what other orders need is not free', () => {
    const trial = start('cash: { USD: 30000 }');
    // Waits to tie up 25,000.
    orderId += 1;
    trial.place({ orderId, quantity: wholeShares(102n), ...limitAt('490.00') });
    expect(convert(trial, 'SELL', 40_000n)).toBe(REFUSED);
    expect(convert(trial, 'SELL', 34_000n)).toBe(TAKEN);
  });

  test('in the other direction, and in an account based in Canadian dollars', () => {
    const trial = start('base: CAD, cash: { CAD: 50000 }');
    expect(convert(trial, 'BUY', 80_000n)).toBe(REFUSED);
    expect(convert(trial, 'BUY', 79_000n)).toBe(TAKEN);
    expect(cash(trial)).toEqual(['-48752.50 CAD', '79000.00 USD']);
  });

  test('but always gives back what it owes', () => {
    const trial = start('cash: { USD: -40000, CAD: 60000 }, positions: []');
    // 8,000 USD are free and 40,000 are borrowed.
    expect(convert(trial, 'SELL', 1_000n)).toBe(REFUSED);
    expect(convert(trial, 'BUY', 25_000n)).toBe(TAKEN);
  });

  test('and a loan that bought funds is none against a currency', () => {
    const trial = start(
      'cash: { USD: -20000, CAD: 10000 }, positions: [{ symbol: SPY, shares: 100 }]',
    );
    // Equity is 38,000, 25,000 of that are tied up; of CAD 8,000 USD worth is held on credit.
    expect(convert(trial, 'SELL', 4_000n)).toBe(TAKEN);
    expect(convert(trial, 'SELL', 4_000n)).toBe(REFUSED);
  });

  test('in words that say how much', () => {
    const trial = start('cash: { USD: 1000 }');
    const texts: string[] = [];
    trial.engine.listen((event) => {
      if (event.kind === 'refusal') texts.push(event.text);
    });
    convert(trial, 'SELL', 30_000n);
    expect(texts).toEqual([
      'Order rejected - reason: THE CONVERSION WOULD BORROW [29000.00 USD] OF ONE CURRENCY TO HOLD ' +
        'ANOTHER, MORE THAN THE AVAILABLE FUNDS [998.00 USD]',
    ]);
  });
});

describe('a cash account is never below zero by a conversion', () => {
  const slow = 'fills: { delay_ms: 50 }';

  test('although the market moves before it trades', () => {
    const trial = start('type: cash, cash: { USD: 10, CAD: 31250 }', slow);
    expect(convert(trial, 'BUY', 25_000n)).toBe(TAKEN);
    trial.engine.setQuote('USD.CAD', { ask: price('1.2501') });
    trial.clock.advance(50);
    expect(trial.lines.slice(2)).toEqual(['3 Cancelled 0/25000', 'ERR 202']);
    expect(cash(trial)).toEqual(['31250.00 CAD', '10.00 USD']);
    expect(trial.engine.openOrders()).toEqual([]);
  });

  test('nor in the middle of one that trades in pieces', () => {
    const pieces = 'fills: { delay_ms: 50, max_shares_per_fill: 10000 }';
    const trial = start('type: cash, cash: { USD: 10, CAD: 31250 }', pieces);
    convert(trial, 'BUY', 25_000n);
    trial.clock.advance(50);
    trial.engine.setQuote('USD.CAD', { ask: price('1.26') });
    trial.clock.advance(200);
    expect(trial.lines.slice(-2)).toEqual(['3 Cancelled 20000/5000', 'ERR 202']);
    expect(cash(trial)).toEqual(['6150.00 CAD', '20008.00 USD']);
  });

  test('nor of what it sells, its commission counted', () => {
    const trial = start('type: cash, cash: { USD: 25002 }', slow);
    expect(convert(trial, 'SELL', 25_001n)).toBe(REFUSED);
    expect(convert(trial, 'SELL', 25_000n)).toBe(TAKEN);
    trial.clock.advance(50);
    expect(cash(trial)).toEqual(['31250.00 CAD', '0.00 USD']);
  });

  test('nor of what it receives, where the commission is more than that', () => {
    const trial = start('type: cash, cash: { USD: 2, CAD: 100 }', slow);
    expect(convert(trial, 'BUY', 1n)).toBe(TAKEN);
    trial.clock.advance(50);
    expect(cash(trial)).toEqual(['98.75 CAD', '1.00 USD']);
  });
});
