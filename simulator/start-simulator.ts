import { createServer, type Server } from 'node:net';
import type { Audit } from './engine/audit.ts';
import { realClock, type Clock } from './engine/clock.ts';
import { Engine } from './engine/engine.ts';
import type { Quote } from './engine/quote.ts';
import type { Scenario } from './scenario/scenario.ts';
import { Connection } from './sessions/connection.ts';
import type { Session } from './sessions/session.ts';

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
  readonly engine: Engine;
  readonly audit: () => Audit;
  /** How often each request came, by its name, over all clients since the start. */
  readonly requestCounts: () => Record<string, number>;
  /** Changes parts of the quote of a symbol or conId. */
  readonly setQuote: (name: string | number, change: Partial<Quote>) => void;
  /** Ends every connection and timer; afterwards nothing of it keeps the process alive. */
  readonly close: () => Promise<void>;
}

const loopback: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** Starts a simulator. Refuses any address that other computers could reach. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { scenario, host = '127.0.0.1', port = 0, log = () => undefined } = options;
  if (!loopback.has(host)) throw new Error(`"${host}" is not a loopback address of this computer`);
  const engine = new Engine(scenario.engine, options.clock ?? realClock);
  const counts = new Map<string, number>();
  const sessions = new Map<number, Session>();
  const connections = new Set<Connection>();
  const server = createServer((socket) => {
    const connection = new Connection(socket, {
      engine,
      serverVersion: scenario.serverVersion,
      sessions,
      clients: scenario.clients,
      log,
      count: (name) => counts.set(name, (counts.get(name) ?? 0) + 1),
    });
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });
  try {
    await listen(server, host, port);
  } catch (error) {
    engine.close();
    throw error;
  }
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    engine,
    audit: () => engine.audit(),
    requestCounts: () => Object.fromEntries(counts),
    setQuote: (name, change) => {
      engine.setQuote(name, change);
    },
    close: async () => {
      engine.close();
      for (const connection of connections) connection.shutDown();
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
