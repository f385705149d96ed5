import { ManualClock } from '../../simulator/engine/clock.ts';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator, type Simulator } from '../../simulator/start-simulator.ts';
import { NEWEST_VERSION } from '../../simulator/wire/versions.ts';
import { wireCase, type WireCase } from './mutate.ts';
import { orderMessage } from './seeds.ts';
import { WireClient } from './wire-client.ts';

/** What one simulator met from its start to its end. */
export interface Life {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  /** After so many cases the other client is asked whether it is undisturbed. */
  readonly checkEvery: number;
}

export interface LifeCounts {
  readonly message: number;
  readonly stream: number;
  readonly opening: number;
  readonly connections: number;
  readonly bytes: number;
  readonly orders: number;
  readonly executions: number;
  readonly checks: number;
}

const scenario = {
  ...parseScenario(`
gateway:
  accounts:
    - id: DU1
      cash: { USD: 10000000 }
      positions: [{ symbol: VTI, shares: 100000, average_cost: 200 }]
    - id: DU9
      cash: { USD: 100000 }
      positions: [{ symbol: BND, shares: 50, average_cost: 70 }]
  quotes:
    SPY: { bid: "500.00", ask: "500.02", last: "500.01", close: "498.00" }
    VTI: { bid: "250.00", ask: "250.02", last: "250.01", close: "249.00" }
`),
  serverVersion: NEWEST_VERSION,
};

const WITNESS_ID = 900;
const witnessOrder = {
  ...{ orderId: '424242', symbol: 'BND', secType: 'STK', action: 'BUY', totalQuantity: '5' },
  ...{ orderType: 'LMT', lmtPrice: '70.00', tif: 'GTC', account: 'DU9', transmit: '1' },
};

/** What the other client asks again and again: it must get the same every time. */
const witnessRequests = [
  '5|1',
  '7|3|5|900|DU9||||||2147483647|0',
  '62|1|77|All|AccountType',
  '63|1|77',
  '74|1|78|DU9|',
  '75|1|78',
  '76|1|79|DU9||1',
  '77|1|79',
  '8|1|0',
  '91|26',
];

/** Sends the cases of a life one after the other. Throws with what went wrong. */
export async function runLife(life: Life): Promise<LifeCounts> {
  const clock = new ManualClock();
  const simulator = await startSimulator({ scenario, clock });
  const run = new LifeRun(simulator, clock, life);
  try {
    return await run.live();
  } finally {
    run.endClients();
    await simulator.close();
  }
}

class LifeRun {
  private readonly simulator: Simulator;
  private readonly clock: ManualClock;
  private readonly life: Life;
  private readonly witness: WireClient;
  private expected: readonly string[] = [];
  private client: { readonly wire: WireClient; readonly version: number } | null = null;
  private readonly counts = {
    ...{ message: 0, stream: 0, opening: 0, connections: 0, bytes: 0 },
    ...{ orders: 0, executions: 0, checks: 0 },
  };

  constructor(simulator: Simulator, clock: ManualClock, life: Life) {
    this.simulator = simulator;
    this.clock = clock;
    this.life = life;
    this.witness = new WireClient(simulator.port);
  }

  async live(): Promise<LifeCounts> {
    const { seed, from, count, checkEvery } = this.life;
    await this.startWitness();
    for (let caseNumber = from; caseNumber < from + count; caseNumber += 1) {
      try {
        await this.send(wireCase(seed, caseNumber), caseNumber);
        if ((caseNumber + 1) % checkEvery === 0) await this.check();
      } catch (error) {
        throw new Error(`case ${caseNumber}`, { cause: error });
      }
    }
    await this.check();
    this.counts.executions = this.simulator.engine.executions().length;
    this.counts.orders =
      this.simulator.engine.openOrders().length + this.simulator.engine.completedOrders().length;
    return this.counts;
  }

  endClients(): void {
    this.witness.end('cut');
    this.client?.wire.end('cut');
  }

  private async startWitness(): Promise<void> {
    if (!(await this.witness.login(WITNESS_ID, 193))) throw new Error('the witness got no log-in');
    await this.witness.answers([orderMessage(witnessOrder, 193).join('|')], WITNESS_MARK);
    this.expected = await this.witness.answers(witnessRequests, WITNESS_MARK);
  }

  private async send(wire: WireCase, caseNumber: number): Promise<void> {
    this.counts[wire.kind] += 1;
    for (const chunk of wire.chunks) this.counts.bytes += chunk.length;
    if (wire.kind === 'message') {
      const client = await this.ready(wire.version);
      client.write(wire.chunks);
      // A message can end its own connection, as when it does not read what it asked for.
      if (!(await client.mark(FIRST_MARK + caseNumber))) this.client = null;
      return;
    }
    const client = this.connect();
    if (wire.kind === 'stream') await client.login(this.freshId(), wire.version);
    client.write(wire.chunks);
    client.end(wire.ending);
    if (wire.ending === 'end') await client.until(() => false);
  }

  /** The connection that messages go through; another one for another version. */
  private async ready(version: number): Promise<WireClient> {
    if (this.client !== null && this.client.version === version && !this.client.wire.closed) {
      return this.client.wire;
    }
    if (this.client !== null) {
      this.client.wire.end('end');
      await this.client.wire.until(() => false);
    }
    const wire = this.connect();
    if (!(await wire.login(this.freshId(), version))) throw new Error('a log-in was refused');
    this.client = { wire, version };
    return wire;
  }

  /** A client id that no connection of late has had: a huge order id spoils an id for what follows. */
  private freshId(): number {
    return 1 + (this.counts.connections % (WITNESS_ID - 1));
  }

  private connect(): WireClient {
    this.counts.connections += 1;
    return new WireClient(this.simulator.port);
  }

  /** Lets time pass; then the other client must be told what it was told at first, and no more. */
  private async check(): Promise<void> {
    this.counts.checks += 1;
    this.clock.advance(50);
    const [unasked] = this.witness.messages;
    if (unasked !== undefined) throw new Error(`the other client was told ${unasked}`);
    const heard = await this.witness.answers(witnessRequests, WITNESS_MARK);
    const at = heard.findIndex((message, place) => message !== this.expected[place]);
    if (this.witness.closed) throw new Error('the other client was cut off');
    if (at !== -1 || heard.length !== this.expected.length) {
      const [got, wanted] = [heard[at] ?? 'nothing', this.expected[at] ?? 'nothing'];
      throw new Error(`the other client got ${got} where it used to get ${wanted}`);
    }
    const { differences } = this.simulator.audit();
    if (differences.length > 0) throw new Error(`the books differ: ${differences.join('; ')}`);
  }
}

const FIRST_MARK = 1_000_000_000;
const WITNESS_MARK = 999_999_999;
