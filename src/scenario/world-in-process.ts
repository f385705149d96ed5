import { Engine } from '../../simulator/engine/engine.ts';
import type { Scenario } from '../../simulator/scenario/scenario.ts';
import { clearLine } from '../simulated/line.ts';
import { SimulatedBroker } from '../simulated/simulated-broker.ts';
import { inVirtualTime, VirtualClock } from '../simulated/virtual-clock.ts';
import type { World } from './world.ts';

/** No command of a scenario goes on for longer. */
const LONGEST_MS = 4 * 3_600_000;

/** The gateway in this process, in a time that passes only while everybody waits. */
export function worldInProcess(scenario: Scenario, startMs: number): Promise<World> {
  const clock = new VirtualClock(startMs);
  const engine = new Engine(scenario.engine, clock);
  const gateway = {
    engine,
    clock,
    line: clearLine,
    closed: () => undefined,
    forgottenBefore: () => 0,
    onOrder: () => undefined,
  };
  const live = <Value>(work: () => Promise<Value>): Promise<Value> =>
    inVirtualTime(clock, LONGEST_MS, work);
  return Promise.resolve({
    clock,
    engine,
    live,
    after: (ms, task) => clock.after(ms, task),
    pass: (ms) => live(() => new Promise((resolve) => clock.after(ms, resolve))),
    connect: ({ ibkr }) => {
      const broker = new SimulatedBroker(gateway, ibkr.clientId);
      return {
        broker,
        kill: () => {
          broker.kill();
        },
      };
    },
    close: () => {
      engine.close();
      return Promise.resolve();
    },
  });
}
