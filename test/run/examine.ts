/* `rebalance doctor` against a simulator of its own, for tests: in one process, with a clock that can be off. */
import { expect } from 'vitest';
import { realClock } from '../../simulator/engine/clock.ts';
import { parseScenario } from '../../simulator/scenario/parse-scenario.ts';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { knock } from '../../src/broker/knock.ts';
import { TwsBroker } from '../../src/broker/tws-broker.ts';
import type { MachinePorts } from '../../src/cli/checkup/check-machine.ts';
import { doctor } from '../../src/cli/commands/doctor.ts';
import { memoryJournals, orderMessages } from './simulated-run.ts';

export const HEALTHY = `
accounts: [{ id: DU1, cash: { USD: '10000.00' }, positions: [{ symbol: VTI, shares: 300 }] }]
`;

export interface Setup {
  /** The part below \`gateway:\` of a scenario. */
  readonly gateway?: string;
  /** Lines of the settings file beyond the port, the account and the model mix. */
  readonly settings?: string;
  /** DU1 by default; empty for none. */
  readonly accountIds?: string;
  /** Short where the gateway never answers; otherwise nothing depends on it. */
  readonly connectTimeoutMs?: number;
  readonly portfolios?: string;
  readonly machine?: Partial<MachinePorts>;
  /** How far the clock of this machine is from the simulator's. */
  readonly aheadMs?: number;
  readonly at?: string;
  /** Another client that holds this id meanwhile. */
  readonly alsoConnected?: number;
  /** Where to connect instead; the simulator listens all the same. */
  readonly port?: number;
  /** The usual port that leads to the simulator. */
  readonly simulatorAt?: number;
}

export interface Examined {
  readonly code: number;
  readonly lines: readonly string[];
  readonly faults: string;
  readonly first: string;
}

/** Runs the doctor, and holds that it sent no order message. */
export async function examine(setup: Setup = {}): Promise<Examined> {
  const { gateway = HEALTHY, aheadMs = 0, at } = setup;
  const base = at === undefined ? 0 : Date.parse(at) - Date.now();
  const simulator = await startSimulator({
    scenario: parseScenario(`gateway:\n${gateway.replace(/^/gm, '  ')}`),
    clock: { ...realClock, now: () => Date.now() + base },
  });
  const other = new TwsBroker({
    host: '127.0.0.1',
    port: simulator.port,
    clientId: setup.alsoConnected ?? 0,
    clock: realClock,
    fallbackToSnapshot: false,
  });
  try {
    if (setup.alsoConnected !== undefined) await other.connect();
    const examined = await examineAt(setup.port ?? simulator.port, {
      ...setup,
      now: () => Date.now() + base + aheadMs,
      knock: (address) =>
        knock(address.port === setup.simulatorAt ? { ...address, port: simulator.port } : address),
    });
    expect(orderMessages(simulator.requestCounts())).toBe(0);
    return examined;
  } finally {
    await other.close();
    await simulator.close();
  }
}

export async function examineAt(
  port: number,
  setup: Setup & { readonly now?: () => number; readonly knock?: typeof knock } = {},
): Promise<Examined> {
  const { settings = '', portfolios = 'ETF,MAIN\nVTI,50%\nBND,50%\n', now = Date.now } = setup;
  const { accountIds = 'DU1' } = setup;
  const ids = accountIds === '' ? '' : `[accounts]\nids = ${accountIds}\n`;
  const text = `[ibkr]\nport = ${port}\nread_only = false\n${ids}[models]\nmain = 1\n${settings}`;
  let out = '';
  const code = await doctor(
    { settingsPath: 'settings.ini', portfoliosPath: undefined },
    {
      files: {
        read: (path) => Buffer.from(path === 'settings.ini' ? text : portfolios),
        environment: {},
      },
      machine: {
        stateFolder: '/state',
        whyUnwritable: () => undefined,
        fileExists: () => false,
        journals: memoryJournals(),
        holdersOf: () => [],
        now,
        ...setup.machine,
      },
      reachOut: ({ settings: { ibkr } }) => ({
        broker: new TwsBroker({
          ...ibkr,
          clock: { now },
          fallbackToSnapshot: false,
          connectTimeoutMs: setup.connectTimeoutMs ?? 10_000,
        }),
        knock: setup.knock ?? knock,
        now,
        timeZone: 'Europe/London',
      }),
    },
    { out: (more) => (out += more) },
  );
  const lines = out.trimEnd().split('\n');
  return {
    code,
    lines,
    faults: lines.filter((line) => line.startsWith('fault')).join('\n'),
    first: lines.at(-1) ?? '',
  };
}
