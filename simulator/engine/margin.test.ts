import { describe, expect, test } from 'vitest';
import { wholeShares } from '../../src/core/units/shares.ts';
import { anyContract, limitAt, startTrial, type Trial } from '../testing/engine-trial.ts';
import { cents } from '../wire/account-messages.ts';
import type { Contract } from './contract.ts';
import { marginRates } from './margin-rates.ts';
import { settlementDate } from './settlement.ts';

function values({ engine }: Trial) {
  return engine.accountValues(engine.account('DU1')!);
}

function refusals({ engine }: Trial): string[] {
  const texts: string[] = [];
  engine.listen((event) => {
    if (event.kind === 'refusal') texts.push(event.text);
  });
  return texts;
}

const spy = { ...anyContract, symbol: 'SPY' };
const vti = { ...anyContract, symbol: 'VTI' };

describe('a fund ties up', () => {
  test.each([
    ['VANGUARD TOTAL STOCK MARKET ETF', 50n, 25n],
    ['PROSHARES ULTRA S&P500', 50n, 50n],
    ['PROSHARES ULTRASHORT QQQ', 50n, 50n],
    ['DIREXION DAILY SEMICONDUCTOR BULL 2X SHARES', 50n, 50n],
    ['PROSHARES ULTRAPRO QQQ', 75n, 75n],
    ['Direxion Daily S&P 500 Bull 3x Shares', 75n, 75n],
    ['JPMORGAN ULTRA-SHORT INCOME ETF', 50n, 25n],
    ['VANGUARD ULTRA SHORT BOND ETF', 50n, 25n],
  ])('%s: %s and %s hundredths', (name, initial, maintenance) => {
    expect(marginRates({ name } as Contract, 'margin')).toEqual({ initial, maintenance });
    expect(marginRates({ name } as Contract, 'cash')).toEqual({ initial: 100n, maintenance: 100n });
  });

  test('each its own part of the account, in its base', () => {
    const trial = startTrial(
      `  exchange_rates: { CAD: "0.8" }
  contracts: [{ symbol: TQQQ, name: PROSHARES ULTRAPRO QQQ }, { symbol: XIC, currency: CAD, exchange: TSE }]
  quotes:
    VTI: { bid: "100", ask: "100" }
    TQQQ: { bid: "50", ask: "50" }
    XIC: { bid: "40", ask: "40" }`,
      `
  accounts:
    - id: DU1
      base: CAD
      cash: { CAD: 1000 }
      positions:
        - { symbol: VTI, shares: 100 }
        - { symbol: TQQQ, shares: 100 }
        - { symbol: XIC, shares: 100 }`,
    );
    // 12,500, 6,250 and 4,000 CAD of the three.
    const { netLiquidation, initialMargin, maintenanceMargin, ...rest } = values(trial);
    expect([netLiquidation, initialMargin, maintenanceMargin].map(cents)).toEqual([
      '23750.00',
      '12937.50',
      '8812.50',
    ]);
    expect([rest.availableFunds, rest.excessLiquidity, rest.buyingPower].map(cents)).toEqual([
      '10812.50',
      '14937.50',
      '21625.00',
    ]);
  });
});

test('an order that would make the available funds negative is rejected in the broker’s words', () => {
  const trial = startTrial('', '\n  accounts: [{ id: DU1, cash: { USD: 1000 } }]');
  const texts = refusals(trial);
  trial.place({ contract: spy, quantity: wholeShares(4n), ...limitAt('500.00') });
  expect(texts).toEqual([
    'Order rejected - reason: YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION ' +
      'YOUR EQUITY WITH LOAN VALUE [1000.00 USD] MUST EXCEED THE INITIAL MARGIN [1001.00 USD]',
  ]);
  trial.place({ orderId: 2, contract: spy, quantity: wholeShares(4n), ...limitAt('499.50') });
  trial.engine.setQuote('SPY', { ask: trial.engine.openOrders()[0]!.limit });
  trial.clock.advance(20);
  // Of 2,000.04 at the last price half is covered by what 999.00 of debt leave.
  expect(cents(values(trial).availableFunds)).toBe('1.02');
});

