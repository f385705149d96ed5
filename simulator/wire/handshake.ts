import { utcStamp } from '../engine/instant.ts';
import type { FrameReader } from './frames.ts';
import { OLDEST_VERSION, USUAL_VERSION } from './versions.ts';

/**
 * Where a gateway names its time zone in the first frame, this simulator names itself. It is the
 * one free text that a client sees before it can send anything, and no real gateway can have such a
 * zone: the rebalancer sends orders only to a gateway that shows this mark. Changing the mark
 * takes the rebalancer's leave to trade away, which is why that side keeps its own copy.
 */
export const SIMULATOR_MARK = 'tws-sim/ibkr-etf-rebalancer';

const GREETING = 'API\0';
const versionRange = /^v(\d{1,6})(?:\.\.(\d{1,6}))?(?: .*)?$/;

export type Handshake =
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'agreed'; readonly version: number }
  | { readonly kind: 'refused'; readonly reason: string };

/** Reads the frame with the client's version range, which follows the greeting. */
export function readHandshake(reader: FrameReader, newest = USUAL_VERSION): Handshake {
  const frame = reader.next();
  if (frame.kind === 'incomplete') return { kind: 'incomplete' };
  if (frame.kind === 'oversized') return { kind: 'refused', reason: 'the first frame is garbage' };
  return agreeOnVersion(frame.payload.toString('utf8'), newest);
}

/** Whether the first bytes can still become the greeting, already are, or never will be. */
export function checkGreeting(reader: FrameReader): 'incomplete' | 'greeted' | 'refused' {
  const seen = reader.peek(GREETING.length).toString('latin1');
  if (!GREETING.startsWith(seen)) return 'refused';
  return reader.takeRaw(GREETING.length) === undefined ? 'incomplete' : 'greeted';
}

function agreeOnVersion(text: string, newest: number): Handshake {
  const match = versionRange.exec(text.replace(/\0+$/, ''));
  if (match === null) return { kind: 'refused', reason: `no version range: ${text.slice(0, 40)}` };
  const lowest = Number(match[1]);
  const highest = Number(match[2] ?? match[1]);
  const version = Math.min(newest, highest);
  if (lowest > version) return { kind: 'refused', reason: `client needs ${lowest} or newer` };
  if (version < OLDEST_VERSION) {
    return { kind: 'refused', reason: `client knows only versions up to ${highest}` };
  }
  return { kind: 'agreed', version };
}

/** The server's first frame: the version, and when the connection was made with the mark. */
export function handshakeReply(version: number, now: number): string[] {
  return [String(version), `${utcStamp(now)} ${SIMULATOR_MARK}`];
}
