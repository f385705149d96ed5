import { afterEach, expect, test } from 'vitest';
import { SocketTrial } from '../testing/socket-trial.ts';
import type { RawClient } from '../testing/raw-client.ts';
import { ManualClock } from '../engine/clock.ts';
import { Journey } from './journey.ts';

const trial = new SocketTrial();
afterEach(() => trial.end());

const far = 'gateway: { accounts: [{ id: DU1 }], latency: { in_ms: 20, out_ms: 30 } }';

/** Lets everything that was sent over the loopback arrive, at this instant of the simulator's clock. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function pass(ms: number): Promise<void> {
  await settle();
  trial.clock.advance(ms);
  await settle();
}

const names = (client: RawClient): readonly (string | undefined)[] =>
  client.messages.splice(0).map(([name]) => name);

async function loggedIn(clientId: number): Promise<RawClient> {
  const client = trial.client();
  client.greet();
  await pass(100);
  client.send(`71|2|${clientId}|`);
  await pass(50);
  client.messages.length = 0;
  return client;
}

test('a message is on its way for exactly so long, in each direction', async () => {
  await trial.start(far);
  const client = await loggedIn(1);
  client.send('49|1');
  await pass(19);
  expect(trial.simulator.requestCounts()['REQ_CURRENT_TIME']).toBeUndefined();
  await pass(1);
  expect(trial.simulator.requestCounts()['REQ_CURRENT_TIME']).toBe(1);
  await pass(29);
  expect(names(client)).toEqual([]);
  await pass(1);
  expect(names(client)).toEqual(['49']);
});

test('nothing can be sent before the connection itself has had its round trip', async () => {
  await trial.start(far);
  const client = trial.client();
  client.greet();
  await pass(99);
  expect(names(client)).toEqual([]);
  await pass(1);
  expect(names(client)).toEqual(['193']);
});

test('no message overtakes another when the latency becomes less', async () => {
  await trial.start(far);
  const client = await loggedIn(1);
  client.send('49|1');
  await pass(10);
  trial.simulator.gateway.latency = { inMs: 0, outMs: 0 };
  client.send('61|1');
  await pass(9);
  expect(trial.simulator.requestCounts()).not.toHaveProperty('REQ_POSITIONS');
  await pass(1);
  expect(names(client)).toEqual(['49', '62']);
});

test('what a client sends and what it is told arrives although the connection ends behind it', async () => {
  await trial.start(far);
  const [client, other] = [await loggedIn(1), await loggedIn(2)];
  client.send('49|1');
  client.socket.end();
  await pass(20);
  expect(trial.simulator.requestCounts()['REQ_CURRENT_TIME']).toBe(1);
  expect(trial.simulator.gateway.clients()).toEqual([2]);

  other.send('49|1');
  await pass(20);
  trial.simulator.restart();
  await pass(29);
  expect([other.closed, names(other)]).toEqual([false, []]);
  await pass(1);
  await other.until(() => other.closed);
  expect(names(other)).toEqual(['49']);
});

test('round trips: the connection is one, and messages sent side by side share one', async () => {
  await trial.start(far);
  const client = await loggedIn(7);
  const trips = (): number | undefined => trial.simulator.roundTrips()[7];
  expect(trips()).toBe(3);
  client.send('49|1', '61|1');
  client.send('49|1');
  await pass(50);
  expect(trips()).toBe(4);
  client.send('49|1');
  await pass(20);
  client.send('49|1');
  await pass(50);
  // The second was sent before the first was answered.
  expect(trips()).toBe(5);
});

test('answers are counted by name, and what was sent before the client said who it is', async () => {
  await trial.start(far);
  await loggedIn(1);
  expect(trial.simulator.gateway.answerCounts()).toMatchObject({
    HANDSHAKE: 1,
    NEXT_VALID_ID: 1,
    MANAGED_ACCTS: 1,
  });
});

test('a journey without a delay takes no time, and waits for what is before it', () => {
  const clock = new ManualClock();
  const arrived: string[] = [];
  let delay = 0;
  const journey = new Journey(clock, () => delay);
  journey.travel(() => arrived.push('first'));
  expect(arrived).toEqual(['first']);
  delay = 5;
  journey.travel(() => arrived.push('second'));
  delay = 0;
  journey.travel(() => arrived.push('third'));
  expect(arrived).toEqual(['first']);
  clock.advance(5);
  expect(arrived).toEqual(['first', 'second', 'third']);
});
