import { expect, test } from 'vitest';
import { formatPrice, price } from './price.ts';
import { startTrial } from '../testing/engine-trial.ts';
import { cents } from '../wire/account-messages.ts';

const cash = (trial: ReturnType<typeof startTrial>): string =>
  cents(trial.engine.account('DU1')!.cashIn('USD'));

test('a corrected buy changes cash, cost and average price, and leaves both versions to be read', () => {
  const trial = startTrial();
  trial.place({});
  trial.clock.advance(20);
  expect(cash(trial)).toBe('94998.80');
  const { execId } = trial.engine.executions()[0]!;
  expect(trial.engine.correct(execId, price('500.12'))).toBe(true);
  expect(cash(trial)).toBe('94997.80');
  expect(cents(trial.engine.account('DU1')!.position(756733)!.cost)).toBe('5002.20');
  expect(trial.lines.slice(-2)).toEqual(['11 10 at 500.12', '59 1.00']);
  const versions = trial.engine.executions().map((each) => [each.execId, formatPrice(each.price)]);
  expect(versions).toEqual([
    [execId, '500.02'],
    [execId.replace(/01$/, '02'), '500.12'],
  ]);
  expect(trial.engine.correct(execId, price('1'))).toBe(false);
  expect(trial.engine.correct(versions[1]![0]!, price('500.02'))).toBe(true);
  expect(cash(trial)).toBe('94998.80');
});

test('a corrected sale changes what it realized; a corrected buy that is sold again does too', () => {
  const trial = startTrial();
  trial.place({});
  trial.clock.advance(20);
  trial.place({ orderId: 2, action: 'SELL' });
  trial.clock.advance(20);
  const [bought, sold] = trial.engine.executions();
  expect(cents(sold!.realized!)).toBe('-2.20');
  trial.engine.correct(sold!.execId, price('500.10'));
  expect(cents(trial.engine.executions()[2]!.realized!)).toBe('-1.20');
  trial.engine.correct(bought!.execId, price('500.03'));
  const { cost, realized } = trial.engine.account('DU1')!.position(756733)!;
  expect([cents(cost), cents(realized)]).toEqual(['0.00', '-1.30']);
});

test('ids that are rolled back are handed out again, save those of working orders', () => {
  const trial = startTrial();
  trial.place({ orderId: 5 });
  trial.clock.advance(20);
  trial.place({ orderId: 6 });
  trial.engine.rollBackOrderIds(2);
  expect(trial.engine.nextOrderId(1)).toBe(5);
  trial.lines.length = 0;
  trial.place({ orderId: 5 });
  expect(trial.lines[0]).toBe('5 PreSubmitted');
  trial.place({ orderId: 6 });
  expect(trial.engine.openOrders().map(({ orderId }) => orderId)).toEqual([6, 5]);
});
