import { createServer, type Server } from 'node:net';
import type { Audit } from './engine/audit.ts';
import { startControlFace, type ControlFace } from './control/control-face.ts';
import { LogBook } from './control/log-book.ts';
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
  /** Opens the control face at this port; 0 takes any free one. There is none when not given. */
  readonly control?: number;
}

export interface Simulator {
  readonly port: number;
  /** Where the control face listens; null when there is none. */
  readonly control: number | null;
  /** The gateway as it is now: a reset makes another. */
  readonly gateway: Gateway;
  readonly engine: Engine;
  readonly audit: () => Audit;
  /** How often each request came, by its name, over all clients since the start. */
  readonly requestCounts: () => Record<string, number>;
  /** How many round trips each client has waited for, one after the other; see round-trips.ts. */
  readonly roundTrips: () => Record<number, number>;
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
  const { scenario, host = '127.0.0.1', port = 0, clock = realClock } = options;
  if (!loopback.has(host)) throw new Error(`"${host}" is not a loopback address of this computer`);
  const book = new LogBook();
  const log = (line: string): void => {
    book.write(clock.now(), line);
    options.log?.(line);
  };
  let gateway = new Gateway(scenario, clock, log);
  const server = createServer((socket) => {
    gateway.accept(socket);
  });
  const reset = (next = gateway.scenario): void => {
    gateway.shutDown();
    gateway = new Gateway(next, clock, log);
  };
  let face: ControlFace | null = null;
  try {
    await listen(server, host, port);
    const controlled = {
      get gateway() {
        return gateway;
      },
      clock,
      reset,
    };
    if (options.control !== undefined) {
      face = await startControlFace({ controlled, log: book, host, port: options.control });
    }
  } catch (error) {
    gateway.shutDown();
    server.close();
    throw error;
  }
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    control: face?.port ?? null,
    get gateway() {
      return gateway;
    },
    get engine() {
      return gateway.engine;
    },
    audit: () => gateway.engine.audit(),
    requestCounts: () => gateway.requestCounts(),
    roundTrips: () => gateway.roundTrips(),
    setQuote: (name, change) => {
      gateway.engine.setQuote(name, change);
    },
    restart: (how) => {
      gateway.restart(how);
    },
    reset,
    close: async () => {
      gateway.shutDown();
      await face?.close();
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
