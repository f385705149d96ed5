import { encodeFrame } from '../wire/frames.ts';
import type { ActionOf } from './fault-kinds.ts';

/** A frame that is not what it should be, for a client to survive. */
export function garble(fields: readonly string[], how: ActionOf<'corrupt'>['how']): Buffer {
  const frame = encodeFrame(fields);
  switch (how) {
    case 'field':
      // A brace is no number, and as advanced rejection it is no JSON either.
      return encodeFrame([...fields.slice(0, -1), '{']);
    case 'length':
      // The client now waits for bytes of the next frame, and reads that one wrongly.
      frame.writeUInt32BE(frame.readUInt32BE(0) + 7, 0);
      return frame;
    case 'end': {
      const short = frame.subarray(0, -1);
      short.writeUInt32BE(short.length - 4, 0);
      return short;
    }
  }
}
