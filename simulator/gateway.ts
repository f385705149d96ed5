import type { Socket } from 'node:net';
import type { Clock } from './engine/clock.ts';
import { Engine } from './engine/engine.ts';
import { FaultDesk } from './faults/fault-desk.ts';
import type { Scenario } from './scenario/scenario.ts';
import { Connection } from './sessions/connection.ts';
import { HistoryPace } from './sessions/history-pace.ts';
import type { Latency } from './sessions/journey.ts';
import type { Session } from './sessions/session.ts';

export interface RestartOptions {
  /** How long nobody gets in, by the simulator's clock; 0 when not given. */
  readonly downMs?: number;
  /** How many of each client's last order ids are handed out once more; 0 when not given. */
  readonly rollBackIds?: number;
}

/** One life of the simulated gateway, from its scenario's opening state to its end. */
export class Gateway {
  readonly scenario: Scenario;
  readonly engine: Engine;
  readonly faults: FaultDesk;
  /** How long messages are on their way from now on. */
  latency: Latency;
  private readonly log: (line: string) => void;
  private readonly counts = new Map<string, number>();
  private readonly answers = new Map<string, number>();
  /** The newest connection of each client, also of those that have left. */
  private readonly lines = new Map<number, Connection>();
  private readonly history = new HistoryPace();
  private readonly sessions = new Map<number, Session>();
  private readonly connections = new Set<Connection>();

  constructor(scenario: Scenario, clock: Clock, log: (line: string) => void) {
    this.scenario = scenario;
    this.log = log;
    this.latency = scenario.latency;
    this.faults = new FaultDesk(clock, log);
    this.engine = new Engine(scenario.engine, clock, this.faults.orders);
    this.faults.start(this.engine, scenario.faults);
  }

  /** Serves a client that has connected. One that restarts takes nobody. */
  accept(socket: Socket): void {
    if (this.faults.isDown) {
      this.log('turned away: the gateway restarts');
      socket.on('error', () => undefined);
      socket.resetAndDestroy();
      return;
    }
    const connection = new Connection(socket, {
      engine: this.engine,
      traffic: this.faults,
      serverVersion: this.scenario.serverVersion,
      sessions: this.sessions,
      clients: this.scenario.clients,
      pacing: this.scenario.pacing,
      history: this.history,
      log: this.log,
      count: (name) => this.counts.set(name, (this.counts.get(name) ?? 0) + 1),
      countAnswer: (name) => this.answers.set(name, (this.answers.get(name) ?? 0) + 1),
      latency: () => this.latency,
      named: (clientId) => this.lines.set(clientId, connection),
    });
    this.connections.add(connection);
    socket.on('close', () => this.connections.delete(connection));
  }

  /** The clients that are connected, by id. */
  clients(): readonly number[] {
    return [...this.sessions.keys()].sort((left, right) => left - right);
  }

  /** How often each request came, by its name, over all clients since the start. */
  requestCounts(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  /** How often it said what, by the name of the message, to all clients since the start. */
  answerCounts(): Record<string, number> {
    return Object.fromEntries(this.answers);
  }

  /** How many round trips each client has waited for in its newest connection, one after the other. */
  roundTrips(): Record<number, number> {
    return Object.fromEntries([...this.lines].map(([id, line]) => [id, line.roundTrips.count()]));
  }

  /** What a gateway does once a day: its books go on, its clients are cut off. */
  restart({ downMs = 0, rollBackIds = 0 }: RestartOptions = {}): void {
    this.faults.restart({ for: downMs, ids_back: rollBackIds, swallow: 0 });
  }

  /** Ends every connection and all that would still happen. */
  shutDown(): void {
    this.faults.close();
    this.engine.close();
    for (const connection of this.connections) connection.shutDown();
  }
}
