import { connect, type Socket } from 'node:net';
import { encodeFrame, FrameReader, splitFields } from '../wire/frames.ts';

/** A client that knows nothing but frames, for tests of what goes over the socket. */
export class RawClient {
  readonly socket: Socket;
  readonly messages: string[][] = [];
  closed = false;
  private readonly reader = new FrameReader();
  private wake: () => void = () => undefined;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setNoDelay(true);
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.closed = true;
      this.wake();
    });
    this.socket.on('data', (chunk) => {
      this.reader.push(Buffer.from(chunk));
      for (let next = this.reader.next(); next.kind === 'payload'; next = this.reader.next()) {
        this.messages.push(splitFields(next.payload));
      }
      this.wake();
    });
  }

  send(...messages: readonly string[]): void {
    this.socket.write(Buffer.concat(messages.map((text) => encodeFrame(text.split('|')))));
  }

  greet(range = 'v100..193'): void {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(range.length, 0);
    this.socket.write(Buffer.concat([Buffer.from('API\0'), length, Buffer.from(range)]));
  }

  /** Waits until what has come satisfies; the test's own time limit ends it otherwise. */
  async until(satisfied: () => boolean): Promise<void> {
    while (!satisfied()) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  /** Logs in; `newest` is the highest version that this client says it knows. */
  async login(clientId: number, newest = 193): Promise<void> {
    this.greet(`v100..${newest}`);
    await this.until(() => this.messages.length > 0);
    this.send(`71|2|${clientId}|`);
    await this.until(() => this.messages.some((fields) => fields.includes('2158')));
    this.messages.length = 0;
  }

  /** What came since the last call, up to the answer to a time request sent behind the messages. */
  async answers(...messages: readonly string[]): Promise<string[]> {
    this.send(...messages, '49|1');
    await this.until(() => this.messages.at(-1)?.[0] === '49');
    const answers = this.messages.splice(0).slice(0, -1);
    return answers.map((fields) => fields.join('|'));
  }
}
