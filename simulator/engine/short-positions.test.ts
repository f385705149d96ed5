import { describe, expect, test } from 'vitest';
import { formatShares, wholeShares } from '../../src/core/units/shares.ts';
import { anyContract, limitAt, startTrial, type Trial } from '../testing/engine-trial.ts';
import { cents } from '../wire/account-messages.ts';
import { averageCost } from './books.ts';
import type { Contract } from './contract.ts';
import { marginRates } from './margin-rates.ts';
import { money } from './money.ts';
import type { OrderTicket } from './order.ts';
import { price } from './price.ts';

/** 100 VTI sold short at 240 before, now at 250. */
const start = (cash = '50000'): Trial =>
  startTrial(
    '  quotes: { VTI: { bid: 250, ask: 250 }, SPY: { bid: 500, ask: 500 } }',
    `
  accounts:
    - id: DU1
      cash: { USD: ${cash} }
      positions: [{ symbol: VTI, shares: -100, average_cost: 240 }, { symbol: SPY, shares: 10 }]`,
  );

const vti = { ...anyContract, symbol: 'VTI' };
const buy = (count: bigint, more: Partial<OrderTicket> = {}): Partial<OrderTicket> => ({
  contract: vti,
  quantity: wholeShares(count),
  ...more,
});

function held({ engine }: Trial): string[] {
  const book = engine.account('DU1')!;
  const position = book.position(engine.find(vti)[0]!.conId)!;
  const { shares, cost, realized } = position;
  return [formatShares(shares), cents(cost), cents(averageCost(position)), cents(realized)];
}

function values({ engine }: Trial) {
  return engine.accountValues(engine.account('DU1')!);
}

test('what is short is owed: it lowers the value, and its size is gross and ties up its part', () => {
  const trial = start();
  const { grossPositionValue, rows, ...now } = values(trial);
  // 50,000 + 5,000 - 25,000.
  expect(cents(now.netLiquidation)).toBe('30000.00');
  expect(cents(grossPositionValue)).toBe('30000.00');
  // Half of both to open them, a quarter of SPY and 30 hundredths of VTI to keep them.
  expect([now.initialMargin, now.maintenanceMargin].map(cents)).toEqual(['15000.00', '8750.00']);
  expect(cents(rows[0]!.stocks)).toBe('-20000.00');
  // The short has lost 10.00 a share.
  expect(cents(rows[0]!.unrealized)).toBe('-1000.00');
  expect(held(trial)).toEqual(['-100', '-24000.00', '240.00', '0.00']);
});

describe('a buy', () => {
  test('closes a part of it, and earns or loses by that', () => {
    const trial = start();
    trial.place(buy(40n));
    trial.clock.advance(20);
    // 40 x (240 - 250), less 1.00.
    expect(trial.engine.executions()[0]?.realized).toBe(money('-401'));
    expect(held(trial)).toEqual(['-60', '-14400.00', '240.00', '-401.00']);
    expect(cents(trial.engine.account('DU1')!.cashIn('USD'))).toBe('39999.00');
    expect(cents(values(trial).initialMargin)).toBe('10000.00');
  });

  test('goes beyond zero and holds the rest', () => {
    const trial = start();
    trial.place(buy(110n));
    trial.clock.advance(20);
    expect(held(trial)).toEqual(['10', '2500.00', '250.00', '-1001.00']);
    trial.place(buy(10n, { orderId: 2, action: 'SELL' }));
    trial.clock.advance(20);
    expect(held(trial)).toEqual(['0', '0.00', '0.00', '-1002.00']);
  });

  test('that only closes is never kept from an account, one that opens is', () => {
    const trial = start('21000');
    // 1,000 are left and 15,000 tied up.
    expect(cents(values(trial).availableFunds)).toBe('-14000.00');
    trial.place(buy(60n, limitAt('245.00')));
    trial.place(buy(41n, { orderId: 2 }));
    trial.place(buy(40n, { orderId: 3 }));
    trial.clock.advance(20);
    expect(trial.lines.filter((line) => line.startsWith('ERR'))).toEqual(['ERR 201']);
    expect(held(trial)[0]).toBe('-60');
  });

  test.each([60n, 100n, 130n])('of %s is previewed as it comes', (count) => {
    const trial = start();
    const previews: unknown[] = [];
    trial.engine.listen((event) => {
      if (event.kind === 'preview' && event.preview !== null) previews.push(event.preview.after);
    });
    trial.place(buy(count, { whatIf: true }));
    trial.place(buy(count));
    trial.clock.advance(20);
    const { initialMargin, maintenanceMargin, equityWithLoan } = values(trial);
    expect(previews).toEqual([
      { initial: initialMargin, maintenance: maintenanceMargin, equityWithLoan },
    ]);
  });
});

test('nothing more is sold short', () => {
  const trial = start();
  trial.place(buy(1n, { action: 'SELL' }));
  expect(trial.lines).toEqual(['ERR 201', '3 Inactive 0/1']);
});

test.each([
  ['PROSHARES SHORT S&P500', 50n, 30n],
  ['PROSHARES ULTRA S&P500', 60n, 60n],
  ['PROSHARES ULTRAPRO SHORT QQQ', 90n, 90n],
])('%s sold short ties up %s and %s hundredths', (name, initial, maintenance) => {
  expect(marginRates({ name } as Contract, 'margin', 'short')).toEqual({ initial, maintenance });
});

describe('where short sales wait for shares to be found', () => {
  const locating = (more = ''): Trial =>
    startTrial(
      `  orders: { short_sales: locate }\n  quotes: { VTI: { bid: 250, ask: 250 } }\n${more}`,
      '\n  accounts: [{ id: DU1, cash: { USD: 1000 }, positions: [{ symbol: VTI, shares: 10 }] }]',
    );
  const sell = (count: bigint): Partial<OrderTicket> => buy(count, { action: 'SELL' });

  test('a sale of more than is held is told, held, and never trades', () => {
    const { place, clock, engine, lines } = locating();
    place(sell(11n));
    expect(lines).toEqual(['5 PreSubmitted', '3 PreSubmitted 0/11', 'ERR 404']);
    clock.advance(60_000);
    engine.setQuote('VTI', { bid: price('260') });
    expect([engine.executions(), engine.openOrders()[0]?.whyHeld]).toEqual([[], 'locate']);
    engine.cancel(1, 1);
    expect(lines.slice(3)).toEqual(['3 Cancelled 0/11', 'ERR 202']);
  });

  test('it trades once it is changed to what is held', () => {
    const { place, clock, engine } = locating();
    place(sell(11n));
    place(sell(10n));
    clock.advance(20);
    expect(engine.executions()).toHaveLength(1);
    expect(engine.openOrders()).toEqual([]);
  });

  test('it ends with its day', () => {
    const { place, clock, lines } = locating('  hours: exchange');
    place(sell(11n));
    clock.advance(24 * 3_600_000);
    expect(lines.slice(3)).toEqual(['3 Cancelled 0/11', 'ERR 202']);
  });

  test('an account without margin is refused at once', () => {
    const trial = startTrial(
      '  orders: { short_sales: locate }',
      '\n  accounts: [{ id: DU1, type: cash, positions: [{ symbol: VTI, shares: 10 }] }]',
    );
    trial.place(sell(11n));
    expect(trial.lines[0]).toBe('ERR 201');
  });
});
