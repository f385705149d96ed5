import { createServer, type Server } from 'node:net';
import type { Audit } from './engine/audit.ts';
import { realClock, type Clock } from './engine/clock.ts';
import type { Engine } from './engine/engine.ts';
import type { Quote } from './engine/quote.ts';
import { Gateway, type RestartOptions } from './gateway.ts';
import type { Scenario } from './scenario/scenario.ts';

export interface SimulatorOptions {
  readonly scenario: Scenario;
  /** A loopback address; 127.0.0.1 when not given. */
  readonly host?: string;
  /** 0, when not given, takes any free port. */
  readonly port?: number;
  readonly log?: (line: string) => void;
  /** The computer's own clock when not given. */
  readonly clock?: Clock;
}

export interface Simulator {
  readonly port: number;
  /** The gateway as it is now: a reset makes another. */
  readonly gateway: Gateway;
  readonly engine: Engine;
  readonly audit: () => Audit;
  /** How often each request came, by its name, over all clients since the start. */
  readonly requestCounts: () => Record<string, number>;
  /** Changes parts of the quote of a symbol or conId. */
  readonly setQuote: (name: string | number, change: Partial<Quote>) => void;
  /** What a gateway does once a day: its books go on, its clients are cut off. */
  readonly restart: (how?: RestartOptions) => void;
  /** Ends every connection and begins again, with this scenario or the one before. */
  readonly reset: (scenario?: Scenario) => void;
  /** Ends every connection and timer; afterwards nothing of it keeps the process alive. */
  readonly close: () => Promise<void>;
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** Starts a simulator. Refuses any address that other computers could reach. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { scenario, host = '127.0.0.1', port = 0, log = () => undefined } = options;
  if (!loopback.has(host)) throw new Error(`"${host}" is not a loopback address of this computer`);
  const clock = options.clock ?? realClock;
  let gateway = new Gateway(scenario, clock, log);
  const server = createServer((socket) => {
    gateway.accept(socket);
  });
  try {
    await listen(server, host, port);
  } catch (error) {
    gateway.shutDown();
    throw error;
  }
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    get gateway() {
      return gateway;
    },
    get engine() {
      return gateway.engine;
    },
    audit: () => gateway.engine.audit(),
    requestCounts: () => gateway.requestCounts(),
    setQuote: (name, change) => {
      gateway.engine.setQuote(name, change);
    },
    restart: (how) => {
      gateway.restart(how);
    },
    reset: (next = gateway.scenario) => {
      gateway.shutDown();
      gateway = new Gateway(next, clock, log);
    },
    close: async () => {
      gateway.shutDown();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
