import { connect, type Socket } from 'node:net';
import { encodeFrame, FrameReader, splitFields } from '../../simulator/wire/frames.ts';

/** Longer than this for an answer is a hang. */
const MOST_WAIT_MS = 5_000;

/** A client that sends any bytes and waits for marks: errors for ids that nothing else has. */
export class WireClient {
  closed = false;
  readonly messages: string[] = [];
  private readonly socket: Socket;
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
        this.messages.push(splitFields(next.payload).join('|'));
      }
      this.wake();
    });
  }

  write(chunks: readonly Buffer[]): void {
    for (const chunk of chunks) this.socket.write(chunk);
  }

  send(message: string): void {
    this.socket.write(encodeFrame(message.split('|')));
  }

  /** Logs in at this version; false when the connection is closed instead. */
  async login(clientId: number, version: number): Promise<boolean> {
    const range = `v100..${version}`;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(range.length, 0);
    this.socket.write(Buffer.concat([Buffer.from('API\0'), length, Buffer.from(range)]));
    this.send(`71|2|${clientId}|`);
    return this.until((message) => message.startsWith('9|1|'));
  }

  /** Asks for what does not exist under this id, and waits for the answer. */
  mark(id: number): Promise<boolean> {
    this.send(`25|1|${id}`);
    return this.until((message) => message.includes(`|${id}|366|`));
  }

  /**
   * Waits for a message and forgets what came before it; false when the connection is closed.
   * Throws when neither happens in time.
   */
  async until(satisfies: (message: string) => boolean): Promise<boolean> {
    const patience = { isOver: false };
    const timer = setTimeout(() => {
      patience.isOver = true;
      this.wake();
    }, MOST_WAIT_MS);
    try {
      for (;;) {
        if (this.messages.splice(0).some(satisfies)) return true;
        if (this.closed) return false;
        if (patience.isOver) throw new Error('no answer came in time');
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** What comes for these requests, up to the answer to a mark behind them. */
  async answers(requests: readonly string[], mark: number): Promise<readonly string[]> {
    this.messages.length = 0;
    for (const request of requests) this.send(request);
    this.send(`25|1|${mark}`);
    const heard: string[] = [];
    await this.until((message) => {
      heard.push(message);
      return message.includes(`|${mark}|366|`);
    });
    return heard;
  }

  end(ending: 'end' | 'cut'): void {
    if (ending === 'end') this.socket.end();
    else this.socket.destroy();
  }
}
