import { afterEach, describe, expect, test } from 'vitest';
import { buy, sell, SocketTrial } from '../testing/socket-trial.ts';
import { requestNames } from '../wire/request-ids.ts';
import { price } from '../engine/price.ts';

const trial = new SocketTrial();
afterEach(() => trial.end());

const spy = '756733|SPY|STK||0|||SMART||USD|||0';
const VTI = 900000001;

describe('every request that the protocol knows', () => {
  test.each([151, 178, 193, 199, 200])(
    'at %i gets an answer or silence, whole or cut short, and the connection goes on',
    async (version) => {
      const raw = await trial.loggedIn(1, version);
      for (const id of requestNames.keys()) {
        if (id === 49) continue;
        for (const rest of ['', '|1', '|1|7', '|1|7|DU1', `|1|7|${'|'.repeat(130)}`]) {
          // The answer to a time request behind it has to come, whatever came before.
          await raw.answers(`${id}${rest}`);
        }
      }
      expect(trial.simulator.audit().differences).toEqual([]);
    },
  );

  test.each([
    ['10|5|8|0|SPY', ['4|2|8|354']],
    ['11|1|8|1', ['4|2|8|310']],
    ['12|1|1', []],
    ['13|1', []],
    ['18|1|1', ['4|2|-1|321']],
    ['19|1|1|<xml/>|9', ['4|2|-1|321']],
    ['21|2|8|0', ['4|2|8|200']],
    ['22|8|10', ['4|2|8|165']],
    ['23|1|8', []],
    ['24|1', ['19|1|<?xml version="1.0" encoding="UTF-8"?><ScanParameterResponse/>']],
    ['25|1|8', ['4|2|8|366']],
    ['50|3|8|0|SPY', ['4|2|8|420']],
    ['51|1|8', ['4|2|8|300']],
    ['52|2|8|0', ['4|2|8|430']],
    ['54|3|8|0', ['4|2|8|200']],
    ['55|3|8|0', ['4|2|8|200']],
    ['56|1|8', []],
    ['65|1|x|1', ['4|2|-1|321']],
    ['67|1|8', ['67|1|8|']],
    ['68|1|8|1', ['4|2|8|321']],
    ['72|1|x|1', ['4|2|-1|321']],
    ['78|8|SPY||STK|756733', ['76|8']],
    ['79|8', ['77|8|0']],
    ['80', ['78|2|DU1||DU2|']],
    ['82', ['80|0']],
    ['83|8|9c0001', ['82|8|1|0|ARCA|P']],
    ['84|8|BZ|1|', ['4|2|8|10276']],
    ['85', ['85|0']],
    ['86|8|756733|BZ|||10|', ['4|2|8|10276']],
    [`87|8|${spy}|1|TRADES|1`, ['88|8|20100104-14:30:00']],
    [`87|8|${spy}|1|TRADES|2`, ['88|8|1262615400']],
    [`87|8|${spy.replace('756733|SPY', '0|NOPE')}|1|TRADES|2`, ['4|2|8|200']],
    [`88|8|${spy}|1|3 days`, ['89|8|0']],
    ['90|8', []],
    [`96|8|${spy}|||10|MIDPOINT|1|0|`, ['96|8|0|1']],
    [`96|8|${spy}|||10|BID_ASK|1|0|`, ['97|8|0|1']],
    [`96|8|${spy}|||10|TRADES|1|0|`, ['98|8|0|1']],
    [`96|8|${spy}|||10|NOTHING|1|0|`, ['4|2|8|321']],
    [`97|8|${spy}|BidAsk|0|0`, ['4|2|8|10189']],
    ['98|8', ['4|2|8|300']],
    ['100|8', ['4|2|8|10276']],
    ['104|8', ['107|8|']],
    ['105', ['4|2|-1|320']],
    ['8|1|0', ['9|1|1']],
    ['17|1', ['15|1|DU1,DU2']],
  ])('%s', async (request, expected) => {
    const raw = await trial.loggedIn();
    const answers = await raw.answers(request);
    const short = answers.map((text) =>
      text.startsWith('4|') ? text.split('|').slice(0, 4).join('|') : text,
    );
    expect(short).toEqual(expected);
  });

  test('from 197 on the time can be asked for in milliseconds', async () => {
    const raw = await trial.loggedIn(1, 199);
    expect(await raw.answers('105')).toEqual([`109|${trial.clock.now()}`]);
  });
});

