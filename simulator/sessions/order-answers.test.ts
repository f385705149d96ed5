import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { price } from '../engine/price.ts';
import { buy, sell, SocketTrial } from '../testing/socket-trial.ts';

const trial = new SocketTrial();
afterEach(() => trial.end());

describe('orders of several clients', () => {
  test('each is told of its own, and both can list all', async () => {
    const raw = await trial.loggedIn(1);
    const other = await trial.loggedIn(2);
    const told = await raw.answers(buy(1, 'LMT|499.00'));
    expect(told.map((text) => text.split('|')[0])).toEqual(['5', '3', '5', '3']);
    expect(await other.answers()).toEqual([]);
    expect(await other.answers('5|1')).toEqual(['53|1']);
    expect((await other.answers('4|1|||'))[0]).toContain('4|2|1|10147');
    const all = await other.answers('16|1');
    expect(all.map((text) => text.split('|')[0])).toEqual(['5', '3', '53']);
    await other.answers('58||');
    const cancelled = await raw.answers();
    expect(cancelled.map((text) => text.split('|').slice(0, 4).join('|'))).toEqual([
      '3|1|Cancelled|0',
      '4|2|1|202',
    ]);
  });

  test('binding orders is for client 0 alone', async () => {
    const raw = await trial.loggedIn(1);
    const zero = await trial.loggedIn(0);
    expect((await raw.answers('15|1|1'))[0]).toContain('4|2|-1|327');
    expect(await zero.answers('15|1|1')).toEqual([]);
  });

  test('executions can be filtered', async () => {
    const raw = await trial.loggedIn(1);
    const other = await trial.loggedIn(2);
    trial.simulator.setQuote('VTI', { ask: price('250.02') });
    raw.send(buy(1, 'MKT|'), sell(2, 3));
    await raw.answers();
    other.send(buy(1, 'MKT|'));
    await other.answers();
    trial.clock.advance(20);
    await raw.answers();
    const count = async (filter: string): Promise<number> => {
      const answers = await raw.answers(`7|3|9|${filter}`);
      expect(answers.at(-1)).toBe('55|1|9');
      return (answers.length - 1) / 2;
    };
    expect(await count('0||||||')).toBe(3);
    expect(await count('2||||||')).toBe(1);
    expect(await count('|DU2|||||')).toBe(0);
    expect(await count('|||VTI|||')).toBe(1);
    expect(await count('||||STK|SMART|BUY')).toBe(2);
    expect(await count('||||||SLD')).toBe(1);
    expect(await count('||20260101-00:00:00||||')).toBe(3);
    expect(await count('||29990101-00:00:00||||')).toBe(0);
    expect(await count('||29990101 00:00:00 US/Eastern||||')).toBe(0);
    trial.clock.advance(86_400_000);
    expect(await count('0||||||')).toBe(0);
  });

  test('a read-only gateway answers orders and cancellations with 321', async () => {
    await trial.start(
      'gateway: { accounts: [{ id: DU1, read_only_api: true, cash: { USD: 9000 } }] }',
    );
    const raw = trial.client();
    await raw.login(1);
    const answers = await raw.answers(buy(1, 'MKT|'), '4|1|||', '58||', '61|1');
    expect(answers.map((text) => text.split('|').slice(0, 4).join('|'))).toEqual([
      '4|2|1|321',
      '4|2|1|321',
      '4|2|-1|321',
      '62|1',
    ]);
  });

  test.each([
    ['stop prices', 20, '5', '321'],
    ['OCA groups', 22, 'group', '321'],
    ['a quantity in money', 100, '500', '10244'],
    ['an order for the electronic market only', 52, '1', '10268'],
    ['an order for firm quotes only', 53, '1', '10269'],
    ['a quantity that is no number', 17, 'ten', '320'],
    ['a price that is no number', 19, 'cheap', '320'],
    ['conditions', 89, '1', '321'],
  ])('%s are refused', async (_, at, value, code) => {
    const raw = await trial.loggedIn();
    const fields = buy(1, 'LMT|499.00').split('|');
    fields[at] = value;
    const answers = await raw.answers(fields.join('|'));
    expect(answers.map((text) => text.split('|')[3])).toEqual([code]);
  });

  test('random fields in orders end no connection and unsettle no books', async () => {
    const raw = await trial.loggedIn();
    const at = fc.integer({ min: 2, max: 117 });
    const value = fc.constantFrom('', '0', '1', '-1', '3.5', '1e30', 'MKT', 'x', '9'.repeat(99));
    const changes = fc.array(fc.tuple(at, value), { maxLength: 4 });
    let orderId = 0;
    const property = fc.asyncProperty(changes, fc.boolean(), async (changed, isMarket) => {
      orderId += 1;
      const fields = buy(orderId, isMarket ? 'MKT|' : 'LMT|500.02').split('|');
      for (const [place, text] of changed) fields[place] = text;
      const answers = await raw.answers(fields.join('|'));
      expect(answers.filter((text) => !/^(3|4|5|11|59)\|/.test(text))).toEqual([]);
      trial.clock.advance(20);
      expect(trial.simulator.audit().differences).toEqual([]);
    });
    await fc.assert(property, { numRuns: 300, seed: 20260413 });
  });

  test('algorithms other than Adaptive, and combinations, are refused', async () => {
    const raw = await trial.loggedIn();
    const algo = buy(1, 'LMT|499.00').split('|');
    algo.splice(82, 1, 'Vwap', '1', 'maxPctVol', '0.1');
    const combination = buy(2, 'LMT|499.00').split('|');
    combination[4] = 'BAG';
    combination.splice(35, 0, '0', '0', '0');
    const answers = await raw.answers(algo.join('|'), combination.join('|'));
    expect(answers.map((text) => text.split('|').slice(2, 4).join('|'))).toEqual([
      '1|439',
      '2|321',
    ]);
  });
});
