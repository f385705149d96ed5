import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { realClock } from '../engine/clock.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { startSimulator } from '../start-simulator.ts';
import { NEWEST_VERSION } from '../wire/versions.ts';
import { price } from '../engine/price.ts';
import { anyContract } from '../testing/engine-trial.ts';
import { buy, SocketTrial } from '../testing/socket-trial.ts';

const trial = new SocketTrial();
afterEach(() => trial.end());

const address = (path: string): string => `http://127.0.0.1:${trial.simulator.control!}${path}`;

async function get(path: string): Promise<unknown> {
  const response = await fetch(address(path));
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'application/json; charset=utf-8',
  ]);
  return response.json();
}

interface Answer {
  readonly status: number;
  readonly body: {
    readonly problems?: readonly { readonly where: string; readonly what: string }[];
  };
}

async function post(path: string, body: unknown): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(address(path), { method: 'POST', body: text });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** The first problem of a refused command, in one line. */
async function refusal(path: string, body: unknown): Promise<string> {
  const answer = await post(path, body);
  expect(answer.status).toBe(400);
  const [first] = answer.body.problems ?? [];
  return `${first?.where ?? ''}: ${first?.what ?? ''}`;
}

describe('the control face', () => {
  test('shows state, orders, audit and log of an order that it lets fill', async () => {
    const raw = await trial.loggedIn(3);
    await raw.answers(buy(1, 'LMT|501'));
    expect(await post('/clock', { advance: '20ms' })).toEqual({
      status: 200,
      body: { ok: true, time: '2026-04-13T15:00:00.020Z' },
    });
    expect(await get('/state')).toEqual({
      time: '2026-04-13T15:00:00.020Z',
      server_version: NEWEST_VERSION,
      clients: [3],
      requests: { START_API: 1, PLACE_ORDER: 1, REQ_CURRENT_TIME: 1 },
      answers: {
        ...{ HANDSHAKE: 1, NEXT_VALID_ID: 1, MANAGED_ACCTS: 1, CURRENT_TIME: 1, ERR_MSG: 3 },
        ...{ OPEN_ORDER: 3, ORDER_STATUS: 2, EXECUTION_DATA: 1, COMMISSION_REPORT: 1 },
      },
      round_trips: { 3: 4 },
      latency: { in_ms: 0, out_ms: 0 },
      faults: {},
      link: 'up',
      restarting: false,
      open_orders: 0,
      executions: 1,
    });
    expect(await get('/orders')).toMatchObject({
      orders: [
        {
          client_id: 3,
          order_id: 1,
          symbol: 'SPY',
          side: 'BUY',
          quantity: '10',
          limit: '501.00',
          status: 'Filled',
          filled: '10',
          executions: [{ shares: '10', price: '500.02', commission: '1' }],
        },
      ],
    });
    expect(await get('/audit')).toEqual({
      ok: true,
      differences: [],
      accounts: [
        {
          account: 'DU1',
          cash: { CAD: '50', USD: '94998.8' },
          positions: { VTI: '10', SPY: '10' },
        },
        { account: 'DU2', cash: { USD: '10' }, positions: {} },
      ],
    });
    const { lines } = (await get('/log')) as { lines: { number: number; text: string }[] };
    expect(lines.map(({ text }) => text)).toContain('<- PLACE_ORDER');
    expect(await get(`/log?since=${lines.length}`)).toEqual({ lines: [] });
  });

  test('sets quotes, all or none', async () => {
    await trial.loggedIn();
    expect(await refusal('/quotes', { SPY: { bid: '1' }, NOPE: { bid: '1' } })).toBe(
      'NOPE: no contract is called that',
    );
    expect(await refusal('/quotes', { SPY: { bid: 'x' } })).toBe(
      'SPY.bid: must be a number with at most 5 decimals',
    );
    expect((await post('/quotes', { SPY: { bid: '1', ask: null, bid_size: 5 } })).status).toBe(200);
    const { engine } = trial.simulator;
    const [spy] = engine.find({ ...anyContract, symbol: 'SPY' });
    expect(engine.quote(spy!)).toMatchObject({ bid: price('1'), ask: null, last: price('500.01') });
  });

  test('changes how long messages are on their way', async () => {
    const raw = await trial.loggedIn();
    const changed = await post('/latency', { in_ms: 5, out_ms: 7 });
    expect(changed.body).toEqual({ ok: true, in_ms: 5, out_ms: 7 });
    expect(await get('/state')).toMatchObject({ latency: { in_ms: 5, out_ms: 7 } });
    await post('/latency', {});
    expect(await raw.answers('49|1')).toEqual(['49|1|1776092400']);
    expect(await refusal('/latency', { in_ms: -1 })).toBe('in_ms: must be at least 0');
  });

  test('adds faults whose times count from now, and clears them', async () => {
    const raw = await trial.loggedIn();
    trial.clock.advance(60_000);
    const drop = { on: { request: 'REQ_IDS' }, do: 'drop' };
    const events = [drop, { at: '5s', do: 'disconnect' }, { at: '6s', do: 'swallow' }];
    expect(await post('/faults', { events })).toEqual({
      status: 200,
      body: { ok: true, events: 3, chaos: false },
    });
    expect(await raw.answers('8|1|1')).toEqual([]);
    trial.clock.advance(5_000);
    await raw.until(() => raw.closed);
    await post('/faults', { clear: true, chaos: { rates: { requests: { drop: '100%' } } } });
    const again = trial.client();
    again.greet();
    again.send('71|2|1|');
    trial.clock.advance(60_000);
    await again.until(() => again.messages.length === 1);
    expect(trial.simulator.gateway.faults.counts()).toMatchObject({ disconnect: 1 });
    expect(trial.simulator.gateway.faults.counts()['swallow']).toBe(undefined);
    expect(await refusal('/faults', { events: [{ at: '5s', do: 'explode' }] })).toMatch(
      /^events\[0\]\.do: must be one of drop/,
    );
    expect(await refusal('/faults', { event: [] })).toBe('the body: unknown key event');
  });

  test('begins again, with the same scenario or another', async () => {
    const raw = await trial.loggedIn();
    await raw.answers(buy(1, 'MKT|'));
    expect((await post('/reset', '')).status).toBe(200);
    await raw.until(() => raw.closed);
    expect(await get('/orders')).toEqual({ orders: [] });
    const scenario = 'gateway: { accounts: [{ id: DU7 }] }';
    expect((await post('/reset', { scenario, seed: 3 })).status).toBe(200);
    expect(await get('/audit')).toMatchObject({ accounts: [{ account: 'DU7' }] });
    expect(await refusal('/reset', { scenario: 'gateway: { accounts: [] }' })).toBe(
      'gateway.accounts: needs at least one account',
    );
    expect(await refusal('/reset', { seed: 3 })).toContain('goes with a scenario');
    expect(await refusal('/reset', { scene: '' })).toBe('the body: unknown key scene');
  });

  test('answers what is no JSON, nowhere, or asked in the wrong way', async () => {
    await trial.loggedIn();
    expect(await refusal('/clock', '{"advance"')).toMatch(/^the body: is no JSON/);
    expect(await refusal('/clock', '[1]')).toBe('the body: must be object');
    expect(await refusal('/clock', { advance: 5 })).toContain('must be a duration');
    expect((await post('/clock', `"${'x'.repeat(1_100_000)}"`)).status).toBe(413);
    expect((await post('/nowhere', {})).status).toBe(404);
    expect((await post('/state', {})).status).toBe(405);
    const wrong = await fetch(address('/reset'));
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test.each([
    ['a page of another site', { Origin: 'http://example.com' }, 403],
    ['a page without a site', { Origin: 'null' }, 403],
    ['a name that was made to point here', { Host: 'example.com' }, 403],
    ['another port', { Host: '127.0.0.1:1' }, 403],
    ['a page of its own', { Origin: 'own' }, 200],
  ])('%s', async (_, headers: Record<string, string>, status) => {
    await trial.loggedIn();
    const port = trial.simulator.control!;
    const sent = headers['Origin'] === 'own' ? { Origin: `http://127.0.0.1:${port}` } : headers;
    const got = await new Promise((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port, path: '/state', headers: sent }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      call.on('error', reject);
      call.end();
    });
    expect(got).toBe(status);
  });
});

test('a real clock is not moved, a taken port is an error, and without the flag there is no face', async () => {
  const scenario = parseScenario('gateway: { accounts: [{ id: DU1 }] }');
  const real = await startSimulator({ scenario, clock: realClock, control: 0 });
  const response = await fetch(`http://127.0.0.1:${real.control!}/clock`, {
    method: 'POST',
    body: '{"advance":"1s"}',
  });
  expect(await response.json()).toEqual({
    ok: false,
    problems: [
      { where: 'advance', what: 'the clock is real; start with --clock virtual to move it' },
    ],
  });
  await expect(startSimulator({ scenario, control: real.control! })).rejects.toThrow('EADDRINUSE');
  await real.close();
  const plain = await startSimulator({ scenario });
  expect(plain.control).toBe(null);
  await plain.close();
});
