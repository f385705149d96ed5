import { connect, type Socket } from 'node:net';
import { encodeFrame, FrameReader, splitFields } from '../../simulator/wire/frames.ts';

/** A client that costs little: it looks at the fields of a message only as far as it must. */
export class LoadClient {
  private readonly socket: Socket;
  private readonly reader = new FrameReader();
  private readonly hear: (fields: readonly string[]) => void;

  /** Every message goes to `hear` as soon as it is read. */
  constructor(port: number, hear: (fields: readonly string[]) => void) {
    this.hear = hear;
    this.socket = connect(port, '127.0.0.1');
    this.socket.setNoDelay(true);
    this.socket.on('data', (chunk) => {
      this.reader.push(Buffer.from(chunk));
      for (let next = this.reader.next(); next.kind === 'payload'; next = this.reader.next()) {
        this.hear(splitFields(next.payload));
      }
    });
  }

  send(message: string): void {
    this.socket.write(encodeFrame(message.split('|')));
  }

  greet(clientId: number): void {
    this.socket.write(Buffer.from('API\0\0\0\0\x09v100..193', 'latin1'));
    this.send(`71|2|${clientId}|`);
  }

  end(): void {
    this.socket.destroy();
  }
}
