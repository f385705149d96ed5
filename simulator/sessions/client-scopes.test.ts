import { afterEach, describe, expect, test } from 'vitest';
import { buy, SocketTrial } from '../testing/socket-trial.ts';

const trial = new SocketTrial();
afterEach(() => trial.end());

function short(answers: readonly string[], fields = 4): string[] {
  return answers.map((text) => text.split('|').slice(0, fields).join('|'));
}

const withRules = (rules: string): string => `
gateway:
  clients: ${rules}
  accounts: [{ id: DU1, cash: { USD: 100000 } }]
  quotes: { SPY: { bid: "500.00", ask: "500.02", last: "500.01", close: "498.00" } }
`;

describe("another client's order", () => {
  test('can be cancelled after it was listed; both are told, each under its own id', async () => {
    const owner = await trial.loggedIn(1);
    const other = await trial.loggedIn(2);
    await owner.answers(buy(7, 'LMT|499.00'));
    expect(short(await other.answers('4|7|||'))).toEqual(['4|2|7|10147']);
    await other.answers('16|1');
    const told = await other.answers('4|7|||');
    expect(short(told)).toEqual(['3|7|Cancelled|0', '4|2|7|202']);
    expect(told[0]?.split('|')[9]).toBe('2');
    const heard = await owner.answers();
    expect(short(heard)).toEqual(['3|7|Cancelled|0', '4|2|7|202']);
    expect(heard[0]?.split('|')[9]).toBe('1');
    expect(short(await other.answers('4|7|||'))).toEqual(['4|2|7|10147']);
    expect(short(await owner.answers('4|7|||'))).toEqual(['4|2|7|10148']);
  });

  test('gives way to the own order of the same id', async () => {
    const owner = await trial.loggedIn(1);
    const other = await trial.loggedIn(2);
    await owner.answers(buy(7, 'LMT|499.00'));
    await other.answers(buy(7, 'LMT|498.00'), '16|1');
    expect(short(await other.answers('4|7|||'))).toEqual(['3|7|Cancelled|0', '4|2|7|202']);
    expect(await owner.answers()).toEqual([]);
    expect(trial.simulator.engine.openOrders()).toHaveLength(1);
  });

  test('cannot be cancelled where the scenario says never', async () => {
    await trial.start(withRules('{ cancel_others: never }'));
    const owner = await trial.loggedIn(1);
    const other = await trial.loggedIn(2);
    await owner.answers(buy(7, 'LMT|499.00'));
    await other.answers('16|1');
    expect(short(await other.answers('4|7|||'))).toEqual(['4|2|7|10147']);
    expect(trial.simulator.engine.openOrders()).toHaveLength(1);
  });
});

test('the master client is told of the orders and executions of all, not of their errors', async () => {
  await trial.start(withRules('{ master: 9 }'));
  const owner = await trial.loggedIn(1);
  const master = await trial.loggedIn(9);
  await owner.answers(buy(1, 'MKT|'), buy(1, 'LMT|499.001'));
  trial.clock.advance(20);
  const owners = await owner.answers();
  const masters = await master.answers();
  const kinds = masters.map((text) => text.split('|')[0]);
  expect(kinds).toEqual(['5', '3', '11', '5', '3', '5', '59']);
  expect(owners.map((text) => text.split('|')[0])).toEqual(['11', '5', '3', '5', '59']);
});

test('permId, execId and the next order id are the same after a client has come back', async () => {
  const first = await trial.loggedIn(1);
  await first.answers(buy(41, 'MKT|'), buy(42, 'LMT|499.00'));
  trial.clock.advance(20);
  await first.answers();
  const [execution = ''] = await first.answers('7|3|5|0||||||');
  const [order = ''] = await first.answers('5|1');
  first.socket.end();
  await first.until(() => first.closed);
  const again = await trial.loggedIn(1);
  expect((await again.answers('5|1'))[0]).toBe(order);
  expect((await again.answers('7|3|5|0||||||'))[0]).toBe(execution);
  expect(await again.answers('8|1|0')).toEqual(['9|1|43']);
});
