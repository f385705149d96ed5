import { ManualClock } from '../engine/clock.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../start-simulator.ts';
import { assert } from '../../src/core/units/assert.ts';
import { NEWEST_VERSION } from '../wire/versions.ts';
import { RawClient } from './raw-client.ts';

const usualScenario = `
gateway:
  accounts:
    - id: DU1
      cash: { USD: 100000, CAD: 50 }
      positions: [{ symbol: VTI, shares: 10, average_cost: 200 }]
    - id: DU2
      cash: { USD: 10 }
  quotes:
    SPY: { bid: "500.00", ask: "500.02", last: "500.01", close: "498.00" }
    VTI: { bid: "250.00", ask: null, last: null, close: null }
`;

/** A simulator on a clock that a test moves, with raw clients: for tests over the socket. */
export class SocketTrial {
  readonly clock = new ManualClock();
  private readonly clients: RawClient[] = [];
  private started: Simulator | null = null;

  get simulator(): Simulator {
    assert(this.started !== null, 'the simulator is started');
    return this.started;
  }

  /** The scenario offers all versions, so that a client's own newest is the one that is spoken. */
  async start(yaml = usualScenario): Promise<void> {
    this.started = await startSimulator({
      scenario: { ...parseScenario(yaml), serverVersion: NEWEST_VERSION },
      clock: this.clock,
      control: 0,
    });
  }

  /** A client that has connected and said nothing yet. */
  client(): RawClient {
    const client = new RawClient(this.simulator.port);
    this.clients.push(client);
    return client;
  }

  /** A client that is logged in, at a simulator that is started for it when there is none. */
  async loggedIn(clientId = 1, newest = 193): Promise<RawClient> {
    if (this.started === null) await this.start();
    const client = this.client();
    await client.login(clientId, newest);
    return client;
  }

  async end(): Promise<void> {
    for (const client of this.clients.splice(0)) client.socket.destroy();
    await this.started?.close();
    this.started = null;
  }
}

/** PLACE_ORDER for ten SPY of DU1; the end is the type and the limit. */
export function buy(orderId: number, typeAndLimit: string): string {
  return order(orderId, ['SPY', 'BUY', '10', ...typeAndLimit.split('|')]);
}

/** PLACE_ORDER that sells so many VTI of DU1 at the market. */
export function sell(orderId: number, count: number): string {
  return order(orderId, ['VTI', 'SELL', String(count), 'MKT', '']);
}

function order(orderId: number, given: readonly string[]): string {
  const [symbol = '', action = '', quantity = '', type = '', limit = ''] = given;
  const fields = new Array<string>(118).fill('');
  const set: readonly (readonly [number, string])[] = [
    [0, '3'],
    [1, String(orderId)],
    [2, '0'],
    [3, symbol],
    [4, 'STK'],
    [9, 'SMART'],
    [11, 'USD'],
    [16, action],
    [17, quantity],
    [18, type],
    [19, limit],
    [21, 'DAY'],
    [23, 'DU1'],
    [27, '1'],
    [81, '0'],
    [89, '0'],
  ];
  for (const [at, value] of set) fields[at] = value;
  return fields.join('|');
}
