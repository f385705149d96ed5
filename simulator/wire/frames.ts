/** The largest payload of one frame; a longer one can only be garbage. */
export const MAX_PAYLOAD = 0xffffff;

const PREFIX = 4;

/** A frame: the length in four bytes, the biggest first, then each field with a NUL behind it. */
export function encodeFrame(fields: readonly string[]): Buffer {
  let body = '';
  for (const field of fields) body += `${field}\0`;
  const length = Buffer.byteLength(body, 'utf8');
  const frame = Buffer.allocUnsafe(PREFIX + length);
  frame.writeUInt32BE(length, 0);
  frame.write(body, PREFIX, 'utf8');
  return frame;
}

/** The fields of a payload. A last field without its NUL is accepted, as gateways do. */
export function splitFields(payload: Buffer): string[] {
  const fields = payload.toString('utf8').split('\0');
  if (fields.at(-1) === '') fields.pop();
  return fields;
}

export type FrameResult =
  | { readonly kind: 'payload'; readonly payload: Buffer }
  /** More bytes are needed. */
  | { readonly kind: 'incomplete' }
  /** A length beyond MAX_PAYLOAD: nothing that follows can be trusted. */
  | { readonly kind: 'oversized'; readonly length: number };

/** Collects bytes as they come, in any pieces, and hands out whole frames. */
export class FrameReader {
  private chunks: Buffer[] = [];
  private size = 0;

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.size += chunk.length;
  }

  /** The next whole frame. */
  next(): FrameResult {
    if (this.size < PREFIX) return { kind: 'incomplete' };
    const length = this.peek(PREFIX).readUInt32BE(0);
    if (length > MAX_PAYLOAD) return { kind: 'oversized', length };
    if (this.size < PREFIX + length) return { kind: 'incomplete' };
    return { kind: 'payload', payload: this.take(PREFIX + length).subarray(PREFIX) };
  }

  /** Takes raw bytes that come before any frame; undefined until there are enough. */
  takeRaw(count: number): Buffer | undefined {
    return this.size < count ? undefined : this.take(count);
  }

  /** The bytes that are here of the first `count`, without taking them. */
  peek(count: number): Buffer {
    const first = this.chunks[0];
    if (first !== undefined && first.length >= count) return first.subarray(0, count);
    return this.join().subarray(0, count);
  }

  private take(count: number): Buffer {
    // One chunk usually holds whole frames; only a frame cut in two makes this copy.
    const first = this.chunks[0];
    const source = first !== undefined && first.length >= count ? first : this.join();
    const taken = source.subarray(0, count);
    const rest = source.subarray(count);
    if (rest.length === 0) this.chunks.shift();
    else this.chunks[0] = rest;
    this.size -= count;
    return taken;
  }

  private join(): Buffer {
    const joined = Buffer.concat(this.chunks, this.size);
    this.chunks = joined.length === 0 ? [] : [joined];
    return joined;
  }
}
