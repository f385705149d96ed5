/*
 * A gateway that says what a test writes, for what the simulator never does: other clients' words,
 * lost market data, messages that cannot be read.
 */
import { createServer, type Socket } from 'node:net';
import { encodeFrame, FrameReader, splitFields } from '../../simulator/wire/frames.ts';

type Message = readonly string[];

export interface HandGateway {
  readonly port: number;
  say(...messages: readonly Message[]): void;
  /** Breaks the line. */
  hangUp(): void;
  close(): Promise<void>;
}

export interface HandScript {
  /** What a client is told once it has said who it is, in one piece. */
  readonly welcome?: readonly Message[] | 'hang-up';
  /** The version that it agrees to speak. */
  readonly version?: string;
  /** The answer to a request, by its fields. */
  readonly answer?: (request: Message) => readonly Message[];
}

const ready: readonly Message[] = [
  ['15', '1', 'DU1,'],
  ['9', '1', '1'],
];

export async function startHandGateway(script: HandScript = {}): Promise<HandGateway> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    const reader = new FrameReader();
    let greeted = false;
    let started = false;
    socket.on('data', (data) => {
      reader.push(Buffer.from(data));
      if (!greeted) {
        greeted = reader.takeRaw(4) !== undefined;
        reader.next();
        write(socket, [[script.version ?? '193', '20261121 10:00:00 US/Eastern']]);
      }
      for (let next = reader.next(); next.kind === 'payload'; next = reader.next()) {
        const request = splitFields(next.payload);
        const { welcome = ready } = script;
        if (started) write(socket, script.answer?.(request) ?? []);
        else if (welcome === 'hang-up') socket.destroy();
        else write(socket, welcome);
        started = true;
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    say: (...messages) => {
      for (const socket of sockets) write(socket, messages);
    },
    hangUp: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function write(socket: Socket, messages: readonly Message[]): void {
  if (messages.length > 0) socket.write(Buffer.concat(messages.map((each) => encodeFrame(each))));
}
