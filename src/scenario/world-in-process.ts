import type { Scenario } from '../../simulator/scenario/scenario.ts';
import { inVirtualTime, VirtualClock } from '../simulated/virtual-clock.ts';
import { outsideRthFor } from '../cli/compose.ts';
import { GatewayInProcess } from './gateway-in-process.ts';
import type { World } from './world.ts';

/** No command of a scenario goes on for longer. */
const LONGEST_MS = 4 * 3_600_000;
const REST_MS = 5_000;

/** The gateway in this process, in a time that passes only while everybody waits. */
export function worldInProcess(scenario: Scenario, startMs: number): Promise<World> {
  const clock = new VirtualClock(startMs);
  const gateway = new GatewayInProcess(scenario, clock);
  const { engine } = gateway;
  const live = <Value>(work: () => Promise<Value>): Promise<Value> =>
    inVirtualTime(clock, LONGEST_MS, work);
  const pass = (ms: number): Promise<void> =>
    live(() => new Promise((resolve) => clock.after(ms, resolve)));
  return Promise.resolve({
    clock,
    engine,
    isTimed: true,
    live,
    after: (ms, task) => clock.after(ms, task),
    pass,
    connect: (inputs) => {
      const broker = gateway.connect(inputs.settings.ibkr.clientId, outsideRthFor(inputs));
      return {
        broker,
        kill: () => {
          broker.kill();
        },
      };
    },
    rest: () => pass(REST_MS),
    close: () => {
      engine.close();
      return Promise.resolve();
    },
  });
}
