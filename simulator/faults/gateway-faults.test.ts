import { afterEach, describe, expect, test } from 'vitest';
import { price } from '../engine/price.ts';
import type { RawClient } from '../testing/raw-client.ts';
import { buy, SocketTrial } from '../testing/socket-trial.ts';

const trial = new SocketTrial();
afterEach(() => {
  const audit = trial.simulator.audit();
  expect(audit.differences).toEqual([]);
  return trial.end();
});

async function startedClient(...events: readonly string[]): Promise<RawClient> {
  await trial.start(`gateway:
  accounts: [{ id: DU1, cash: { USD: 100000 }, positions: [{ symbol: VTI, shares: 10 }] }]
  quotes: { SPY: { bid: "500.00", ask: "500.02" }, VTI: { bid: "250.00", ask: "250.02" } }
  events: [${events.join(', ')}]`);
  return trial.loggedIn();
}

/** Each message by its number, and what it says: a status, a count of shares, a code. */
function told(answers: readonly string[]): string[] {
  return answers.map((text) => {
    const fields = text.split('|');
    if (fields[0] === '3') return `3 ${fields[2] ?? ''} ${fields[3] ?? ''}`;
    if (fields[0] === '4') return `4 ${fields[2] ?? ''} ${fields[3] ?? ''}`;
    return fields[0] ?? '';
  });
}

const on = '{ on: { request: PLACE_ORDER, nth: 1 }, do:';

describe('an order', () => {
  test.each([
    ['code: 203', ['4 1 203', '3 Inactive 0']],
    ['status: Cancelled, status_first: true', ['3 Cancelled 0', '4 1 201']],
    ['status: none', ['4 1 201']],
  ])('is refused with %s', async (options, expected) => {
    const raw = await startedClient(`${on} reject, ${options} }`);
    expect(told(await raw.answers(buy(1, 'MKT|')))).toEqual(expected);
    expect(trial.simulator.engine.openOrders()).toEqual([]);
    expect(told(await raw.answers(buy(2, 'MKT|')))).toEqual(['5', '3 PreSubmitted 0']);
  });

  test('fills in part, and the rest when it is let go', async () => {
    const raw = await startedClient(`${on} partial, shares: 3, for: 5s }`);
    raw.send(buy(1, 'MKT|'));
    await raw.answers();
    trial.clock.advance(4_000);
    expect(told(await raw.answers()).slice(-3)).toEqual(['3 Submitted 3', '5', '59']);
    trial.clock.advance(2_000);
    expect(told(await raw.answers())).toContain('3 Filled 10');
  });

  test('is acknowledged and never fills', async () => {
    const raw = await startedClient(`${on} partial, shares: 0 }`);
    await raw.answers(buy(1, 'MKT|'));
    trial.clock.advance(60_000);
    expect(told(await raw.answers('5|1'))).toEqual([
      '5',
      '3 Submitted 0',
      '5',
      '3 Submitted 0',
      '53',
    ]);
  });

  test('has its commission late, to those who ask too', async () => {
    const raw = await startedClient(`${on} late_commission, for: 3s }`);
    await raw.answers(buy(1, 'MKT|'));
    trial.clock.advance(20);
    expect(told(await raw.answers('7|3|9|0||||||'))).toEqual([
      '11',
      '5',
      '3 Filled 10',
      '11',
      '55',
    ]);
    trial.clock.advance(3_000);
    expect(told(await raw.answers('7|3|9|0||||||'))).toEqual(['5', '59', '11', '59', '55']);
  });

  test.each([
    ['no_commission', ['11', '5', '3 Filled 10'], ['11', '55']],
    ['no_status', ['11', '59'], ['11', '59', '55']],
    ['no_execution', ['5', '3 Filled 10'], ['11', '59', '55']],
  ])('is told with %s', async (fault, pushed, asked) => {
    const raw = await startedClient(`${on} ${fault} }`);
    await raw.answers(buy(1, 'MKT|'));
    trial.clock.advance(20);
    expect(told(await raw.answers())).toEqual(pushed);
    expect(told(await raw.answers('7|3|9|0||||||'))).toEqual(asked);
  });

  test('has its first execution corrected, once', async () => {
    const raw = await startedClient(`${on} correct, by: "-0.05" }`);
    await raw.answers(buy(1, 'MKT|'));
    trial.clock.advance(20);
    await raw.answers();
    trial.clock.advance(1_000);
    expect(told(await raw.answers())).toEqual(['11', '59']);
    trial.clock.advance(60_000);
    expect(trial.simulator.engine.executions()).toHaveLength(2);
  });

  test('is swallowed by a dialog with all that follow, and placed when that is answered', async () => {
    const raw = await startedClient('{ at: 1s, do: swallow, for: 3s, then: place }');
    trial.clock.advance(1_000);
    expect(await raw.answers(buy(1, 'MKT|'), buy(2, 'MKT|'))).toEqual([]);
    trial.clock.advance(3_000);
    expect(told(await raw.answers())).toEqual(['5', '3 PreSubmitted 0', '5', '3 PreSubmitted 0']);
  });

  test('is swallowed for ever', async () => {
    const raw = await startedClient('{ at: 1s, do: swallow }');
    trial.clock.advance(1_000);
    expect(await raw.answers(buy(1, 'MKT|'), '8|1|1')).toEqual(['9|1|1']);
    trial.clock.advance(600_000);
    expect(trial.simulator.engine.openOrders()).toEqual([]);
  });
});

