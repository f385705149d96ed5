import { afterEach, describe, expect, test } from 'vitest';
import { exchangeDay, exchangeInstant } from '../engine/instant.ts';
import { price } from '../engine/price.ts';
import type { DataState } from '../engine/quote.ts';
import type { RawClient } from '../testing/raw-client.ts';
import { SocketTrial } from '../testing/socket-trial.ts';

const trial = new SocketTrial();
afterEach(() => trial.end());

/** A client of a simulator at which SPY is quoted, and whose data are in the state. */
async function clientOf(state: DataState, gateway = ''): Promise<RawClient> {
  await trial.start(`
gateway:
  accounts: [{ id: DU1, cash: { USD: 1000 } }]
  market_data: { state: ${state} }
  quotes: { SPY: { bid: "500.00", ask: "500.02", last: "500.01", close: "498.00" } }
${gateway}`);
  const client = trial.client();
  await client.login(1);
  return client;
}

const stream = (id: number, symbol = 'SPY'): string =>
  `1|11|${id}|0|${symbol}|STK||0.0|||SMART||USD|||0||0|0|`;
const snapshot = (id: number): string => stream(id).replace(/0\|0\|$/, '1|0|');
const asking = (type: number): string => `59|1|${type}`;

/** The ids of ticks, the types of data and the codes of errors, in order. */
function outline(answers: readonly string[]): string {
  return answers
    .map((text) => text.split('|'))
    .flatMap((fields) => {
      if (fields[0] === '4') return [`error ${fields[3] ?? ''}`];
      if (fields[0] === '58') return [`type ${fields[3] ?? ''}`];
      if (fields[0] === '57') return ['end'];
      return fields[0] === '81' ? [] : [String(fields[3])];
    })
    .join(' ');
}

const live = '1 0 2 3 4 5 45 9 49';
const delayed = '66 69 67 70 68 71 88 75 49';

describe('what a request gets', () => {
  test.each([
    ['live', 1, `type 1 ${live}`],
    ['live', 3, `type 1 ${live}`],
    ['delayed', 1, 'error 10089'],
    ['delayed', 2, 'error 10089'],
    ['delayed', 3, `error 10167 type 3 ${delayed}`],
    ['delayed', 4, `error 10167 type 3 ${delayed}`],
    ['frozen', 2, `type 2 ${live}`],
    ['no_permission', 1, 'error 354'],
    ['no_permission', 3, 'error 10168'],
    ['not_enabled', 3, 'error 10186'],
    ['competing', 1, 'error 10197'],
  ] as const)('of %s data when it asks for type %i', async (state, asked, expected) => {
    const raw = await clientOf(state);
    expect(outline(await raw.answers(asking(asked), stream(4)))).toBe(expected);
  });

  test('bid and ask of -1 while data are frozen and live ones are asked for', async () => {
    const raw = await clientOf('frozen');
    const answers = await raw.answers(stream(4));
    expect(answers).toContain('1|6|4|1|-1.0|0|0');
    expect(answers).toContain('1|6|4|2|-1.0|0|0');
    expect(answers).toContain('1|6|4|9|498.0|0|0');
  });

  test('nothing but -1 when there are no data', async () => {
    const raw = await clientOf('none');
    expect(outline(await raw.answers(stream(4)))).toBe('type 1 1 0 2 3 49');
  });

  test('only bid and ask of a part, with 10090', async () => {
    const raw = await clientOf('part');
    expect(outline(await raw.answers(stream(4)))).toBe('error 10090 type 1 1 0 2 3 49');
  });

  test.each(['delayed', 'no_permission', 'competing'] as const)(
    'no end of a snapshot when %s refuses it',
    async (state) => {
      const raw = await clientOf(state);
      await raw.answers(snapshot(4));
      trial.clock.advance(20_000);
      expect(await raw.answers()).toEqual([]);
    },
  );

  test('of a snapshot without data only its end, after eleven seconds', async () => {
    const raw = await clientOf('none');
    expect(outline(await raw.answers(snapshot(4)))).toBe('type 1');
    trial.clock.advance(11_000);
    expect(outline(await raw.answers())).toBe('end');
  });
});

test('a quote has a state of its own beside that of all', async () => {
  const raw = await clientOf('live', '');
  trial.simulator.setQuote('VTI', { data: 'no_permission' });
  expect(outline(await raw.answers(stream(4, 'VTI')))).toBe('error 354');
  expect(outline(await raw.answers(stream(5)))).toContain('type 1');
});

test('a line that another session kept from its data gets them when that one ends', async () => {
  const raw = await clientOf('competing');
  expect(outline(await raw.answers(stream(4)))).toBe('error 10197');
  trial.simulator.setQuote('SPY', { data: 'live' });
  expect(outline(await raw.answers())).toBe(`type 1 ${live}`);
  trial.clock.advance(250);
  trial.simulator.setQuote('SPY', { data: 'competing' });
  expect(outline(await raw.answers())).toBe('error 10197');
  trial.simulator.setQuote('SPY', { bid: price('499') });
  trial.clock.advance(250);
  expect(await raw.answers()).toEqual([]);
});

test('a halt is tick 49, and its end too', async () => {
  const raw = await clientOf('live');
  await raw.answers(stream(4));
  for (const [halted, code] of [
    ['general', '1.0'],
    ['volatility', '2.0'],
    ['no', '0.0'],
  ] as const) {
    trial.clock.advance(250);
    trial.simulator.setQuote('SPY', { halted });
    expect(await raw.answers()).toEqual([`45|6|4|49|${code}`]);
  }
});

test('a price gap like that of a split comes as new prices and fills what it reaches', async () => {
  const raw = await clientOf('live');
  await raw.answers(stream(4));
  trial.clock.advance(250);
  const half = { bid: price('250'), ask: price('250.01'), last: price('250'), close: price('249') };
  trial.simulator.setQuote('SPY', half);
  expect(outline(await raw.answers())).toBe('1 0 2 3 4 5 45 9');
});

test('lines are counted over all clients, and one more than there are is 101', async () => {
  const raw = await clientOf('live', '');
  const other = trial.client();
  await other.login(2);
  const many = Array.from({ length: 100 }, (_, id) => stream(id + 1));
  await raw.answers(...many);
  expect(outline(await other.answers(stream(4)))).toBe('error 101');
  await raw.answers('2|2|1');
  expect(outline(await other.answers(stream(4)))).toContain('type 1');
  raw.socket.destroy();
});

const HOUR = 3_600_000;

function goToMidnight(): void {
  const now = trial.clock.now();
  trial.clock.advance(exchangeInstant(exchangeDay(now) + 1, '0000') - now);
}

describe('at night', () => {
  test('live data have no bid and ask, frozen ones the last known; both change at the open', async () => {
    goToMidnight();
    const raw = await clientOf('live', '  hours: exchange');
    const now = await raw.answers(stream(4));
    expect(now).toContain('1|6|4|1|-1.0|0|0');
    expect(outline(await raw.answers(asking(2), stream(5)))).toBe(`type 2 ${live}`);
    trial.clock.advance(4 * HOUR);
    const morning = await raw.answers();
    expect(morning).toContain('1|6|4|1|500.0|1200|1');
    expect(morning).toContain('58|1|5|1');
  });

  test('delayed data are frozen too for who asks for that', async () => {
    goToMidnight();
    const raw = await clientOf('delayed', '  hours: exchange');
    expect(outline(await raw.answers(asking(4), stream(4)))).toContain('type 4');
  });
});