describe('history', () => {
  const ask = (rest: string): string => `20|8|${spy}|${rest}`;

  test('days end with the last close, the oldest first, and are the same when asked again', async () => {
    const raw = await trial.loggedIn();
    const [answer = ''] = await raw.answers(ask('|1 day|3 D|1|TRADES|1|0|'));
    const fields = answer.split('|');
    expect(fields.slice(0, 5)).toEqual([
      ...['17', '8', '20260408 00:00:00 US/Eastern', '20260410 00:00:00 US/Eastern', '3'],
    ]);
    const dates = [5, 13, 21].map((at) => fields[at]);
    expect(dates).toEqual(['20260408', '20260409', '20260410']);
    expect(fields).toHaveLength(5 + 3 * 8);
    expect(fields[25]).toBe('498.0');
    const [longer = ''] = await raw.answers(ask('20260413 15:00:00|1 day|1 M|1|TRADES|1|0|'));
    expect(longer.split('|').slice(-24)).toEqual(fields.slice(-24));
  });

  test('from 196 on its end is a message of its own; before 175 volumes are in hundreds', async () => {
    const new199 = await trial.loggedIn(1, 199);
    const old151 = await trial.loggedIn(2, 151);
    const [data = '', end] = await new199.answers(ask('|1 day|1 D|1|TRADES|1|0|'));
    expect(data.split('|')).toHaveLength(3 + 8);
    expect(end).toBe('108|8|20260410 00:00:00 US/Eastern|20260410 00:00:00 US/Eastern');
    const [old = ''] = await old151.answers(ask('|1 day|1 D|1|TRADES|1|0|'));
    const volume = Number(data.split('|')[8]);
    expect(old.split('|')[10]).toBe(String(Math.floor(volume / 100)));
  });

  test.each([
    ['|1 day|a while|1|TRADES|1|0|', '321'],
    ['yesterday|1 day|3 D|1|TRADES|1|0|', '321'],
    ['|5 mins|3 D|1|TRADES|1|0|', '162'],
    ['|1 day|3 D|1|OPTION_IMPLIED_VOLATILITY|1|0|', '162'],
    ['|1 day|0 D|1|TRADES|1|0|', '162'],
  ])('"%s" is %s', async (rest, code) => {
    const raw = await trial.loggedIn();
    const answers = await raw.answers(ask(rest));
    expect(answers.map((text) => text.split('|').slice(2, 4))).toEqual([['8', code]]);
  });
});

describe('holdings and figures of chosen accounts', () => {
  const held = `71|1|8|DU1|${VTI}|VTI|STK||0.0|||ARCA|USD|VTI|VTI`;

  test('positions are listed, and told again when they change until that is over', async () => {
    const raw = await trial.loggedIn();
    expect(await raw.answers('74|1|8|DU1|')).toEqual([`${held}|10|200.0|`, '72|1|8']);
    expect(await raw.answers('74|1|9|DU2|')).toEqual(['72|1|9']);
    trial.simulator.setQuote('VTI', { ask: price('250.02') });
    await raw.answers(sell(1, 3));
    trial.clock.advance(20);
    const told = await raw.answers();
    expect(told.filter((text) => text.startsWith('71|'))).toEqual([`${held}|7|200.0|`]);
    await raw.answers('75|1|8', sell(2, 1));
    trial.clock.advance(20);
    expect((await raw.answers()).filter((text) => text.startsWith('71|'))).toEqual([]);
  });

  test('figures come by account, in full or as the ledger only, and again when they change', async () => {
    const raw = await trial.loggedIn();
    const ledger = await raw.answers('76|1|8|DU1||1');
    expect(ledger).toContain('73|1|8|DU1||NetLiquidation|102536.50|USD');
    expect(ledger).toContain('73|1|8|DU1||CashBalance|50.00|CAD');
    expect(ledger.filter((text) => text.includes('BuyingPower'))).toEqual([]);
    expect(ledger.at(-1)).toBe('74|1|8');
    const all = await raw.answers('76|1|9|DU2||0');
    expect(all).toContain('73|1|9|DU2||BuyingPower|20.00|USD');
    await raw.answers(buy(1, 'MKT|'));
    trial.clock.advance(20);
    const changed = await raw.answers();
    expect(changed).toContain('73|1|8|DU1||CashBalance|94998.80|USD');
    expect(changed.filter((text) => text.startsWith('73|1|9'))).toEqual([]);
    await raw.answers('77|1|8', buy(2, 'MKT|'));
    trial.clock.advance(20);
    expect((await raw.answers()).filter((text) => text.startsWith('73|'))).toEqual([]);
  });

  test('an unknown account and an id that is in use are 321; a model has nothing', async () => {
    const raw = await trial.loggedIn();
    await raw.answers('74|1|8|DU1|', '76|1|8|DU1||1');
    const answers = await raw.answers('74|1|8|DU1|', '74|1|5|U9|', '76|1|8|DU1||1', '76|1|5|U9||1');
    expect(answers.map((text) => text.split('|')[3])).toEqual(['321', '321', '321', '321']);
    expect(await raw.answers('74|1|9|DU1|MODEL')).toEqual(['72|1|9']);
  });
});

