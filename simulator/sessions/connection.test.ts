import { afterEach, describe, expect, test } from 'vitest';
import { encodeFrame } from '../wire/frames.ts';
import { SIMULATOR_MARK } from '../wire/handshake.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { startSimulator } from '../start-simulator.ts';
import { SocketTrial } from '../testing/socket-trial.ts';

const trial = new SocketTrial();
afterEach(() => trial.end());

describe('a connection', () => {
  test('greets with the version, accounts, next id and notices, and nothing before START_API', async () => {
    await trial.start();
    const raw = trial.client();
    raw.greet();
    await raw.until(() => raw.messages.length === 1);
    expect(raw.messages).toEqual([['193', `20260413 15:00:00 ${SIMULATOR_MARK}`]]);
    raw.send('71|2|1|');
    await raw.until(() => raw.messages.length === 6);
    expect(raw.messages.slice(1, 3)).toEqual([
      ['15', '1', 'DU1,DU2'],
      ['9', '1', '1'],
    ]);
    expect(raw.messages.slice(3).map((fields) => fields[3])).toEqual(['2104', '2106', '2158']);
  });

  test('understands a greeting and requests that come byte by byte', async () => {
    await trial.start();
    const raw = trial.client();
    const range = Buffer.from('API\0\0\0\0\x09v100..193', 'latin1');
    for (const byte of Buffer.concat([
      range,
      encodeFrame(['71', '2', '3', '']),
      encodeFrame(['49', '1']),
    ])) {
      raw.socket.write(Buffer.from([byte]));
    }
    await raw.until(() => raw.messages.at(-1)?.[0] === '49');
    expect(raw.messages.at(-1)).toEqual(['49', '1', '1776092400']);
  });

  test('ignores requests before START_API', async () => {
    await trial.start();
    const raw = trial.client();
    raw.greet();
    raw.send('61|1', '71|2|1|');
    await raw.until(() => raw.messages.length === 6);
    expect(raw.messages.map(([id]) => id)).not.toContain('61');
  });

  test.each([
    ['another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a client from before the framing', Buffer.from('62\0')],
    ['a client that needs a newer gateway', Buffer.from('API\0\0\0\0\x09v213..225', 'latin1')],
    ['a client that is too old', Buffer.from('API\0\0\0\0\x09v100..150', 'latin1')],
    ['a first frame that is too long', Buffer.from('API\0\xff\xff\xff\xff', 'latin1')],
    ['noise', Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 89 + 7) % 256))],
  ])('is closed for %s', async (_, bytes) => {
    await trial.start();
    const raw = trial.client();
    raw.socket.write(bytes);
    await raw.until(() => raw.closed);
    expect(raw.messages).toEqual([]);
  });

  test('is closed for a frame that is too long, and the others go on', async () => {
    const raw = await trial.loggedIn(1);
    const other = await trial.loggedIn(2);
    raw.socket.write(Buffer.from([0x01, 0, 0, 0]));
    await raw.until(() => raw.closed);
    expect(await other.answers('8|1|1')).toEqual(['9|1|1']);
  });

  test('with a client id in use gets 326 and is closed; the id is free again afterwards', async () => {
    const first = await trial.loggedIn(5);
    const second = trial.client();
    second.greet();
    await second.until(() => second.messages.length === 1);
    second.send('71|2|5|');
    await second.until(() => second.closed);
    expect(second.messages[1]?.slice(0, 4)).toEqual(['4', '2', '-1', '326']);
    first.socket.end();
    await first.until(() => first.closed);
    const third = trial.client();
    await third.login(5);
    expect(await third.answers('17|1')).toEqual(['15|1|DU1,DU2']);
  });

  test('answers what it does not know or cannot read with an error, and goes on', async () => {
    const raw = await trial.loggedIn();
    const answers = await raw.answers(
      '4711|1',
      'x',
      '9|8|77|a',
      '92|55',
      '81|56',
      '71|2|9|',
      '25|1|4',
      '14|1|5',
      '59|1|3',
    );
    expect(answers.map((text) => text.split('|').slice(0, 4).join('|'))).toEqual([
      '4|2|-1|320',
      '4|2|-1|320',
      '4|2|77|320',
      '4|2|55|320',
      '4|2|56|320',
      '4|2|-1|321',
      '4|2|4|366',
    ]);
  });

  test('counts the requests of all clients by name', async () => {
    const raw = await trial.loggedIn(1);
    const other = await trial.loggedIn(2);
    await raw.answers('61|1', '4711|1');
    await other.answers('61|1');
    raw.socket.destroy();
    expect(trial.simulator.requestCounts()).toEqual({
      START_API: 2,
      REQ_POSITIONS: 2,
      UNKNOWN_4711: 1,
      REQ_CURRENT_TIME: 2,
    });
  });
});

test('only loopback addresses are listened on', async () => {
  await trial.start();
  const scenario = parseScenario('gateway: { accounts: [{ id: DU1 }] }');
  await expect(startSimulator({ scenario, host: '0.0.0.0' })).rejects.toThrow('loopback');
  await expect(startSimulator({ scenario, port: trial.simulator.port })).rejects.toThrow(
    'EADDRINUSE',
  );
});
