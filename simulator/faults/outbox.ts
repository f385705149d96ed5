/** What an outbox writes to. */
export interface OutboxPort {
  write(bytes: Buffer): void;
  cut(reason: string): void;
}

type Item =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  /** Written by itself: what follows waits until it had time to leave. */
  | { readonly kind: 'piece'; readonly bytes: Buffer }
  | { readonly kind: 'cut'; readonly reason: string };

/** The bytes of one connection in their order, some of them in pieces, bunched, or held back. */
export class Outbox {
  private readonly port: OutboxPort;
  private readonly items: Item[] = [];
  private held = false;
  private pumping = false;
  private bunch: Buffer[] | null = null;

  constructor(port: OutboxPort) {
    this.port = port;
  }

  put(bytes: Buffer, pieceBytes: number | null = null): void {
    if (pieceBytes === null) {
      if (this.bunch === null) this.push({ kind: 'bytes', bytes });
      else this.bunch.push(bytes);
      return;
    }
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      this.push({ kind: 'piece', bytes: bytes.subarray(at, at + pieceBytes) });
    }
  }

  /** Ends the connection after all that was put before. */
  putCut(reason: string): void {
    this.endBunch();
    this.push({ kind: 'cut', reason });
  }

  /** From now on everything is gathered, until it goes out as one piece. */
  startBunch(): void {
    this.bunch ??= [];
  }

  endBunch(): void {
    const { bunch } = this;
    this.bunch = null;
    if (bunch !== null && bunch.length > 0) this.put(Buffer.concat(bunch));
  }

  hold(): void {
    this.held = true;
  }

  release(): void {
    this.held = false;
    this.pump();
  }

  /** Forgets everything: nobody reads it any more. */
  discard(): void {
    this.items.length = 0;
    this.bunch = null;
  }

  private push(item: Item): void {
    this.items.push(item);
    if (!this.pumping) this.pump();
  }

  private pump(): void {
    this.pumping = false;
    while (!this.held) {
      const item = this.items.shift();
      if (item === undefined) return;
      if (item.kind === 'cut') {
        this.discard();
        this.port.cut(item.reason);
        return;
      }
      this.port.write(item.bytes);
      if (item.kind === 'piece') {
        this.pumping = true;
        setImmediate(() => {
          this.pump();
        });
        return;
      }
    }
  }
}