describe('profit and loss', () => {
  test('of an account is told at once and every second in which it changed', async () => {
    const raw = await trial.loggedIn();
    trial.simulator.setQuote('SPY', { last: price('500.00'), close: price('498.00') });
    expect(await raw.answers('92|8|DU1|')).toEqual(['94|8|0.0|500.0|0.0']);
    await raw.answers(buy(1, 'MKT|'));
    trial.clock.advance(1_000);
    // Ten SPY at 500.02 and a dollar of commission, valued at 500.
    const told = await raw.answers();
    expect(told.at(-1)).toBe('94|8|-1.2|498.8|0.0');
    trial.clock.advance(5_000);
    expect(await raw.answers()).toEqual([]);
    await raw.answers('93|8');
    trial.simulator.setQuote('SPY', { last: price('501.00') });
    trial.clock.advance(1_000);
    expect(await raw.answers()).toEqual([]);
  });

  test('of one position; of one that is not held it is zero', async () => {
    const raw = await trial.loggedIn();
    trial.simulator.setQuote('VTI', { close: price('249.00') });
    expect(await raw.answers(`94|8|DU1||${VTI}`)).toEqual(['95|8|10|10.0|500.0|0.0|2500.0']);
    expect(await raw.answers('94|9|DU1||756733')).toEqual(['95|9|0|0.0|0.0|0.0|0.0']);
    // Yesterday's ten at 249, three of them sold at 250 for a dollar, seven left at 250.
    await raw.answers(sell(1, 3));
    trial.clock.advance(1_000);
    expect((await raw.answers()).at(-1)).toBe('95|8|7|9.0|350.0|149.0|1750.0');
  });

  test('an unknown account and an id that is in use are 321', async () => {
    const raw = await trial.loggedIn();
    await raw.answers('92|8|DU1|');
    const answers = await raw.answers('92|8|DU1|', '92|9|U9|', '94|8|DU1||1');
    expect(answers.map((text) => text.split('|')[3])).toEqual(['321', '321', '321']);
  });
});

test('symbols are found by their beginning, then by their name', async () => {
  const raw = await trial.loggedIn();
  const [found = ''] = await raw.answers('81|8|vti');
  expect(found.split('|').slice(0, 10)).toEqual([
    ...['79', '8', '1', String(VTI), 'VTI', 'STK', 'ARCA', 'USD', '0'],
    'VANGUARD TOTAL STOCK MARKET ETF',
  ]);
  expect(await raw.answers('81|8|', '81|8|NOSUCHTHING')).toEqual(['79|8|0', '79|8|0']);
  const [named = ''] = await raw.answers('81|8|treasury');
  expect(Number(named.split('|')[2])).toBeGreaterThan(1);
  const old = await trial.loggedIn(2, 151);
  expect(await old.answers('81|8|VTI')).toEqual([`79|8|1|${VTI}|VTI|STK|ARCA|USD|0`]);
});
