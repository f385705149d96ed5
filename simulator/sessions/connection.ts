import type { Socket } from 'node:net';
import type { Engine } from '../engine/engine.ts';
import { answerName, HANDSHAKE } from '../faults/message-names.ts';
import { encodeFrame, FrameReader, splitFields } from '../wire/frames.ts';
import { checkGreeting, handshakeReply, readHandshake } from '../wire/handshake.ts';
import { errorMessage } from '../wire/messages.ts';
import { readRequest } from '../wire/read-request.ts';
import type { Request } from '../wire/request.ts';
import { requestName } from '../wire/request-ids.ts';
import { Session } from './session.ts';
import type { HistoryPace } from './history-pace.ts';
import { Journey, type Latency } from './journey.ts';
import { MessageRate, MOST_A_SECOND } from './message-rate.ts';
import { RoundTrips } from './round-trips.ts';
import type { ClientRules, Pacing } from './session-context.ts';
import type { Line, Traffic } from './traffic.ts';

/** A client that does not read what it asked for is cut off at this much. */
const MOST_UNREAD_BYTES = 64 * 1024 * 1024;

const LINGER_MS = 1_000;

export interface ConnectionParts {
  readonly engine: Engine;
  readonly serverVersion: number;
  /** The clients that are connected now, by client id. */
  readonly sessions: Map<number, Session>;
  readonly clients: ClientRules;
  /** Whether a client that sends too much is held back. */
  readonly pacing: Pacing;
  readonly history: HistoryPace;
  readonly traffic: Traffic;
  readonly count: (requestName: string) => void;
  readonly countAnswer: (answerName: string) => void;
  /** How long messages are on their way from now on. */
  readonly latency: () => Latency;
  /** The client has said who it is. */
  readonly named: (clientId: number) => void;
  readonly log: (line: string) => void;
}

type Stage =
  | { readonly kind: 'greeting' }
  | { readonly kind: 'handshake' }
  /** The version is agreed; the client has not said who it is. */
  | { readonly kind: 'unnamed'; readonly version: number }
  | { readonly kind: 'started'; readonly version: number; readonly session: Session }
  | { readonly kind: 'closed' };

/** One socket: from its bytes to a session and back. */
export class Connection implements Line {
  private readonly socket: Socket;
  private readonly parts: ConnectionParts;
  private readonly reader = new FrameReader();
  private readonly rate = new MessageRate();
  private readonly inbound: Journey;
  private readonly outbound: Journey;
  readonly roundTrips = new RoundTrips();
  private stage: Stage = { kind: 'greeting' };
  /** The session of a client that has left: an order of its last moments can still be underway. */
  private departed: Session | null = null;

