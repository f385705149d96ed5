import { afterEach, describe, expect, test } from 'vitest';
import type { RawClient } from '../testing/raw-client.ts';
import { buy, SocketTrial } from '../testing/socket-trial.ts';

const trial = new SocketTrial();
afterEach(() => trial.end());

async function start(...events: readonly string[]): Promise<void> {
  await trial.start(`gateway:
  accounts: [{ id: DU1, cash: { USD: 100000 }, positions: [{ symbol: VTI, shares: 10 }] }]
  quotes: { SPY: { bid: "500.00", ask: "500.02" }, VTI: { bid: "250.00", ask: "250.02" } }
  events: [${events.join(', ')}]`);
}

async function startedClient(...events: readonly string[]): Promise<RawClient> {
  await start(...events);
  return trial.loggedIn();
}

/** The ids of what came, in their order. */
const ids = (answers: readonly string[]): string[] => answers.map((text) => text.split('|')[0]!);

/** Gives what was sent all the time that another client needs to log in and be answered. */
async function settle(): Promise<void> {
  const other = await trial.loggedIn(9);
  await other.answers();
}

describe('a message on its way', () => {
  test('is lost, the second time only', async () => {
    const raw = await startedClient('{ on: { request: REQ_IDS, nth: 2 }, do: drop }');
    expect(ids(await raw.answers('8|1|1'))).toEqual(['9']);
    expect(ids(await raw.answers('8|1|1'))).toEqual([]);
    expect(ids(await raw.answers('8|1|1'))).toEqual(['9']);
  });

  test('is lost from the second time on, for one client only', async () => {
    const raw = await startedClient(
      '{ on: { answer: MANAGED_ACCTS, from: 3 }, client: 1, do: drop }',
    );
    expect(ids(await raw.answers('17|1', '17|1'))).toEqual(['15']);
    const other = await trial.loggedIn(2);
    expect(ids(await other.answers('17|1', '17|1', '17|1'))).toEqual(['15', '15', '15']);
  });

  test('comes late: a request is handled late, an answer is sent late', async () => {
    const raw = await startedClient(
      '{ on: { request: REQ_IDS }, do: delay, for: 2s }',
      '{ on: { answer: MANAGED_ACCTS, from: 2 }, do: delay, for: 1s }',
    );
    expect(ids(await raw.answers('8|1|1', '17|1'))).toEqual([]);
    trial.clock.advance(1_000);
    expect(ids(await raw.answers())).toEqual(['15']);
    trial.clock.advance(1_000);
    expect(ids(await raw.answers())).toEqual(['9']);
  });

  test('is overtaken by the next, or goes on after a second', async () => {
    const raw = await startedClient(
      '{ on: { answer: NEXT_VALID_ID, nth: 2 }, do: reorder }',
      '{ on: { request: REQ_IDS, nth: 2 }, do: reorder }',
    );
    expect(ids(await raw.answers('8|1|1', '17|1'))).toEqual(['15', '9']);
    raw.send('8|1|1', '17|1');
    await raw.until(() => raw.messages.length === 2);
    expect(raw.messages.splice(0).map(([id]) => id)).toEqual(['15', '9']);
    await trial.end();
    const alone = await startedClient('{ on: { answer: CURRENT_TIME, nth: 1 }, do: reorder }');
    alone.send('49|1');
    await settle();
    expect(alone.messages).toEqual([]);
    trial.clock.advance(1_000);
    await alone.until(() => alone.messages.length === 1);
  });

  test('comes three times, in pieces, or in one piece with what follows', async () => {
    const raw = await startedClient(
      '{ on: { answer: NEXT_VALID_ID, nth: 2 }, do: duplicate, times: 2 }',
      '{ on: { answer: MANAGED_ACCTS, nth: 2 }, do: split, bytes: 3 }',
      '{ on: { answer: NEXT_VALID_ID, nth: 3 }, do: coalesce, for: 1s }',
    );
    expect(ids(await raw.answers('8|1|1'))).toEqual(['9', '9', '9']);
    const chunks: number[] = [];
    raw.socket.on('data', (chunk) => chunks.push(chunk.length));
    expect(await raw.answers('17|1')).toEqual(['15|1|DU1']);
    expect(chunks.length).toBeGreaterThan(1);
    chunks.length = 0;
    raw.send('8|1|1', '17|1', '49|1');
    await settle();
    expect(chunks).toEqual([]);
    trial.clock.advance(1_000);
    await raw.until(() => raw.messages.length === 3);
    expect(chunks).toHaveLength(1);
  });

  test('says something else', async () => {
    const raw = await startedClient(
      '{ on: { answer: MANAGED_ACCTS, nth: 2 }, do: rewrite, field: 2, to: "DU1,DU9," }',
      '{ on: { answer: MANAGED_ACCTS, nth: 3 }, do: rewrite, field: 20, to: x }',
      '{ on: { answer: NEXT_VALID_ID, nth: 2 }, do: corrupt }',
    );
    expect(await raw.answers('17|1', '17|1', '8|1|1')).toEqual([
      '15|1|DU1,DU9,',
      '15|1|DU1',
      '9|1|{',
    ]);
  });

  test('spoils the frames behind it', async () => {
    const raw = await startedClient(
      '{ on: { answer: NEXT_VALID_ID, nth: 2 }, do: corrupt, how: end }',
      '{ on: { answer: NEXT_VALID_ID, nth: 3 }, do: corrupt, how: length }',
    );
    const bytes: Buffer[] = [];
    raw.socket.on('data', (chunk) => bytes.push(Buffer.from(chunk)));
    await raw.answers('8|1|1');
    expect(Buffer.concat(bytes).subarray(0, 9).toString('latin1')).toBe('\0\0\0\x059\x001\x001');
    bytes.length = 0;
    raw.send('8|1|1', '17|1');
    await raw.until(() => raw.messages.length === 1);
    expect(Buffer.concat(bytes).subarray(0, 4).toString('latin1')).toBe('\0\0\0\x0d');
    // The first bytes of the frame behind it count as the end of this one.
    expect(raw.messages[0]?.slice(0, 3)).toEqual(['9', '1', '1']);
    expect(raw.messages[0]?.length).toBeGreaterThan(3);
  });

  test('is refused with a code, and not handled', async () => {
    const raw = await startedClient(
      '{ on: { request: REQ_CONTRACT_DATA }, do: reject, code: 321, text: no }',
    );
    expect(await raw.answers('9|8|77|0|SPY|STK||0.0|||SMART||USD|||0|||')).toEqual([
      '4|2|77|321|no|',
    ]);
  });

  test('leaves its end marker out', async () => {
    const raw = await startedClient('{ on: { request: REQ_POSITIONS, nth: 1 }, do: no_end }');
    expect(ids(await raw.answers('61|1'))).toEqual(['61']);
    expect(ids(await raw.answers('61|1'))).toEqual(['61', '62']);
  });
});

