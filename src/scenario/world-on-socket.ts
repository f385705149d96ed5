import { realClock } from '../../simulator/engine/clock.ts';
import type { Scenario } from '../../simulator/scenario/scenario.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { TwsBroker } from '../broker/tws-broker.ts';
import { outsideRthFor } from '../cli/compose.ts';
import type { World } from './world.ts';

const REST_MS = 100;

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => {
    realClock.after(ms, resolve);
  });
}

/**
 * The gateway behind a socket of this computer, and the client library in front of it. Time passes
 * as it does, from the instant on at which the scenario begins.
 */
export async function worldOnSocket(scenario: Scenario, startMs: number): Promise<World> {
  const ahead = startMs - Date.now();
  const clock = { now: () => Date.now() + ahead };
  const simulator = await startSimulator({
    scenario,
    clock: { now: clock.now, after: (ms, task) => realClock.after(ms, task) },
  });
  return {
    clock,
    get engine() {
      return simulator.engine;
    },
    isTimed: false,
    live: (work) => work(),
    after: (ms, task) => realClock.after(ms, task),
    pass,
    rest: () => pass(REST_MS),
    connect: (inputs) => {
      const { ibkr, pricing } = inputs.settings;
      const broker = new TwsBroker({
        host: '127.0.0.1',
        port: simulator.port,
        clientId: ibkr.clientId,
        clock,
        fallbackToSnapshot: pricing.fallbackToSnapshot,
        outsideRth: outsideRthFor(inputs),
      });
      return {
        broker,
        kill: () => {
          void broker.close();
        },
      };
    },
    close: () => simulator.close(),
  };
}
