import { describe, expect, it } from 'vitest';
import { fundAccount } from '../../bench/preview/funds.ts';
import { ManualClock } from '../../simulator/engine/clock.ts';
import type { Contract } from '../../src/core/account/contract.ts';
import type { ContractCache } from '../../src/ports.ts';
import { markTaken } from './proxy.ts';
import { runOnSimulator, type RunResult, type RunSetup } from './simulated-run.ts';

/*
 * How often a preview waits for the gateway, and how many messages it sends for that. Both are
 * counted on a clock that stands still until the program has nothing left to say: no figure here
 * depends on how fast anything is. What these tests hold small enough for the message budget holds
 * for any number of symbols; the budget is tested by itself.
 */

/** Lets the program go on until it waits for an answer. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Runs against a gateway that is far away, whose clock moves when the program is silent. */
async function runFar(setup: Omit<RunSetup, 'gateway' | 'portfolios'>, funds: FundSetup) {
  const clock = new ManualClock(Date.now());
  const { gateway, portfolios } = fundAccount(funds.count, funds);
  const latency = '\nlatency: { in_ms: 10, out_ms: 10 }';
  const run = runOnSimulator({
    gateway: gateway + latency,
    portfolios,
    simulatorClock: clock,
    ...setup,
    permission: { trade: false, ...setup.permission },
    answer: 'no',
  });
  const state = { ended: false };
  const end = (): void => {
    state.ended = true;
  };
  run.then(end, end);
  while (!state.ended) {
    await settle();
    clock.advance(10);
  }
  return run;
}

interface FundSetup {
  readonly count: number;
  readonly unlisted?: number;
  readonly rules?: number;
}

function messagesOf({ requests }: RunResult): number {
  return Object.values(requests).reduce((sum, count) => sum + count, 0);
}

const sellUnlisted = '[rebalance]\nunlisted_etfs = sell\n';

describe('a preview that remembers nothing waits five times: connection, version, start, everything, price grids', () => {
  it.each([1, 5, 18])(
    'and sends 5 + 2N messages and one for the grid, with N = %i',
    async (count) => {
      const run = await runFar({}, { count });
      expect(run.outcome.kind).toBe('preview');
      expect([run.roundTrips, messagesOf(run)]).toEqual([5, 5 + 2 * count + 1]);
    },
  );

  it('and asks once for each price grid that differs, side by side', async () => {
    const run = await runFar({}, { count: 8, rules: 3 });
    expect([run.roundTrips, messagesOf(run)]).toEqual([5, 5 + 2 * 8 + 3]);
  });

  it.each([
    ['kept', '', 3],
    ['sold, so their prices are asked for too', sellUnlisted, 6],
  ])('and no more for holdings that no model lists: %s', async (_, settings, more) => {
    const run = await runFar({ settings }, { count: 8, unlisted: 3 });
    expect([run.roundTrips, messagesOf(run)]).toEqual([5, 5 + 2 * 8 + 1 + more]);
  });

  it('and once more where such a holding has a price grid of its own', async () => {
    const run = await runFar({}, { count: 2, unlisted: 1, rules: 3 });
    expect([run.roundTrips, messagesOf(run)]).toEqual([6, 5 + 2 * 2 + 1 + 3]);
  });

  it('and sends one message more to know the rate of the Canadian dollar', async () => {
    const run = await runFar({ settings: '[fx]\nenabled = true\n' }, { count: 5 });
    expect([run.roundTrips, messagesOf(run)]).toEqual([5, 5 + 2 * 5 + 1 + 1]);
  });
});

describe('a run that may trade', () => {
  it('waits once more for what the broker says to the buys, all asked side by side', async () => {
    const run = await runFar({ permission: { trade: true }, asksWhatIf: true }, { count: 10 });
    const buys = run.requests['PLACE_ORDER'] ?? 0;
    expect([run.outcome.kind, buys]).toEqual(['declined', 5]);
    // The orders of today that have ended are one message more.
    expect([run.roundTrips, messagesOf(run)]).toEqual([6, 5 + 2 * 10 + 1 + 1 + buys]);
  });
});

it('with its contracts remembered a preview waits four times and sends 5 + N messages', async () => {
  const known = new Map<string, readonly Contract[]>();
  const contractCache: ContractCache = {
    read: (key) => known.get(key),
    write: (answers) => {
      for (const [key, contracts] of answers) known.set(key, contracts);
    },
  };
  const proxies: { close(): Promise<void> }[] = [];
  const through = async (port: number): Promise<number> => {
    const proxy = await markTaken(port);
    proxies.push(proxy);
    return proxy.port;
  };
  try {
    const funds = { count: 12, unlisted: 2 };
    await runFar({ contractCache, through }, funds);
    const run = await runFar({ contractCache, through }, funds);
    expect([run.outcome.kind, run.roundTrips, messagesOf(run)]).toEqual(['preview', 4, 5 + 12]);
  } finally {
    for (const proxy of proxies) await proxy.close();
  }
});
