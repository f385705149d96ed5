import { afterEach, describe, expect, test } from 'vitest';
import { price } from '../engine/price.ts';
import { sell, SocketTrial } from '../testing/socket-trial.ts';

const trial = new SocketTrial();
afterEach(() => trial.end());

describe('accounts', () => {
  test('one account is downloaded, another takes its place with 2100', async () => {
    const raw = await trial.loggedIn();
    const first = await raw.answers('6|2|1|DU1');
    expect(first).toContain('6|2|NetLiquidation|102536.50|USD|DU1');
    expect(first).toContain('6|2|CashBalance|50.00|CAD|DU1');
    expect(first).toContain('6|2|ExchangeRate|0.73|CAD|DU1');
    expect(first.at(-1)).toBe('54|1|DU1');
    const second = await raw.answers('6|2|1|DU2');
    expect(second[0]).toContain('4|2|-1|2100');
    expect(second.at(-1)).toBe('54|1|DU2');
    const repeated = await raw.answers('6|2|1|DU2');
    expect(repeated[0]).toBe('6|2|AccountCode|DU2||DU2');
  });

  test('an account of nobody, or none where there are several, is an error', async () => {
    const raw = await trial.loggedIn();
    const answers = await raw.answers('6|2|1|U9', '6|2|1|', '6|2|0|');
    expect(answers.map((text) => text.split('|')[3])).toEqual(['321', '321']);
  });

  test('every three minutes what changed is sent again, until it is not wanted', async () => {
    const raw = await trial.loggedIn();
    await raw.answers('6|2|1|DU1', '62|1|7|All|NetLiquidation');
    trial.simulator.setQuote('VTI', { bid: price('260.00') });
    expect(await raw.answers()).toEqual([]);
    trial.clock.advance(180_000);
    const changed = await raw.answers();
    expect(changed).toContain('6|2|NetLiquidation|102636.50|USD|DU1');
    expect(changed).toContain('63|1|7|DU1|NetLiquidation|102636.50|USD');
    expect(changed.filter((text) => text.includes('CashBalance'))).toEqual([]);
    await raw.answers('6|2|0|', '63|1|7');
    trial.simulator.setQuote('VTI', { bid: price('270.00') });
    trial.clock.advance(180_000);
    expect(await raw.answers()).toEqual([]);
  });

  test('summaries give the tags that were asked for, sorted, and at most two at a time', async () => {
    const raw = await trial.loggedIn();
    const answers = await raw.answers('62|1|7|All|TotalCashValue,AccountType,$LEDGER:CAD');
    expect(answers.slice(0, 3)).toEqual([
      '63|1|7|DU1|AccountType|INDIVIDUAL|',
      '63|1|7|DU1|TotalCashValue|100036.50|USD',
      '63|1|7|DU1|AccountOrGroup|DU1|CAD',
    ]);
    expect(answers.at(-1)).toBe('64|1|7');
    const others = await raw.answers('62|1|8|All|$LEDGER', '62|1|9|All|X', '62|1|8|Mine|X');
    expect(others.filter((text) => text.includes('CashBalance'))).toEqual([
      '63|1|8|DU1|CashBalance|100036.50|BASE',
      '63|1|8|DU1|TotalCashBalance|100036.50|BASE',
      '63|1|8|DU2|CashBalance|10.00|BASE',
      '63|1|8|DU2|TotalCashBalance|10.00|BASE',
    ]);
    expect(others.slice(-2).map((text) => text.split('|')[3])).toEqual(['322', '321']);
    const freed = await raw.answers('63|1|7', '62|1|9|All|$LEDGER:ALL');
    expect(freed.filter((text) => text.includes('|CashBalance|'))).toHaveLength(5);
  });

  test('positions are listed, and told again when they change', async () => {
    const raw = await trial.loggedIn();
    const vti = '61|3|DU1|900000001|VTI|STK||0.0|||ARCA|USD|VTI|VTI';
    expect(await raw.answers('61|1')).toEqual([`${vti}|10|200.0`, '62|1']);
    trial.simulator.setQuote('VTI', { ask: price('250.02') });
    await raw.answers(sell(1, 10));
    trial.clock.advance(20);
    const told = await raw.answers();
    expect(told.at(-1)).toBe(`${vti}|0|0.0`);
    await raw.answers('64|1');
    expect(await raw.answers('61|1')).toEqual(['62|1']);
  });
});

