import { IBApi, OrderAction, OrderType, SecType } from '@stoqey/ib';
import { describe, expect, test } from 'vitest';
import { ManualClock } from '../engine/clock.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { startSimulator } from '../start-simulator.ts';
import { everything, live, STEPS } from '../testing/chaos-story.ts';
import { chaosFaults } from './fault-kinds.ts';

describe('whatever chance brings', () => {
  test('the books equal what the executions say, and every fault has had its turn', () => {
    const seen = new Map<string, number>();
    let executions = 0;
    for (let seed = 1; seed <= 25; seed += 1) {
      const story = live(seed);
      expect(story.differences, `seed ${seed}`).toEqual([]);
      executions += story.executions;
      for (const [name, count] of Object.entries(story.faults)) {
        seen.set(name, (seen.get(name) ?? 0) + count);
      }
    }
    expect(executions).toBeGreaterThan(500);
    const all: Set<string> = new Set<string>(Object.values(chaosFaults).flat());
    all.delete('split');
    expect([...seen.keys()].sort()).toEqual([...all].sort());
  });

  test('the same seed and requests give the same story, another seed another', () => {
    expect(live(7)).toEqual(live(7));
    expect(live(7).log).not.toEqual(live(8).log);
  });

  test.each([1, 2, 3, 4])('a real client trades through seed %i', async (seed) => {
    const clock = new ManualClock();
    // What is garbled throws within that library, outside of anything that could catch it.
    const scenario = parseScenario(everything(seed, ['corrupt', 'freeze']));
    const simulator = await startSimulator({ scenario, clock });
    let clientId = 0;
    let api = connect(simulator.port, clientId);
    for (let step = 1; step <= STEPS; step += 1) {
      if (!api.isConnected) {
        clientId += 1;
        api = connect(simulator.port, clientId);
      }
      api.placeOrder(step, contract, order);
      api.reqOpenOrders();
      clock.advance(150);
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    }
    clock.advance(10_000);
    const audit = simulator.audit();
    expect(audit.differences).toEqual([]);
    expect(simulator.engine.executions().length).toBeGreaterThan(0);
    api.disconnect();
    await simulator.close();
  });
});

const contract = { symbol: 'SPY', secType: SecType.STK, exchange: 'SMART', currency: 'USD' };
const order = {
  action: OrderAction.BUY,
  totalQuantity: 1,
  orderType: OrderType.MKT,
  account: 'DU1',
  transmit: true,
};

function connect(port: number, clientId: number): IBApi {
  const api = new IBApi({ host: '127.0.0.1', port, clientId, maxReqPerSec: 500 });
  return api.connect();
}