  constructor(socket: Socket, parts: ConnectionParts) {
    this.socket = socket;
    this.parts = parts;
    const { latency, engine } = parts;
    const { inMs, outMs } = latency();
    // To connect is a round trip of its own: a client far away could not have sent anything before.
    const opensAt = engine.clock.now() + inMs + outMs;
    this.inbound = new Journey(engine.clock, () => latency().inMs, opensAt);
    this.outbound = new Journey(engine.clock, () => latency().outMs);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => {
      const reach = this.roundTrips.ask();
      this.inbound.travel(() => {
        reach();
        this.onData(chunk);
      });
    });
    // A broken socket also closes; there is nothing else to do about it.
    socket.on('error', (error) => {
      parts.log(`socket: ${error.message}`);
    });
    // What a client sent before it left still arrives before this is known.
    socket.on('close', () => {
      this.inbound.travel(() => {
        this.leave();
      });
    });
  }

  get clientId(): number | null {
    return this.stage.kind === 'started' ? this.stage.session.clientId : null;
  }

  cut(): void {
    this.leave();
    this.outbound.travel(() => {
      // What was written before has left.
      this.socket.uncork();
      this.socket.destroy();
    });
  }

  write(bytes: Buffer): void {
    const hear = this.roundTrips.answer();
    this.outbound.travel(() => {
      hear();
      this.put(bytes);
    });
  }

  /** What is written in one turn of the event loop leaves together. */
  private put(bytes: Buffer): void {
    const { socket } = this;
    if (socket.destroyed || !socket.writable) return;
    if (socket.writableCorked === 0) {
      socket.cork();
      setImmediate(() => {
        socket.uncork();
      });
    }
    socket.write(bytes);
    if (this.socket.writableLength > MOST_UNREAD_BYTES) {
      this.parts.log('cut off: the client does not read');
      this.socket.destroy();
    }
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  sendError(id: number, code: number, text: string): void {
    this.parts.log(`client ${this.clientId ?? '?'} gets ${code} for ${id}: ${oneLine(text)}`);
    if (!('version' in this.stage)) return;
    const instant = this.parts.engine.clock.now();
    this.send(errorMessage({ id, code, text, instant }, this.stage.version));
  }

  loseMarketData(): void {
    if (this.stage.kind === 'started') this.stage.session.loseMarketData();
  }

  /** Ends the connection; what was sent before still goes out. */
  close(reason: string): void {
    if (this.stage.kind === 'closed') return;
    this.parts.log(`closing: ${reason}`);
    this.leave();
    this.outbound.travel(() => {
      this.socket.end();
      // Destroying it at once could take the last words back from a client that is still sending; a
      // client that never closes its side must not keep the socket either.
      this.socket.setTimeout(LINGER_MS, () => this.socket.destroy());
    });
  }

  /** Ends the connection because the whole simulator ends: waits for nobody. */
  shutDown(): void {
    this.close('the simulator ends');
    this.socket.destroySoon();
  }

  private leave(): void {
    if (this.stage.kind === 'started') {
      const { session } = this.stage;
      this.departed = session;
      session.close();
      this.parts.sessions.delete(session.clientId);
      this.parts.log(`client ${session.clientId} has left`);
    }
    this.stage = { kind: 'closed' };
    this.parts.traffic.left(this);
  }

  private onData(chunk: Buffer | string): void {
    if (this.stage.kind === 'closed') return;
    this.reader.push(Buffer.from(chunk));
    while (this.step());
  }

  /** Does one thing with what has arrived; false when more is needed, or nothing more is wanted. */
  private step(): boolean {
    switch (this.stage.kind) {
      case 'greeting':
        return this.greet();
      case 'handshake':
        return this.agree();
      case 'unnamed':
      case 'started':
        return this.takeMessage(this.stage.version);
      case 'closed':
        return false;
    }
  }

  private greet(): boolean {
    const greeting = checkGreeting(this.reader);
    if (greeting === 'refused') this.close('this is no TWS client');
    if (greeting !== 'greeted') return false;
    this.stage = { kind: 'handshake' };
    return true;
  }

  private agree(): boolean {
    const handshake = readHandshake(this.reader, this.parts.serverVersion);
    if (handshake.kind === 'incomplete') return false;
    if (handshake.kind === 'refused') {
      this.close(handshake.reason);
      return false;
    }
    const { version } = handshake;
    this.stage = { kind: 'unnamed', version };
    this.send(handshakeReply(version, this.parts.engine.clock.now()), HANDSHAKE);
    return true;
  }

  private takeMessage(version: number): boolean {
    const frame = this.reader.next();
    if (frame.kind === 'incomplete') return false;
    if (frame.kind === 'oversized') {
      this.close(`a frame of ${frame.length} bytes`);
      return false;
    }
    const fields = splitFields(frame.payload);
    const { name } = requestName(fields[0] ?? '');
    this.parts.count(name);
    if (this.isTooFast()) return this.stage.kind !== 'closed';
    this.parts.traffic.incoming(this, { name, fields }, () => {
      this.take(name, readRequest(fields, version));
    });
    return true;
  }

  /** Whether a message of a client that has logged in is one too many; it is told so. */
  private isTooFast(): boolean {
    if (this.parts.pacing === 'none' || this.stage.kind !== 'started') return false;
    const verdict = this.rate.judge(this.parts.engine.clock.now());
    switch (verdict.kind) {
      case 'take':
        return false;
      case 'warn': {
        const what = `Approaching max rate of ${MOST_A_SECOND} messages per second`;
        this.sendError(-1, 0, `Warning: ${what} (${verdict.received})`);
        return false;
      }
      case 'refuse': {
        const figures = `max=${MOST_A_SECOND} rec=${verdict.received} (${verdict.violations})`;
        this.sendError(-1, 100, `Max rate of messages per second has been exceeded:${figures}`);
        return true;
      }
      case 'cut':
        this.close('too many messages a second');
        return true;
    }
  }

  private take(name: string, request: Request): void {
    const reason = request.kind === 'UNREADABLE' ? `: ${oneLine(request.reason)}` : '';
    this.parts.log(`<- ${name}${reason}`);
    if (this.stage.kind === 'started') this.stage.session.answer(request);
    else if (this.stage.kind === 'closed') this.takeLate(request);
    else if (this.stage.kind !== 'unnamed') return;
    else if (request.kind === 'START_API') this.start(request.clientId, this.stage.version);
    else this.parts.log('ignored: it came before START_API');
  }

  /** What reached the gateway counts, though its sender has gone: an order can still trade. */
  private takeLate(request: Request): void {
    const isOrder = request.kind === 'PLACE_ORDER' || request.kind === 'CANCEL_ORDER';
    if (isOrder) this.departed?.answer(request);
  }

  private start(clientId: number, version: number): void {
    const { sessions, engine, clients, pacing, history } = this.parts;
    if (sessions.has(clientId)) {
      const text =
        'Unable to connect as the client id is already in use. Retry with a unique client id.';
      this.sendError(-1, 326, text);
      this.close(`client id ${clientId} is in use`);
      return;
    }
    const session = new Session({
      engine,
      clientId,
      version,
      clients,
      pacing,
      history,
      send: (...messages) => {
        for (const message of messages) this.send(message);
      },
      sendError: (id, code, text) => {
        this.sendError(id, code, text);
      },
    });
    sessions.set(clientId, session);
    this.parts.named(clientId);
    this.stage = { kind: 'started', version, session };
    this.parts.log(`client ${clientId} speaks version ${version}`);
    session.welcome();
  }

  private send(fields: readonly string[], name = answerName(fields)): void {
    if (this.stage.kind === 'closed') return;
    this.parts.countAnswer(name);
    this.parts.traffic.outgoing(this, fields, encodeFrame(fields));
  }
}

/** A text that may repeat what a client sent, fit for one line of the log. */
function oneLine(text: string): string {
  return JSON.stringify(text.slice(0, 200)).slice(1, -1);
}
