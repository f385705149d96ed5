import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { Gateway } from '../gateway.ts';
import { encodeFrame, FrameReader, splitFields } from '../wire/frames.ts';

/** A socket without a network: what is written has arrived. It lets a run be repeated exactly. */
class InstantSocket extends EventEmitter {
  destroyed = false;
  writable = true;
  readonly writableLength = 0;
  /** Nothing is ever gathered here, so there is no need to begin that. */
  readonly writableCorked = 1;
  private readonly toClient: (bytes: Buffer) => void;
  private paused = false;
  private unread: Buffer[] = [];

  constructor(toClient: (bytes: Buffer) => void) {
    super();
    this.toClient = toClient;
  }

  write(bytes: Buffer): boolean {
    this.toClient(bytes);
    return true;
  }

  fromClient(bytes: Buffer): void {
    if (this.paused) this.unread.push(bytes);
    else this.emit('data', bytes);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    for (const bytes of this.unread.splice(0)) this.fromClient(bytes);
  }

  uncork(): void {
    // Everything has arrived.
  }

  end(): void {
    this.destroy();
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.writable = false;
    this.emit('close');
  }

  destroySoon(): void {
    this.destroy();
  }

  resetAndDestroy(): void {
    this.destroy();
  }

  setNoDelay(): void {
    // There is no network to wait for.
  }

  setTimeout(): void {
    // It is gone as soon as it ends.
  }
}

/** A client of a gateway in the same process, which reads frames and survives whatever it gets. */
export class InstantClient {
  /** Everything that has come, one message a line. */
  readonly heard: string[] = [];
  private readonly socket: InstantSocket;
  private readonly reader = new FrameReader();

  constructor(gateway: Gateway, clientId: number) {
    this.socket = new InstantSocket((bytes) => {
      this.reader.push(bytes);
      for (let next = this.reader.next(); next.kind === 'payload'; next = this.reader.next()) {
        this.heard.push(splitFields(next.payload).join('|'));
      }
    });
    gateway.accept(this.socket as unknown as Socket);
    this.socket.fromClient(Buffer.from('API\0\0\0\0\x09v100..193', 'latin1'));
    this.send(`71|2|${clientId}|`);
  }

  get closed(): boolean {
    return this.socket.destroyed;
  }

  send(message: string): void {
    if (!this.closed) this.socket.fromClient(encodeFrame(message.split('|')));
  }
}
