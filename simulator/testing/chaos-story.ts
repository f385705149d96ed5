import { ManualClock } from '../engine/clock.ts';
import { seededDraw } from '../engine/random.ts';
import { chaosFaults } from '../faults/fault-kinds.ts';
import { Gateway } from '../gateway.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { InstantClient } from './instant-client.ts';
import { buy, sell } from './socket-trial.ts';

/** How many orders a story has. */
export const STEPS = 40;

/** Every fault that chance knows, each now and then. Pieces need turns of the loop: not here. */
export function everything(seed: number, leaveOut: readonly string[] = ['split']): string {
  const side = (faults: readonly string[], chance: string): string =>
    faults
      .filter((name) => !leaveOut.includes(name))
      .map((name) => `${name}: ${chance}`)
      .join(', ');
  return `gateway:
  accounts: [{ id: DU1, cash: { USD: 60000 }, positions: [{ symbol: VTI, shares: 200 }] }]
  fills: { delay_ms: 20, max_shares_per_fill: 4 }
  chaos:
    seed: ${seed}
    longest: 2s
    rates:
      requests: { ${side(chaosFaults.requests, '1%')} }
      answers: { ${side(chaosFaults.answers, '0.2%')} }
      orders: { ${side(chaosFaults.orders, '8%')} }`;
}

export interface Story {
  readonly heard: readonly string[];
  readonly log: readonly string[];
  readonly executions: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly differences: readonly string[];
}

/** A client that trades through the chaos, and comes back whenever it is thrown out. */
export function live(seed: number): Story {
  const clock = new ManualClock();
  const log: string[] = [];
  const gateway = new Gateway(parseScenario(everything(seed)), clock, (line) => log.push(line));
  const draw = seededDraw(seed);
  const heard: string[] = [];
  let client = new InstantClient(gateway, 1);
  for (let step = 1; step <= STEPS; step += 1) {
    if (client.closed) {
      heard.push(...client.heard);
      client = new InstantClient(gateway, 1 + draw(3));
    }
    client.send(draw(2) === 0 ? buy(step, 'MKT|') : sell(step, 1 + draw(9)));
    if (draw(4) === 0) client.send('7|3|9|0||||||');
    if (draw(4) === 0) client.send('5|1');
    if (draw(8) === 0) client.send('58|1');
    clock.advance(draw(400));
  }
  clock.advance(10_000);
  heard.push(...client.heard);
  const audit = gateway.engine.audit();
  const story = {
    heard,
    log,
    executions: gateway.engine.executions().length,
    faults: gateway.faults.counts(),
    differences: audit.differences,
  };
  gateway.shutDown();
  return story;
}