describe('the gateway', () => {
  test('loses its link: it says so again and again, and fills are not told afterwards', async () => {
    const raw = await startedClient('{ at: 1s, do: outage, for: 11s }');
    await raw.answers(buy(1, 'LMT|600'));
    trial.clock.advance(1_000);
    await raw.answers();
    raw.send('61|1');
    trial.clock.advance(10_000);
    expect(told(await raw.answers())).toEqual(['4 -1 1100', '4 -1 1100']);
    const other = trial.client();
    other.greet();
    other.send('71|2|2|');
    await other.until(() => other.messages.at(-1)?.[3] === '2110');
    trial.clock.advance(1_000);
    expect(told(await raw.answers())).toEqual(['4 -1 1102', '61', '61', '62']);
    expect(told(await raw.answers('7|3|9|0||||||'))).toEqual(['11', '59', '55']);
  });

  test.each([
    [1101, []],
    [1102, ['1', '2']],
  ])('comes back with %i: market data is lost or goes on', async (code, ticks) => {
    const raw = await startedClient(`{ at: 1s, do: outage, for: 1s, then: ${code} }`);
    await raw.answers('1|11|5|0|SPY|STK||0.0|||SMART||USD|||0||0|0||');
    trial.clock.advance(2_000);
    await raw.answers();
    trial.simulator.setQuote('SPY', { bid: null });
    trial.clock.advance(1_000);
    expect([...new Set((await raw.answers()).map((text) => text.split('|')[0]))]).toEqual(ticks);
  });

  test('restarts: orders to it are swallowed, nobody gets in, ids are handed out again', async () => {
    const raw = await startedClient('{ at: 5s, do: restart, for: 2s, ids_back: 3, swallow: 1s }');
    await raw.answers(buy(7, 'MKT|'));
    trial.clock.advance(5_000);
    await raw.answers();
    expect(told(await raw.answers(buy(8, 'MKT|')))).toEqual([]);
    trial.clock.advance(1_000);
    await raw.until(() => raw.closed);
    const early = trial.client();
    await early.until(() => early.closed);
    trial.clock.advance(2_000);
    const again = await trial.loggedIn();
    expect(await again.answers('8|1|1')).toEqual(['9|1|5']);
    expect(told(await again.answers('99|0'))).toEqual(['101', '102']);
  });

  test('restarts when a test says so, and resets to where it began', async () => {
    const raw = await startedClient();
    await raw.answers(buy(7, 'MKT|'));
    trial.simulator.restart();
    await raw.until(() => raw.closed);
    const again = await trial.loggedIn();
    expect(await again.answers('8|1|1')).toEqual(['9|1|8']);
    trial.simulator.reset();
    await again.until(() => again.closed);
    const anew = await trial.loggedIn();
    expect(await anew.answers('8|1|1')).toEqual(['9|1|1']);
    expect(trial.simulator.gateway.clients()).toEqual([1]);
  });

  test('changes a quote, and counts and logs what went wrong', async () => {
    const raw = await startedClient('{ at: 1s, do: quote, symbol: SPY, bid: "1.00", ask: "1.01" }');
    trial.clock.advance(1_000);
    await raw.answers(buy(1, 'LMT|2'));
    trial.clock.advance(1_000);
    expect(trial.simulator.engine.executions()[0]?.price).toBe(price('1.01'));
    expect(trial.simulator.gateway.faults.counts()).toEqual({ quote: 1 });
  });
});