describe('market data', () => {
  const spy = 'SPY|STK||||||SMART||USD||'.replace('||||||', '|||||');

  function request(id: number, flags = '|0', what = spy): string {
    return `1|11|${id}|0|${what}|0|${flags}|0|`;
  }

  test('a stream opens with its parameters and type, then all ticks', async () => {
    const raw = await trial.loggedIn();
    expect(await raw.answers(request(4))).toEqual([
      '81|4|0.01|9c0001|3',
      '58|1|4|1',
      '1|6|4|1|500.0|1200|1',
      '2|6|4|0|1200',
      '1|6|4|2|500.02|900|1',
      '2|6|4|3|900',
      '1|6|4|4|500.01|100|0',
      '2|6|4|5|100',
      `46|6|4|45|${Math.floor(trial.clock.now() / 1000)}`,
      '1|6|4|9|498.0|0|0',
      '45|6|4|49|0.0',
    ]);
  });

  test('a stream sends what changed, at most every 250 ms, and nothing after its end', async () => {
    const raw = await trial.loggedIn();
    await raw.answers(request(4));
    trial.clock.advance(250);
    trial.simulator.setQuote('SPY', { bid: price('500.01') });
    expect(await raw.answers()).toEqual(['1|6|4|1|500.01|1200|1', '2|6|4|0|1200']);
    trial.simulator.setQuote('SPY', { bid: price('499.99') });
    trial.simulator.setQuote('SPY', { bid: price('499.98'), ask: null });
    expect(await raw.answers()).toEqual([]);
    trial.clock.advance(250);
    expect(await raw.answers()).toEqual([
      '1|6|4|1|499.98|1200|1',
      '2|6|4|0|1200',
      '1|6|4|2|-1.0|0|0',
      '2|6|4|3|0',
    ]);
    trial.simulator.setQuote('SPY', { bid: price('499.97') });
    await raw.answers('2|2|4');
    trial.clock.advance(1_000);
    trial.simulator.setQuote('SPY', { bid: price('499.96') });
    expect(await raw.answers()).toEqual([]);
  });

  test('a snapshot leaves out what does not exist, ends, and is over', async () => {
    const raw = await trial.loggedIn();
    const vti = spy.replace('SPY', 'VTI');
    const answers = await raw.answers(request(5, '|1', vti));
    expect(answers.slice(2)).toEqual(['1|6|5|1|250.0|1200|1', '2|6|5|0|1200']);
    trial.clock.advance(10_999);
    expect(await raw.answers()).toEqual([]);
    trial.clock.advance(1);
    expect(await raw.answers()).toEqual(['57|1|5']);
    expect(await raw.answers('2|2|5')).toEqual(["4|2|5|300|Can't find EId with tickerId:5|"]);
  });

  test('a snapshot ends as soon as all has come', async () => {
    const raw = await trial.loggedIn();
    expect((await raw.answers(request(5, '|1'))).at(-1)).toBe('57|1|5');
    const vti = spy.replace('SPY', 'VTI');
    await raw.answers(request(6, '|1', vti));
    trial.simulator.setQuote('VTI', { ask: price('250.02'), last: price('250') });
    trial.simulator.setQuote('VTI', { close: price('249') });
    trial.clock.advance(250);
    expect((await raw.answers()).at(-1)).toBe('57|1|6');
    expect(trial.simulator.engine.linesInUse).toBe(0);
  });

  test('a snapshot that was cancelled does not end', async () => {
    const raw = await trial.loggedIn();
    await raw.answers(request(5, '|1', spy.replace('SPY', 'VTI')));
    expect(await raw.answers('2|2|5')).toEqual([]);
    trial.clock.advance(20_000);
    expect(await raw.answers()).toEqual([]);
  });

  test.each([
    ['322', 'an id that is in use', [request(4), request(4)]],
    ['200', 'a contract that is not listed', [request(4, '|0', spy.replace('SPY', 'NOPE'))]],
    ['321', 'no exchange', [request(4, '|0', spy.replace('SMART', ''))]],
    ['414', 'a snapshot with generic ticks', [request(4, '233|1')]],
    ['300', 'cancelling an unknown id', ['2|2|4']],
  ])('%s answers %s', async (code, _, requests) => {
    const raw = await trial.loggedIn();
    const answers = await raw.answers(...requests);
    expect(answers.at(-1)?.split('|').slice(0, 4)).toEqual(['4', '2', '4', code]);
  });

  test('200 answers a description that fits several contracts', async () => {
    await trial.start(`
gateway:
  accounts: [{ id: DU1 }]
  contracts: [{ symbol: SPY, con_id: 42, exchange: BATS }]`);
    const raw = trial.client();
    await raw.login(1);
    const [error] = await raw.answers(request(4));
    expect(error).toContain('4|2|4|200|');
    const details = await raw.answers(`9|8|3|0|${spy}|0|||`);
    expect(details.map((text) => text.split('|')[0])).toEqual(['10', '10', '52']);
  });
});

describe('contracts and rules', () => {
  test('a contract that is not listed is 200 without an end', async () => {
    const raw = await trial.loggedIn();
    const answers = await raw.answers('9|8|3|0|NOPE|STK|||||SMART||USD|||0|||');
    expect(answers).toEqual(['4|2|3|200|No security definition has been found for the request|']);
  });

  test('market rules are ladders', async () => {
    const raw = await trial.loggedIn();
    const answers = await raw.answers('91|26', '91|90001', '91|5');
    expect(answers.slice(0, 2)).toEqual(['93|26|1|0.0|0.01', '93|90001|2|0.0|0.0001|1.0|0.01']);
    expect(answers[2]).toContain('4|2|-1|321');
  });
});
