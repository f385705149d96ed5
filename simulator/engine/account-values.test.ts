import { describe, expect, test } from 'vitest';
import { price } from './price.ts';
import { shares } from '../../src/core/units/shares.ts';
import { anyContract, startTrial, type Trial } from '../testing/engine-trial.ts';
import { cents, rateText } from '../wire/account-messages.ts';
import { averageCost } from './books.ts';
import { asMoney, money } from './money.ts';

function sums({ engine }: Trial): Record<string, string> {
  const book = engine.accounts()[0]!;
  const amounts = Object.entries(engine.accountValues(book));
  return Object.fromEntries(
    amounts.flatMap(([name, value]) =>
      typeof value === 'bigint' ? [[name, cents(asMoney(value))]] : [],
    ),
  );
}

function rows({ engine }: Trial) {
  const values = engine.accountValues(engine.accounts()[0]!);
  return values.rows.map((row) => [
    row.currency,
    cents(row.cash),
    cents(row.stocks),
    rateText(row.rate),
  ]);
}

const held = 'positions: [{ symbol: VTI, shares: 40, average_cost: "200" }]';

describe('an account is valued', () => {
  test('with half of its shares tied up when it has margin', () => {
    const trial = startTrial('', `\n  accounts: [{ id: DU1, cash: { USD: 1000 }, ${held} }]`);
    expect(sums(trial)).toEqual({
      netLiquidation: '11000.40',
      totalCash: '1000.00',
      settledCash: '1000.00',
      equityWithLoan: '11000.40',
      grossPositionValue: '10000.40',
      initialMargin: '5000.20',
      maintenanceMargin: '2500.10',
      availableFunds: '6000.20',
      excessLiquidity: '8500.30',
      buyingPower: '12000.40',
    });
  });

  test('with nothing but its cash free when it has none', () => {
    const trial = startTrial(
      '',
      `\n  accounts: [{ id: DU1, type: cash, cash: { USD: 1000 }, ${held} }]`,
    );
    expect(sums(trial)).toMatchObject({ availableFunds: '1000.00', buyingPower: '1000.00' });
  });

  test('in US dollars with Canadian cash beside', () => {
    const trial = startTrial(
      '  exchange_rates: { CAD: "0.73" }',
      `\n  accounts: [{ id: DU1, cash: { USD: 1000, CAD: 100 }, ${held} }]`,
    );
    expect(rows(trial)).toEqual([
      ['CAD', '100.00', '0.00', '0.73'],
      ['USD', '1000.00', '10000.40', '1.00'],
      ['BASE', '1073.00', '10000.40', '1.00'],
    ]);
  });

  test('in Canadian dollars when that is its base', () => {
    const trial = startTrial(
      '  exchange_rates: { CAD: "0.73" }',
      `\n  accounts: [{ id: DU1, base: CAD, cash: { USD: 730, CAD: 100 }, ${held} }]`,
    );
    expect(rows(trial)).toEqual([
      ['CAD', '100.00', '0.00', '1.00'],
      ['USD', '730.00', '10000.40', '1.36986301'],
      ['BASE', '1100.00', '13699.18', '1.00'],
    ]);
  });
});

describe('a position', () => {
  test('costs what was paid for it with commissions, and earns what its sale brings', () => {
    const trial = startTrial();
    const vti = { ...anyContract, symbol: 'VTI' };
    trial.place({ contract: vti, quantity: shares('50') });
    trial.clock.advance(20);
    const conId = trial.engine.find(vti)[0]!.conId;
    // 50 at 200.00 and 50 at 250.02 with 1.00 commission.
    expect(averageCost(trial.engine.account('DU1')!.position(conId)!)).toBe(money('225.02'));
    trial.engine.setQuote('VTI', { bid: price('230.00') });
    trial.place({ orderId: 2, contract: vti, action: 'SELL', quantity: shares('40') });
    trial.clock.advance(20);
    // 40 times (230.00 - 225.02), less 1.00 commission.
    expect(trial.engine.executions()[1]?.realized).toBe(money('198.20'));
    const left = trial.engine.account('DU1')!.position(conId)!;
    expect([left.shares, averageCost(left)]).toEqual([shares('60'), money('225.02')]);
  });

  test('stays in the books at zero after all of it was sold', () => {
    const trial = startTrial();
    const vti = { ...anyContract, symbol: 'VTI' };
    trial.place({ contract: vti, action: 'SELL', quantity: shares('50') });
    trial.clock.advance(20);
    expect(trial.engine.account('DU1')!.positions()).toMatchObject([{ shares: 0n, cost: 0n }]);
    expect(trial.engine.audit().accounts[0]?.positions).toEqual({});
  });
});