describe('a cash account', () => {
  const sold = `
  accounts: [{ id: DU1, type: cash, cash: { USD: 100 }, positions: [{ symbol: VTI, shares: 10 }] }]`;

  test('is paid for a sale on the next day of trading and cannot spend it before', () => {
    const trial = startTrial('', sold);
    const texts = refusals(trial);
    trial.place({ contract: vti, action: 'SELL' });
    trial.clock.advance(20);
    // 10 times 250.00, less 1.00 commission.
    expect([values(trial).totalCash, values(trial).settledCash].map(cents)).toEqual([
      '2599.00',
      '100.00',
    ]);
    expect([values(trial).availableFunds, values(trial).buyingPower].map(cents)).toEqual([
      '100.00',
      '100.00',
    ]);
    const order = { contract: spy, quantity: wholeShares(2n), ...limitAt('510.00') };
    trial.place({ orderId: 2, ...order });
    expect(texts).toEqual([
      'Order rejected - reason: THERE IS INSUFFICIENT SETTLED CASH [100.00 USD of 1021.00 USD] IN ' +
        'YOUR ACCOUNT TO OBTAIN THE DESIRED POSITION',
    ]);
    trial.clock.advance(4 * 86_400_000);
    expect(cents(values(trial).settledCash)).toBe('2599.00');
    trial.place({ orderId: 3, ...order });
    trial.clock.advance(20);
    expect(trial.engine.executions()).toHaveLength(2);
  });

  test('buys with what is settled while a sale is not', () => {
    const trial = startTrial('', sold.replace('100', '600'));
    trial.place({ contract: vti, action: 'SELL' });
    trial.clock.advance(20);
    trial.place({ orderId: 2, contract: spy, quantity: wholeShares(1n) });
    trial.clock.advance(20);
    // 600.00 less 500.02 and 1.00.
    expect(cents(values(trial).settledCash)).toBe('98.98');
  });

  test('of two currencies counts both in its base', () => {
    const trial = startTrial(
      '  exchange_rates: { CAD: "0.8" }',
      '\n  accounts: [{ id: DU1, type: cash, base: CAD, cash: { USD: 80, CAD: 100 } }]',
    );
    expect(cents(values(trial).settledCash)).toBe('200.00');
  });
});

test.each([
  ['2026-04-13T16:00:00Z', '20260414'],
  ['2026-04-17T16:00:00Z', '20260420'],
  ['2026-04-18T16:00:00Z', '20260420'],
  // Late in the evening of a Thursday at the exchange, already Friday in UTC.
  ['2026-04-17T02:00:00Z', '20260417'],
  // Over Thanksgiving.
  ['2026-11-25T17:00:00Z', '20261127'],
  // Over the nights in which clocks change.
  ['2026-03-06T17:00:00Z', '20260309'],
  ['2026-10-30T17:00:00Z', '20261102'],
])('what is traded at %s is settled on %s', (instant, date) => {
  expect(settlementDate(Date.parse(instant))).toBe(date);
});

describe('an account may hold what no model lists', () => {
  const trial = (): Trial =>
    startTrial(
      `  contracts:
    - { symbol: AAPL, con_id: 99, option: { expiry: "20270115", strike: "200", right: C } }
    - { symbol: XIC, currency: CAD, exchange: TSE }
  quotes: { AAPL: { bid: 230, ask: 230 }, "99": { bid: 41, ask: 41 }, XIC: { bid: 40, ask: 40 } }
  exchange_rates: { CAD: "0.8" }`,
      `
  accounts:
    - id: DU1
      cash: { USD: 1000 }
      positions:
        - { symbol: AAPL, con_id: 265598, shares: "1.2345" }
        - { symbol: AAPL, con_id: 99, shares: 2, average_cost: 3500 }
        - { symbol: XIC, shares: 10 }`,
    );

  test('an option for a hundred shares, a stock in parts, a fund in Canada', () => {
    const held = trial();
    const { rows, ...sums } = values(held);
    expect(
      rows.map(({ currency, ...row }) => [currency, cents(row.stocks), cents(row.options)]),
    ).toEqual([
      ['CAD', '400.00', '0.00'],
      ['USD', '283.94', '8200.00'],
      ['BASE', '603.94', '8200.00'],
    ]);
    // Options are worth something and cover nothing.
    expect(cents(sums.netLiquidation)).toBe('9803.94');
    expect(cents(sums.equityWithLoan)).toBe('1603.94');
    expect(cents(sums.availableFunds)).toBe('1301.97');
    expect(cents(rows[1]!.unrealized)).toBe('1200.00');
  });

  test('and cannot trade options', () => {
    const held = trial();
    held.place({ contract: { ...anyContract, conId: 99, secType: 'OPT' }, action: 'SELL' });
    expect(held.lines).toEqual(['ERR 460']);
    expect(
      held.engine.find({ ...anyContract, localSymbol: 'AAPL  270115C00200000', secType: 'OPT' }),
    ).toHaveLength(1);
  });
});
