import { describe, expect, test } from 'vitest';
import { shares, wholeShares } from '../../src/core/units/shares.ts';
import { anyContract, startTrial, type Trial } from '../testing/engine-trial.ts';
import { cents } from '../wire/account-messages.ts';
import type { OrderTicket } from './order.ts';
import { price } from './price.ts';
import type { MarginFigures, OrderPreview } from './preview-order.ts';

/** One price on both sides, so that a fill moves no value. */
const still = '  quotes: { SPY: { bid: 500, ask: 500 }, VTI: { bid: 250, ask: 250 } }';

const vti = { ...anyContract, symbol: 'VTI' };

function preview(trial: Trial, order: Partial<OrderTicket>): OrderPreview {
  const previews: OrderPreview[] = [];
  const stop = trial.engine.listen((event) => {
    if (event.kind === 'preview' && event.preview !== null) previews.push(event.preview);
  });
  trial.place({ whatIf: true, ...order });
  stop();
  return previews[0]!;
}

function figures({ engine }: Trial): MarginFigures {
  const values = engine.accountValues(engine.account('DU1')!);
  const { initialMargin: initial, maintenanceMargin: maintenance, equityWithLoan } = values;
  return { initial, maintenance, equityWithLoan };
}

describe('a what-if', () => {
  const usd = { ...anyContract, symbol: 'USD', secType: 'CASH', currency: 'CAD' };
  const cases: readonly (readonly [what: string, order: Partial<OrderTicket>])[] = [
    ['a buy', { quantity: wholeShares(10n) }],
    ['a sale of a part', { contract: vti, action: 'SELL', quantity: wholeShares(7n) }],
    ['a sale of all', { contract: vti, action: 'SELL', quantity: wholeShares(50n) }],
    [
      'a conversion',
      {
        contract: { ...usd, exchange: 'IDEALPRO' },
        action: 'SELL',
        quantity: wholeShares(25_000n),
      },
    ],
  ];
  test.each(cases)('of %s says what the account is after it', (_, order) => {
    for (const base of ['USD', 'CAD']) {
      const rate = '\n  exchange_rates: { CAD: "0.8" }';
      const pair = still.replace('} }', '}, USD.CAD: { bid: 1.25, ask: 1.25 } }');
      const trial = startTrial(
        pair + rate,
        `
  accounts: [{ id: DU1, base: ${base}, cash: { USD: 100000 }, positions: [{ symbol: VTI, shares: 50 }] }]`,
      );
      const { before, after, commission } = preview(trial, order);
      expect(before).toEqual(figures(trial));
      trial.place(order);
      trial.clock.advance(20);
      expect(trial.engine.executions()[0]?.commission).toBe(commission);
      expect(after).toEqual(figures(trial));
    }
  });

  test('ties up half of a buy and a quarter for keeping it', () => {
    const { before, after, commission } = preview(startTrial(still), {});
    expect(cents(commission)).toBe('1.00');
    expect(after.initial - before.initial).toBe(2_500n * 100_000_000n);
    expect(after.maintenance - before.maintenance).toBe(1_250n * 100_000_000n);
  });

  test('comes incomplete and then whole, and leaves no trace', () => {
    const trial = startTrial(still);
    trial.place({ whatIf: true, orderId: 5 });
    trial.clock.advance(1_000);
    trial.engine.setQuote('SPY', { ask: price('499') });
    trial.clock.advance(1_000);
    expect(trial.lines).toEqual(['5 preview', '5 preview whole']);
    expect(trial.engine.openOrders()).toEqual([]);
    expect(trial.engine.completedOrders()).toEqual([]);
    expect(trial.engine.executions()).toEqual([]);
    expect(trial.engine.nextOrderId(1)).toBe(1);
    trial.place({ orderId: 5 });
    expect(trial.lines[2]).toBe('5 PreSubmitted');
  });

  test('takes nothing from a working order of the account, whose funds are promised', () => {
    const trial = startTrial(still);
    trial.place({ quantity: wholeShares(400n), orderType: 'LMT', limitPrice: price('499') });
    trial.place({ whatIf: true, orderId: 2, quantity: wholeShares(40n) });
    expect(trial.lines.at(-1)).toBe('ERR 201');
    expect(trial.engine.openOrders()).toHaveLength(1);
  });

  test.each([
    ['that is not transmitted', { transmit: false }, 'ERR 413'],
    ['under an id that was used', { orderId: 1 }, 'ERR 103'],
    ['under no id', { orderId: 0 }, 'ERR 10149'],
    ['of parts of a share', { quantity: shares('1.5') }, 'ERR 10243'],
    ['beyond the funds', { quantity: wholeShares(9_000n) }, 'ERR 201'],
    ['of a short sale', { action: 'SELL', quantity: wholeShares(11n) }, 'ERR 201'],
    ['of what nobody lists', { contract: { ...anyContract, symbol: 'NOPE' } }, 'ERR 200'],
  ] as const)('%s is refused', (_, order, refusal) => {
    const trial = startTrial(still);
    trial.place({});
    trial.clock.advance(20);
    const before = trial.lines.length;
    trial.place({ whatIf: true, orderId: 2, ...order });
    expect(trial.lines.slice(before)).toEqual([refusal]);
    expect(trial.engine.completedOrders()).toHaveLength(1);
  });
});