describe('a connection', () => {
  test('ends before a request is handled, or after it', async () => {
    const first = await startedClient(
      '{ on: { request: PLACE_ORDER, nth: 1 }, do: disconnect }',
      '{ on: { request: PLACE_ORDER, nth: 2 }, do: disconnect, when: after }',
    );
    first.send(buy(1, 'MKT|'));
    await first.until(() => first.closed);
    expect(first.messages).toEqual([]);
    expect(trial.simulator.engine.openOrders()).toEqual([]);
    const second = await trial.loggedIn(2);
    second.send(buy(1, 'MKT|'));
    await second.until(() => second.closed);
    expect(second.messages.map(([id]) => id)).toEqual(['5', '3']);
    expect(trial.simulator.engine.openOrders()).toHaveLength(1);
  });

  test('ends within a message, and at a count of bytes', async () => {
    const first = await startedClient(
      '{ on: { answer: NEXT_VALID_ID, nth: 2 }, do: disconnect, after_bytes: 5 }',
      '{ on: { bytes: 300 }, client: 2, do: disconnect }',
    );
    let bytes = 0;
    first.socket.on('data', (chunk) => (bytes += chunk.length));
    first.send('8|1|1');
    await first.until(() => first.closed);
    expect(bytes).toBe(5);
    const second = trial.client();
    bytes = 0;
    second.socket.on('data', (chunk) => (bytes += chunk.length));
    await second.login(2);
    second.send('61|1', '61|1', '61|1', '61|1');
    await second.until(() => second.closed);
    expect(bytes).toBe(300);
  });

  test('ends for one client at a time, and a while after a message', async () => {
    const first = await startedClient(
      '{ at: 5s, client: 1, do: disconnect }',
      '{ on: { request: REQ_IDS }, do: disconnect, after: 2s }',
    );
    const second = await trial.loggedIn(2);
    trial.clock.advance(5_000);
    await first.until(() => first.closed);
    expect(ids(await second.answers('8|1|1'))).toEqual(['9']);
    trial.clock.advance(2_000);
    await second.until(() => second.closed);
  });

  test('freezes: nothing comes and nothing is taken until it thaws', async () => {
    const raw = await startedClient('{ on: { request: REQ_IDS }, do: freeze, for: 3s }');
    raw.send('8|1|1', buy(1, 'MKT|'), '49|1');
    await settle();
    expect(raw.messages).toEqual([]);
    expect(trial.simulator.engine.openOrders()).toEqual([]);
    trial.clock.advance(3_000);
    await raw.until(() => raw.messages.at(-1)?.[0] === '49');
    expect(raw.messages.map(([id]) => id)).toEqual(['9', '5', '3', '49']);
  });

  test('freezes for ever, stays open, and keeps its client id', async () => {
    const raw = await startedClient('{ at: 1s, client: 1, do: freeze }');
    trial.clock.advance(1_000);
    raw.send('49|1');
    await settle();
    expect([raw.messages, raw.closed]).toEqual([[], false]);
    raw.socket.destroy();
    const again = trial.client();
    again.greet();
    await again.until(() => again.messages.length === 1);
    again.send('71|2|1|');
    await again.until(() => again.closed);
    expect(again.messages[1]?.[3]).toBe('326');
  });

  test('hears a code behind a message, before it, or at a time', async () => {
    const raw = await startedClient(
      '{ on: { request: PLACE_ORDER }, do: code, code: 399, text: wait }',
      '{ on: { request: REQ_IDS }, do: code, code: 0, id: -1, when: before }',
      '{ at: 2s, do: code, code: 2110 }',
      '{ on: { answer: ERR_MSG }, do: code, code: 100 }',
    );
    expect(await raw.answers('8|1|1')).toEqual(['4|2|-1|0|Simulated code 0.|', '9|1|1']);
    const answers = await raw.answers(buy(4, 'LMT|1'));
    expect(answers.at(-1)).toBe('4|2|4|399|wait|');
    trial.clock.advance(2_000);
    // What a fault says itself is no answer that another fault hangs on.
    expect(await raw.answers()).toEqual(['4|2|-1|2110|Simulated code 2110.|']);
  });

  test('is not greeted: the port is open, and nobody answers', async () => {
    await start('{ on: { answer: HANDSHAKE }, do: drop }');
    const raw = trial.client();
    raw.greet();
    raw.send('71|2|1|');
    await raw.until(() => raw.messages.length === 5);
    expect(raw.messages[0]?.[0]).toBe('15');
  });
});
